"""Bookings of the demo: a month around today in the three spaces, so that their calendars
have something to say. Nobody is written to.

What strangers have is written as the actions leave it; what belongs to those who can log
in is booked by the actions themselves.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from community.accounts.models import User
from community.spaces.actions import give_role
from community.spaces.calendar import (
    Busy,
    Grain,
    Window,
    free_seat,
    local_of,
    moment_of,
    utc_minute,
)
from community.spaces.models import Booking, Resource, Space
from community.spaces.timetable import windows_of
from home.demo.bookings_own import book_own
from home.demo.bookings_rows import Planned, store
from home.demo.bookings_waiting import wait_there
from home.demo.calendars import load_calendar

BEFORE, AFTER = timedelta(days=9), timedelta(days=21)
FULL_IN = timedelta(days=3)  # the first open day from then on has nothing left
_FULL_SPACE = "peja"
_TAUGHT_IN = "prishtina"
_LOOKS_AFTER = {
    "spaces@example.org": (("prishtina", "manager"), ("prizren", "manager")),
    "host@example.org": (("prishtina", "host"),),
}
_SEED = 2026
_HOUR = 60
# Lengths in hours, and when in the day they like to begin.
_DESK_STAYS = ((8, (0, 1)), (4, (0, 1, 4, 5)), (3, (2, 6)), (2, (1, 7)))
_MEETINGS = ((1, (1, 2, 3, 5, 6)), (1.5, (2, 6)), (2, (1, 5, 8)))
_CALLS = ((0.25, (1, 2, 3, 4, 5, 6, 7)), (0.5, (2, 4, 6, 8)), (1, (3, 7)))
# Monday to Sunday: which part of the seats is asked for.
_LIVELY = (0.45, 0.6, 0.7, 0.6, 0.4, 0.25, 0.15)


@dataclass
class _Diary:
    """A resource while its days are filled."""

    resource: Resource
    windows: list[Window]
    people: list[User]
    chance: random.Random
    now: datetime
    busy: list[Busy] = field(default_factory=list)
    planned: list[Planned] = field(default_factory=list)

    def put(self, start: int, end: int, window: Window) -> bool:
        """Whether it fits into the day and a seat is free."""
        one = self.resource
        if start < window.start or end > window.end:
            return False
        seat = free_seat(self.busy, one.seats, start, end, buffer=one.buffer)
        if seat is None:
            return False
        self.busy.append((start, end, seat))
        who = self.chance.choice(self.people)
        size = 1 if one.is_shared else self.chance.randint(1, one.capacity)
        times = moment_of(start), moment_of(end)
        self.planned.append(Planned(one, who, seat, *times, size))
        return True


def load_bookings() -> int:
    """How many were made; none where there are bookings already."""
    spaces = {one.slug: one for one in Space.objects.all()}
    appoint(spaces)
    people = list(User.objects.filter(email__startswith="demo-").order_by("email"))
    if not people or Booking.objects.exists():
        return 0
    now = timezone.now()
    resources = list(Resource.objects.select_related("space"))
    with transaction.atomic():
        own = book_own(spaces, now)
        if _TAUGHT_IN in spaces:
            load_calendar(spaces[_TAUGHT_IN], now)
        planned = planned_bookings(resources, people, now)
        number = len(own) + store(planned, now)
        full = full_day(resources, now)
        if full and _FULL_SPACE in spaces:
            wait_there(spaces[_FULL_SPACE], full, people, now)
        return number


def appoint(spaces: dict[str, Space]) -> None:
    """Who of those who can log in looks after which space."""
    for email, roles in _LOOKS_AFTER.items():
        user = User.objects.filter(email=email).first()
        for slug, role in roles:
            if user is not None and slug in spaces:
                give_role(user, spaces[slug], role)


def planned_bookings(
    resources: list[Resource], people: list[User], now: datetime
) -> list[Planned]:
    """Always the same ones on the same day; around what is taken already."""
    today = timezone.localdate(now)
    windows = windows_of(resources, today - BEFORE, today + AFTER)
    full = full_day(resources, now, windows)
    found: list[Planned] = []
    for one in resources:
        name = f"{_SEED}/{one.space.slug}/{one.position}"
        chance = random.Random(name)  # noqa: S311 (nothing here is secret)
        diary = _Diary(one, windows[one.pk], people, chance, now, _taken(one))
        for window in diary.windows:
            day = local_of(window.start, one.space.zone_info).date()
            if one.space.slug == _FULL_SPACE and day == full:
                _fill_up(diary, window)
            else:
                _fill(diary, window, day.weekday())
        found += diary.planned
    return found


def _taken(resource: Resource) -> list[Busy]:
    return [
        (utc_minute(one.starts_at), utc_minute(one.ends_at), one.seat)
        for one in resource.allocations.all()
    ]


def full_day(
    resources: list[Resource],
    now: datetime,
    windows: dict[int, list[Window]] | None = None,
) -> date | None:
    """The first day from then on on which everything there is open, so that all of it
    can be full."""
    today = timezone.localdate(now)
    windows = windows or windows_of(resources, today - BEFORE, today + AFTER)
    there = [one for one in resources if one.space.slug == _FULL_SPACE]
    days = [
        {local_of(w.start, one.space.zone_info).date() for w in windows[one.pk]}
        for one in there
    ]
    common = set.intersection(*days) if days else set()
    first = today + FULL_IN
    return min((day for day in common if day >= first), default=None)


def _fill(diary: _Diary, window: Window, weekday: int) -> None:
    one, chance = diary.resource, diary.chance
    lively = _LIVELY[weekday]
    if one.granularity != Grain.MINUTES:
        _fill_units(diary, window, lively)
        return
    if one.kind == Resource.Kind.EVENT_AREA:
        stays, number = ((3, (2, 8)), (4, (1,))), int(chance.random() < 0.3)
    elif one.is_shared:
        stays, number = (
            _DESK_STAYS,
            round(one.seats * lively * chance.uniform(0.7, 1.4)),
        )
    elif one.longest <= _HOUR:
        stays, number = _CALLS, round(8 * lively)
    else:
        stays, number = _MEETINGS, round(5 * lively * chance.uniform(0.5, 1.5))
    for _one in range(number):
        hours, starts = chance.choice(stays)
        start = window.start + chance.choice(starts) * _HOUR
        length = min(int(hours * _HOUR), one.longest)
        diary.put(start, start + length, window)


def _fill_units(diary: _Diary, window: Window, lively: float) -> None:
    one = diary.resource
    for unit in one.terms.windows([window], one.space.zone_info):
        if diary.chance.random() < lively:
            diary.put(unit.start, unit.end, window)


def _fill_up(diary: _Diary, window: Window) -> None:
    """Every seat, until nothing is left that is long enough to be let."""
    one = diary.resource
    if one.granularity != Grain.MINUTES:
        _fill_units(diary, window, 1)
        return
    at = window.start
    while window.end - at >= one.shortest:
        end = min(at + one.longest, window.end)
        for _seat in range(one.seats):
            diary.put(at, end, window)
        at = end + -(-one.buffer // one.step) * one.step
