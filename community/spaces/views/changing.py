"""Cancelling a booking, or moving it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.profiles.querysets import shown_names
from community.spaces import actions
from community.spaces.actions import FullError, RefusedError
from community.spaces.cards import let_in
from community.spaces.forms import MoveForm, VersionForm, filled_with
from community.spaces.models import Booking, Resource
from community.spaces.permissions import can_cancel_booking, can_change_booking
from community.spaces.views.asking import (
    booking_called,
    front_of,
    insist,
    resource_asked,
)
from community.spaces.views.booking import asked_for, day_of
from community.spaces.views.lines import Line
from community.spaces.views.offering import choices_of, free_on


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Any, uid: Any) -> HttpResponse:
    """Asks once more, and does it."""
    booking = booking_called(request.user, uid)
    insist(can_cancel_booking(request.user, booking))
    if request.method != "POST":
        names = shown_names(request.user, [booking.member_id or 0])
        line = Line(booking, timezone.now(), names.get(booking.member_id or 0))
        if not line.can_still_change:
            messages.error(request, _("This booking can no longer be cancelled."))
            return redirect("spaces:booking", uid)
        context = _about(request, booking) | {"line": line}
        return render(request, "spaces/cancel.html", context)
    try:
        actions.cancel_booking(request.user, booking, version=version_of(request))
    except RefusedError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Cancelled. The place is free for others."))
    return redirect("spaces:booking", uid)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Any, uid: Any) -> HttpResponse:
    """To another time, or to another resource of the same space."""
    booking = booking_called(request.user, uid)
    insist(can_change_booking(request.user, booking))
    line = Line(booking, timezone.now())
    if not line.can_still_change:
        messages.error(request, _("This booking can no longer be moved."))
        return redirect("spaces:booking", uid)
    resource = resource_asked(request, line.space) or booking.resource
    if request.method != "POST":
        form = MoveForm(initial=_first(request, line, resource), resource=resource)
        return _form(request, line, form)
    form = MoveForm(request.POST, resource=resource)
    if not form.is_valid() or form.told is None:
        return _form(request, line, form, status=422)
    return _moved(request, line, form)


def _moved(request: Any, line: Line, form: MoveForm) -> HttpResponse:
    assert form.told is not None  # noqa: S101 (the form is valid)
    version = version_of(request)
    try:
        actions.move_booking(request.user, line.booking, form.told.ask, version=version)
    except ValidationError as wrong:
        form.refuse(wrong)
        return _form(request, line, form, status=422)
    except FullError as full:
        form.add_error(None, str(full))
        offered = choices_of(full.choices, form.cleaned_data)
        return _form(request, line, form, offered, status=409)
    except RefusedError as why:
        messages.error(request, str(why))
        return redirect("spaces:booking", line.booking.uuid)
    messages.success(request, _("Moved."))
    for hint in form.told.hints:
        messages.info(request, hint)
    return redirect("spaces:booking", line.booking.uuid)


def _first(request: Any, line: Line, resource: Resource) -> dict[str, Any]:
    """As it is now, but for what the address says."""
    booking = line.booking
    now = {
        "date": line.day,
        "starts": line.start.time().replace(tzinfo=None),
        "ends": line.end.time().replace(tzinfo=None),
        **(filled_with(resource, booking.starts_at, booking.ends_at) or {}),
        "people": min(booking.party_size, resource.capacity),
        "note": booking.note,
        "version": booking.version,
    }
    asked = asked_for(request, resource) if "date" in request.GET else {}
    return now | asked


def _form(
    request: Any, line: Line, form: MoveForm, choices: Any = (), status: int = 200
) -> HttpResponse:
    context = {
        **_about(request, line.booking),
        "line": line,
        "resource": form.resource,
        "others": [one for one in let_in(line.space) if one.pk != form.resource.pk],
        "form": form,
        "choices": choices,
        "free": free_on(form.resource, day_of(form)),
    }
    return render(request, "spaces/move.html", context, status=status)


def _about(request: Any, booking: Booking) -> dict[str, Any]:
    space = booking.resource.space
    return {
        "booking": booking,
        "space": space,
        "front": front_of(request, space),
        "is_own": booking.member_id == request.user.pk,
    }


def version_of(request: Any) -> int | None:
    """The version that the form names; None for none, or for no number."""
    form = VersionForm(request.POST)
    version: int | None = form.cleaned_data["version"] if form.is_valid() else None
    return version
