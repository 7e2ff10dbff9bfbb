"""A visit that was booked: its days, and cancelling all that is still to come."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from community.spaces.actions import cancel_visit
from community.spaces.entries import own_entry, place_of, stay_of
from community.spaces.ics import Calendar, write
from community.spaces.models import Visit
from community.spaces.permissions import can_cancel_visit
from community.spaces.views.asking import front_of, insist
from community.spaces.views.lines import lines_of


@require_safe
def visit(request: Any, uid: Any) -> HttpResponse:
    found = _called(request.user, uid)
    return render(request, "spaces/visit.html", _about(request, found))


@require_safe
def calendar_file(request: Any, uid: Any) -> HttpResponse:
    """One's own visit for the calendar on one's device, also what was cancelled of it:
    who adds the file again gets rid of that."""
    found = _called(request.user, uid)
    if found.member_id != request.user.pk:
        raise Http404
    rows = found.bookings.select_related("resource__space").order_by("starts_at", "id")
    entries = [own_entry(stay_of(one), place_of(one.resource)) for one in rows]
    body = write(entries, Calendar(_("Visit")))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="visit.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: Any, uid: Any) -> HttpResponse:
    """Asks once more, and does it."""
    found = _called(request.user, uid)
    insist(can_cancel_visit(request.user, found))
    if request.method != "POST":
        about = _about(request, found)
        if about["coming"]:
            return render(request, "spaces/cancel_visit.html", about)
    number = len(cancel_visit(request.user, found)) if request.method == "POST" else 0
    if number:
        words = ngettext(
            "%(count)s booking is cancelled. The place is free for others.",
            "%(count)s bookings are cancelled. The places are free for others.",
            number,
        )
        messages.success(request, words % {"count": number})
    else:
        messages.info(request, _("Nothing of this visit is left to cancel."))
    return redirect("spaces:visit", uid)


def _called(user: Any, uid: Any) -> Visit:
    """Raises Http404 for one that this reader does not see."""
    found: Visit | None = Visit.objects.visible_to(user).filter(uuid=uid).first()
    if found is None:
        raise Http404
    return found


def _about(request: Any, found: Visit) -> dict[str, Any]:
    rows = found.bookings.select_related("resource__space").order_by("starts_at", "id")
    lines = lines_of(rows)
    space = lines[0].space if lines else None
    return {
        "visit": found,
        "space": space,
        "front": front_of(request, space) if space else None,
        "lines": lines,
        "coming": [one for one in lines if one.can_still_change],
        "can_cancel": can_cancel_visit(request.user, found),
        "is_own": found.member_id == request.user.pk,
    }
