"""What those who look after a space look at: who comes, what waits for an answer, how full
it is, and which bookings lie where it is closed by now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from community.spaces.calendar import (
    Busy,
    Window,
    joined,
    moment_of,
    wall_minute,
)
from community.spaces.models import Booking, Space, WaitlistEntry
from community.spaces.querysets import LIVE, busy_between
from community.spaces.timetable import windows_of

_DAY = timedelta(days=1)
_MINUTES = 24 * 60
MOST = 500  # bookings on a screen
MOST_QUEUE = 50  # entries of the waiting list
CAME = (*LIVE, "completed", "no_show")


@dataclass(frozen=True)
class DayLoad:
    """Minutes of seats that can be had on a day, and how many of them are taken."""

    day: date
    open: int
    taken: int

    @property
    def percent(self) -> int:
        return round(100 * self.taken / self.open) if self.open else 0

    @property
    def is_closed(self) -> bool:
        return not self.open

    @property
    def open_hours(self) -> int:
        return round(self.open / 60)

    @property
    def taken_hours(self) -> int:
        return round(self.taken / 60)


def bookings_of_day(user: Any, space: Space, day: date) -> list[Booking]:
    """Who comes, as far as this reader may know: all of the day for a manager, for a host
    that of today; in order of time, at most `MOST`."""
    start = moment_of(wall_minute(day, 0, space.zone_info).minute)
    end = moment_of(wall_minute(day, _MINUTES, space.zone_info).minute)
    rows = Booking.objects.visible_to(user).overlapping(start, end)
    here = rows.filter(resource__space=space, state__in=CAME)
    return list(_told(here)[:MOST])


def _told(rows: Any) -> Any:
    return rows.select_related("resource__space", "visit").order_by(
        "starts_at", "resource__position", "id"
    )


def waiting_in(space: Space, now: datetime) -> list[Booking]:
    """Requests that hold a seat until somebody answers; the most urgent first."""
    rows = Booking.objects.filter(
        resource__space=space, state=Booking.State.REQUESTED, ends_at__gt=now
    ).exclude(hold_expires_at__lte=now)
    return list(_told(rows).order_by("hold_expires_at", "id")[:MOST])


def queue_in(space: Space, day: date, now: datetime) -> tuple[list[WaitlistEntry], int]:
    """The waiting list from a day on, and how many more there are than are listed."""
    start = moment_of(wall_minute(day, 0, space.zone_info).minute)
    rows = WaitlistEntry.objects.waiting(now).filter(resource__space=space)
    rows = rows.filter(ends_at__gt=start)
    told = rows.select_related("resource__space").order_by("starts_at", "created_at")
    found = list(told[: MOST_QUEUE + 1])
    more = rows.count() - MOST_QUEUE if len(found) > MOST_QUEUE else 0
    return found[:MOST_QUEUE], more


# How full it is ------------------------------------------------------------------------


def occupancy(space: Space, first: date, days: int, now: datetime) -> list[DayLoad]:
    """Each day from the first; numbers without names. Three statements."""
    last = first + timedelta(days=days - 1)
    resources = list(
        space.resources.active_between(first, last).select_related("space")
    )
    edges = [
        wall_minute(first + timedelta(days=n), 0, space.zone_info).minute
        for n in range(days + 1)
    ]
    opening = windows_of(resources, first - _DAY, last) if resources else {}
    start, end = moment_of(edges[0]), moment_of(edges[-1])
    busy = busy_between(opening, start, end, now)
    can_be_had, taken = [0] * days, [0] * days
    for one in resources:
        windows = joined(opening[one.pk])
        _add(can_be_had, _cut(windows, edges), one.seats)
        for spans in _by_seat(busy[one.pk], one.seats).values():
            _add(taken, _cut(_common(windows, spans), edges), 1)
    return [
        DayLoad(first + timedelta(days=n), can_be_had[n], taken[n]) for n in range(days)
    ]


def _by_seat(busy: Iterable[Busy], seats: int) -> dict[int, list[Window]]:
    found: dict[int, list[Window]] = defaultdict(list)
    for start, end, seat in sorted(busy):
        if seat < seats:
            found[seat].append(Window(start, end))
    return found


def _common(ones: Sequence[Window], others: Sequence[Window]) -> list[Window]:
    """Where both are; each in order and apart."""
    found, at = [], 0
    for start, end in ones:
        while at < len(others) and others[at].end <= start:
            at += 1
        here = at
        while here < len(others) and others[here].start < end:
            other = others[here]
            found.append(Window(max(start, other.start), min(end, other.end)))
            here += 1
    return found


def _cut(windows: Iterable[Window], edges: Sequence[int]) -> list[int]:
    """Minutes of the windows in each day, whose midnights the edges are."""
    found = [0] * (len(edges) - 1)
    for start, end in windows:
        for number, (since, until) in enumerate(pairwise(edges)):
            found[number] += max(0, min(end, until) - max(start, since))
    return found


def _add(numbers: list[int], more: Sequence[int], times: int) -> None:
    for number, value in enumerate(more):
        numbers[number] += value * times
