"""Closed days and other hours of a space, for those who manage it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.spaces.actions import (
    BookingsBrokenError,
    Closure,
    close_days,
    reopen_days,
)
from community.spaces.cards import today_in
from community.spaces.forms import ClosingForm
from community.spaces.models import DayException, Space
from community.spaces.permissions import can_keep_hours
from community.spaces.views.asking import desk_called, front_of
from community.spaces.views.lines import lines_of

MOST, MOST_TOLD = 200, 50
SOON = 366  # days


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: Any, slug: str) -> HttpResponse:
    """The list of what is otherwise than usual, and a form for one more."""
    space = desk_called(request.user, slug, can_keep_hours)
    form = ClosingForm(request.POST or None, space=space)
    broken: BookingsBrokenError | None = None
    if request.method == "POST" and form.is_valid():
        closure = Closure(**form.closure())
        read = form.cleaned_data["acknowledged"]
        try:
            close_days(request.user, space, closure, acknowledged=read)
        except BookingsBrokenError as why:
            broken = why
        except ValidationError as wrong:
            form.refuse(wrong)
        else:
            messages.success(request, _("Noted. The calendar shows it now."))
            return redirect("spaces:hours", space.slug)
    return _page(request, space, form, broken)


@require_POST
def reopen(request: Any, slug: str, pk: int) -> HttpResponse:
    """Takes one away; where bookings would be left outside, the list is read first."""
    space = desk_called(request.user, slug, can_keep_hours)
    change = DayException.objects.filter(space=space, pk=pk).first()
    if change is None:
        raise Http404
    try:
        read = request.POST.get("acknowledged", "")
        reopen_days(request.user, change, acknowledged=read)
    except BookingsBrokenError as why:
        form = ClosingForm(space=space)
        return _page(request, space, form, why, removing=change)
    messages.success(request, _("Taken away: the usual hours hold again."))
    return redirect("spaces:hours", space.slug)


def _page(
    request: Any,
    space: Space,
    form: ClosingForm,
    broken: BookingsBrokenError | None,
    removing: DayException | None = None,
) -> HttpResponse:
    rows = DayException.objects.filter(space=space).select_related("resource__space")
    today = today_in(space)
    coming = [one for one in rows if one.dates or one.last >= today]
    soon = today + timedelta(days=SOON)
    near = [one for one in coming if one.dates or one.first <= soon]
    shown = coming if request.GET.get("all") else near
    found = [one.booking for one in broken.found] if broken else []
    context = {
        "space": space,
        "front": front_of(request, space),
        "changes": shown[:MOST],
        "later": len(coming) - len(shown),
        "form": form,
        "broken": broken,
        "removing": removing,
        "lines": lines_of(found[:MOST_TOLD], {}),
        "more_lines": max(0, len(found) - MOST_TOLD),
    }
    return render(request, "spaces/hours.html", context)
