"""The desk of a space: who comes, what waits for an answer, how full it is."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from community.profiles.querysets import shown_names
from community.spaces.cards import today_in
from community.spaces.conflicts import Conflict, conflicts
from community.spaces.desk import (
    bookings_of_day,
    occupancy,
    queue_in,
    waiting_in,
)
from community.spaces.forms import asked_day
from community.spaces.models import Booking, WaitlistEntry
from community.spaces.permissions import (
    can_host_space,
    can_manage_space,
    can_see_occupancy,
)
from community.spaces.views.asking import front_of, space_called
from community.spaces.views.chart import HEIGHT, WIDTH, bars_of
from community.spaces.views.lines import Line, State, lines_of
from community.spaces.views.waits import wait_lines

DAYS, MOST_CONFLICTS = 14, 50


@require_safe
def desk(request: Any, slug: str) -> HttpResponse:
    """`?date=` is the day that is looked at; today unless given."""
    user, space = request.user, space_called(request.user, slug)
    if not can_see_occupancy(user, space):
        raise Http404
    now, today = timezone.now(), today_in(space)
    day = asked_day(request.GET.get("date")) or today
    hosts, manages = can_host_space(user, space), can_manage_space(user, space)
    sees_names = manages or (hosts and day == today)
    coming = bookings_of_day(user, space, day) if sees_names else []
    waiting = waiting_in(space, now) if manages else []
    queue, more_queue = queue_in(space, day, now) if manages else ([], 0)
    broken = conflicts(space, now) if manages else []
    shown = broken[:MOST_CONFLICTS]
    names = _names(user, [*coming, *waiting, *queue, *(one.booking for one in shown)])
    loads = occupancy(space, today, DAYS, now)
    lines = lines_of(coming, names)
    context = {
        "space": space,
        "front": front_of(request, space),
        "today": today,
        "day": day,
        "day_before": day - timedelta(days=1),
        "day_after": day + timedelta(days=1),
        "hosts": hosts,
        "manages": manages,
        "sees_names": sees_names,
        "lines": lines,
        "numbers": _numbers(lines),
        "waiting": lines_of(waiting, names),
        "queue": wait_lines(queue, names),
        "more_queue": more_queue,
        "conflicts": _broken_lines(shown, names, now),
        "conflict_number": len(broken),
        "more_conflicts": len(broken) - len(shown),
        "bars": bars_of(loads),
        "chart": {"width": WIDTH, "height": HEIGHT},
    }
    return render(request, "spaces/desk.html", context)


def _broken_lines(
    shown: list[Conflict], names: dict[int, Any], now: datetime
) -> list[tuple[Line, Conflict]]:
    return [
        (Line(one.booking, now, names.get(one.booking.member_id)), one) for one in shown
    ]


def _names(user: Any, rows: list[Booking | WaitlistEntry]) -> dict[int, Any]:
    people = {one.member_id for one in rows if one.member_id}
    return shown_names(user, people)


def _numbers(lines: list[Line]) -> dict[str, int]:
    """How many bookings there are, are there now, and did not come."""
    states = [one.state for one in lines]
    return {
        "all": len(states),
        "there": states.count(State.CHECKED_IN),
        "missed": states.count(State.NO_SHOW),
    }
