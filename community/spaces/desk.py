"""What those who look after a space look at: who comes, what waits for an answer, how full
it is, and which bookings lie where it is closed by now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q

from community.spaces.calendar import (
    Busy,
    Window,
    fits,
    joined,
    moment_of,
    utc_minute,
    wall_minute,
)
from community.spaces.models import Block, Booking, Space
from community.spaces.querysets import LIVE, busy_between
from community.spaces.timetable import windows_of

_DAY = timedelta(days=1)
_MINUTES = 24 * 60
MOST = 500  # bookings on a screen
MOST_LOOKED_AT = 5000  # bookings to come
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


@dataclass(frozen=True)
class Conflict:
    """A booking that cannot be kept as it is. `why`: 'closed' or 'blocked'."""

    booking: Booking
    why: str
    reason: str = ""


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


# How full it is ------------------------------------------------------------------------


def occupancy(space: Space, first: date, days: int, now: datetime) -> list[DayLoad]:
    """Each day from the first; numbers without names. Four statements."""
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


# What cannot be kept -------------------------------------------------------------------


def conflicts(space: Space, now: datetime) -> list[Conflict]:
    """Bookings to come at a time when the space or the resource is closed by now, is not
    let any more, or has been blocked; in order of time. Five statements."""
    rows = Booking.objects.filter(resource__space=space).live().upcoming(now)
    coming = list(
        _told(rows.exclude(state="requested", hold_expires_at__lte=now))[
            :MOST_LOOKED_AT
        ]
    )
    if not coming:
        return []
    blocked = _blocks(space, coming)
    resources = {one.resource.pk: one.resource for one in coming}
    last = max(one.ends_at for one in coming).date() + _DAY
    first = min(one.starts_at for one in coming).date() - 2 * _DAY
    opening = windows_of(list(resources.values()), first, last)
    open_now = {pk: joined(windows) for pk, windows in opening.items()}
    found = []
    for one in coming:
        if not _is_open(open_now[one.resource.pk], one):
            found.append(Conflict(one, "closed"))
        elif block := _block_over(blocked[one.resource.pk], one):
            found.append(Conflict(one, "blocked", block.reason))
    return found


def _is_open(windows: Sequence[Window], booking: Booking) -> bool:
    return fits(windows, utc_minute(booking.starts_at), utc_minute(booking.ends_at))


def _blocks(space: Space, coming: Sequence[Booking]) -> dict[int, list[Block]]:
    """Of the time of these bookings, by number of the resource."""
    found: dict[int, list[Block]] = defaultdict(list)
    rows = Block.objects.filter(
        Q(resource__space=space),
        ends_at__gt=coming[0].starts_at,
        starts_at__lt=max(one.ends_at for one in coming),
    )
    # (a resource let by the seat has room beside a block: only one that is let at once
    # cannot hold both)
    for block in rows.filter(Q(resource__is_shared=False)).order_by("starts_at"):
        found[block.resource_id].append(block)
    return found


def _block_over(blocks: Iterable[Block], booking: Booking) -> Block | None:
    for one in blocks:
        if one.starts_at < booking.ends_at and one.ends_at > booking.starts_at:
            return one
    return None
