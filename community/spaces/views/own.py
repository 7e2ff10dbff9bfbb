"""A member's own bookings, and one of them."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.core.cards import paging_of
from cms.core.paging import page_of
from community.profiles.querysets import shown_names
from community.spaces.entries import own_entry, place_of, stay_of
from community.spaces.ics import Calendar, write
from community.spaces.models import Booking, WaitlistEntry
from community.spaces.permissions import (
    can_cancel_booking,
    can_change_booking,
    can_check_in,
    can_decide_booking,
    can_host_space,
    can_mark_no_show,
    can_see_occupancy,
)
from community.spaces.querysets import LIVE
from community.spaces.views.asking import booking_called, front_of
from community.spaces.views.lines import Line, State, by_day, lines_of
from community.spaces.views.waits import WaitLine, own_waits

MOST, PAGE = 300, 25
CALENDAR = "text/calendar; charset=utf-8"


def _own(user: Any) -> Any:
    rows = Booking.objects.filter(member=user)
    return rows.select_related("resource__space", "visit")


@require_safe
def mine(request: Any) -> HttpResponse:
    """What is to come, by day."""
    now = timezone.now()
    coming = _own(request.user).live().upcoming(now).order_by("starts_at", "id")
    lines = [one for one in lines_of(coming[:MOST]) if one.state in LIVE]
    context = {
        "days": by_day(lines),
        "waits": own_waits(request.user, now),
        "left": _left(request),
        "has_past": _past(request.user, now).exists(),
    }
    return render(request, "spaces/mine.html", context)


def _left(request: Any) -> WaitLine | None:
    """What one has left the waiting list for a moment ago, to be taken back."""
    try:
        uid = UUID(request.GET.get("left", ""))
    except ValueError:
        return None
    rows = WaitlistEntry.objects.filter(member=request.user, uuid=uid)
    rows = rows.filter(state=WaitlistEntry.State.LEFT, starts_at__gt=timezone.now())
    found = rows.select_related("resource__space").first()
    return WaitLine(found) if found else None


@require_safe
def past(request: Any) -> HttpResponse:
    """What is over or did not take place, the latest first."""
    rows = _past(request.user, timezone.now())
    try:
        page = page_of(rows, ("-starts_at", "-id"), request.GET.get("cursor", ""), PAGE)
    except ValidationError as wrong:
        raise Http404 from wrong
    context = {
        "days": by_day(lines_of(page.rows)),
        "paging": paging_of(page, request.GET),
    }
    return render(request, "spaces/past.html", context)


def _past(user: Any, now: Any) -> Any:
    return _own(user).filter(Q(ends_at__lte=now) | ~Q(state__in=LIVE))


@require_safe
def booking(request: Any, uid: Any) -> HttpResponse:
    """One booking: what, where, when, what happened to it, and what can be done."""
    found = booking_called(request.user, uid)
    events = list(found.events.all())
    people = [found.member_id, *(one.by_id for one in events)]
    names = shown_names(request.user, [one for one in people if one])
    line = Line(found, timezone.now(), names.get(found.member_id))
    context = {
        "line": line,
        "booking": found,
        "space": line.space,
        "front": front_of(request, line.space),
        "is_own": found.member_id == request.user.pk,
        "has_waited": WaitlistEntry.objects.filter(booking=found).exists(),
        "events": [(one, names.get(one.by_id)) for one in events],
        "can": abilities(request.user, line),
    }
    return render(request, "spaces/booking.html", context)


@require_safe
def calendar_file(request: Any, uid: Any) -> HttpResponse:
    """One booking for a calendar program, as the mail about it has it."""
    found = booking_called(request.user, uid)
    entry = own_entry(stay_of(found), place_of(found.resource))
    response = HttpResponse(write([entry], Calendar()), content_type=CALENDAR)
    response.headers["Content-Disposition"] = 'attachment; filename="booking.ics"'
    return response


def abilities(user: Any, line: Line) -> set[str]:
    """What this reader can do with it now; the actions have the last word."""
    found, booking = set(), line.booking
    if line.can_still_change and can_cancel_booking(user, booking):
        found.add("cancel")
    if line.can_still_change and can_change_booking(user, booking):
        found.add("move")
    if line.state == State.REQUESTED and can_decide_booking(user, booking):
        found.add("decide")
    asks_guest = line.resource.needs_check_in or can_host_space(user, line.space)
    if line.awaits_guest and asks_guest and can_check_in(user, booking):
        found.add("check-in")
    if line.is_there and can_check_in(user, booking):
        found.add("check-out")
    if line.has_begun and can_mark_no_show(user, booking):
        found.add("no-show")
    if can_see_occupancy(user, line.space):
        found.add("desk")
    return found
