"""Availability, plans and bookings, measured inside one process; prints JSON.

``python -m bench.seats SECONDS SERVER CASE …`` (SERVER: the first process of PostgreSQL)
prints an object of case and the figures of each repeat. What was booked is taken away.
"""

import itertools
import json
import sys
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import django
import psutil

from bench.houses import MEMBER
from bench.measure import AnswerError

REPEATS = 3
WEEKS, PLANNED = 12, 15  # PLANNED days of a visit
Once = Callable[[], Any]


def main(seconds: float, server: int, names: list[str]) -> None:
    from bench.inside import repeat, statements  # noqa: PLC0415 (needs Django)
    from bench.traces import none_left  # noqa: PLC0415 (as above)

    postgres = psutil.Process(server)
    with none_left():
        cases = {name: CASES[name]() for name in names}
        for once in cases.values():
            once()
        counted = {name: statements(once) for name, once in cases.items()}
        found: dict[str, list[dict[str, float]]] = {name: [] for name in cases}
        for _number in range(REPEATS):
            for name, once in cases.items():
                most = round(100 * seconds) if name == "booking" else 0
                told = repeat(once, postgres, seconds, most)
                # (the floor does not ask through Django)
                found[name].append(told | {"sql": counted[name] or 1})
    json.dump(found, sys.stdout)


def availability() -> Once:
    """Of all resources for ninety days; first it is compared with the floor."""
    from community.spaces.timetable import availability as reckoned  # noqa: PLC0415

    start = _beginning()
    end = start + timedelta(days=90)

    def once() -> dict[int, Any]:
        return reckoned(_resources(), start, end, start)

    if once() != floor_availability()():
        raise AnswerError("Availability and its floor give other segments.")
    return once


def floor_availability() -> Once:
    from bench.seats_floor import floor  # noqa: PLC0415
    from community.spaces.calendar import utc_minute  # noqa: PLC0415
    from community.spaces.timetable import windows_of  # noqa: PLC0415

    start, resources = _beginning(), _resources()
    end = start + timedelta(days=90)
    since, until = utc_minute(start), utc_minute(end)
    windows = windows_of(resources, start.date(), end.date())
    houses = {}
    for one in resources:
        cut = one.terms.windows(windows[one.pk], one.space.zone_info)
        shown = [tuple(w) for w in cut if w.start >= since and w.end <= until]
        houses[one.pk] = (one.seats, one.buffer, shown)
    return floor(houses, start, end)


def space_week() -> Once:
    """Of one space for a week: all spaces and the weeks to come in turn."""
    from community.spaces.models import Space  # noqa: PLC0415
    from community.spaces.timetable import availability as reckoned  # noqa: PLC0415

    begins = _beginning()
    weeks = itertools.cycle(
        (space, begins + timedelta(days=7 * week))
        for week in range(WEEKS)
        for space in Space.objects.order_by("pk")
    )

    def once() -> None:
        space, start = next(weeks)
        resources = _resources(space=space)
        reckoned(resources, start, start + timedelta(days=7), begins)

    return once


def visit_plan() -> Once:
    """Of fifteen days, nine to noon, in a house with all resources: those of the others
    move into the first one, and back afterwards; that is two statements of each time."""
    from django.db import transaction  # noqa: PLC0415

    from community.accounts.models import User  # noqa: PLC0415
    from community.spaces.actions import VisitWish  # noqa: PLC0415
    from community.spaces.models import Resource, Space  # noqa: PLC0415
    from community.spaces.planning import plan_visit  # noqa: PLC0415

    begins = _beginning()
    user = User.objects.get(email=MEMBER)
    house = Space.objects.order_by("pk")[0]
    days = itertools.cycle(range(1, 90 - PLANNED))

    def once() -> None:
        first = begins.date() + timedelta(days=next(days))
        last = first + timedelta(days=PLANNED - 1)
        wish = VisitWish(house, first, last, time(9), time(12), frozenset(range(7)))
        with transaction.atomic():
            Resource.objects.exclude(space=house).update(space=house)
            found = plan_visit(user, wish, now=begins)
            transaction.set_rollback(True)
        if not (found.days or found.gaps):
            raise AnswerError("A plan has neither places nor gaps.")

    return once


def booking() -> Once:
    """An hour in the late afternoon, another place or day each time."""
    from bench.free import free_hours, guests  # noqa: PLC0415
    from community.spaces.actions import book  # noqa: PLC0415

    now = _beginning()
    asks = zip(itertools.cycle(guests(200)), free_hours(now), strict=False)

    def once() -> None:
        member, ask = next(asks)
        if not book(member, ask, now=now).is_new:
            raise AnswerError("A booking is not new.")

    return once


CASES: dict[str, Callable[[], Once]] = {
    "availability_100x90": availability,
    "floor_availability_100x90": floor_availability,
    "space_week": space_week,
    "visit_plan": visit_plan,
    "booking": booking,
}


def _beginning() -> datetime:
    from bench.houses import beginning  # noqa: PLC0415 (needs Django)

    return beginning()


def _resources(**which: Any) -> list[Any]:
    from community.spaces.models import Resource  # noqa: PLC0415 (needs Django)

    rows = Resource.objects.select_related("space").filter(**which)
    return list(rows.order_by("pk"))


if __name__ == "__main__":
    django.setup()
    try:
        main(float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
    except AnswerError as error:
        sys.exit(f"Error: {error}")
