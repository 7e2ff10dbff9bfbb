"""Places that nobody has in the data of `bench.houses`, and members who take them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bench.houses import DAYS
from community.accounts.models import User
from community.spaces.actions import Ask
from community.spaces.calendar import Window, moment_of
from community.spaces.models import Resource
from community.spaces.timetable import windows_of

# Stays end eight hours after the opening at the latest; half an hour may be kept free.
FREE_AFTER, FREE_FOR = 8 * 60 + 30, 60
SEATS = 12  # of the hot desks


def guests(number: int) -> list[User]:
    """Members without a special role, the same in each run."""
    rows = User.objects.filter(profile__slug__startswith="p0").order_by("pk")
    return list(rows[:number])


def free_hours(now: datetime) -> Iterator[Ask]:
    """An hour in the late afternoon of every resource let by the minute, day by day."""
    resources = [one for one in _resources() if not one.terms.is_whole]
    windows = _windows(resources, now)
    for n in range(max(map(len, windows.values()))):
        for one in resources:
            if n < len(windows[one.pk]):
                yield _late(one, windows[one.pk][n])


def free_hours_of_many(now: datetime) -> Iterator[Ask]:
    """An hour of the first resource with twelve seats, day by day."""
    one = next(one for one in _resources() if one.seats == SEATS)
    for window in _windows([one], now)[one.pk]:
        yield _late(one, window)


def _windows(resources: list[Resource], now: datetime) -> dict[int, list[Window]]:
    first = (now + timedelta(days=1)).date()
    found = windows_of(resources, first, (now + timedelta(days=DAYS - 1)).date())
    most = FREE_AFTER + FREE_FOR
    return {
        pk: [one for one in some if one.end - one.start >= most]
        for pk, some in found.items()
    }


def _late(resource: Resource, window: Window) -> Ask:
    start = window.start + FREE_AFTER
    return Ask(resource, moment_of(start), moment_of(start + FREE_FOR))


def _resources() -> list[Resource]:
    rows = Resource.objects.select_related("space")
    return list(rows.order_by("position", "pk"))
