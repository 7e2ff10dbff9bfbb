"""Spaces for the benchmark: five with a hundred resources, members, and who was where.

``python -m bench.houses SIZE WINDOW`` writes SIZE bookings, WINDOW of them in the ninety
days that begin with the day of the filling; the others lie in the three years before.
"""

import sys
from datetime import UTC, date, datetime, time
from typing import Any

import django
from django.db import connection

MEMBERS, FEW = 2_000, 60
MEMBER = "bench-member@example.org"
SECRET = "benchmark" * 4
SPACES, RESOURCES = 5, 20  # RESOURCES of each
IN_WINDOW = 10_000
DAYS = 90
# Before anything opens, summer and winter, so that no window is cut by the hour.
STARTS = time(4)
SATURDAYS = "DTSTART:20240106T000000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"
LATE = "DTSTART:20240126T000000\nRRULE:FREQ=MONTHLY;BYDAY=-1FR"
STOCKTAKING = "DTSTART:20240801T000000\nRRULE:FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1"


def fill(size: int, window: int) -> None:
    """Write the spaces and `size` bookings, `window` of them still to come."""
    from bench.people import fill as fill_people  # noqa: PLC0415 (needs Django)
    from bench.stays import taken, write  # noqa: PLC0415 (needs Django)

    fill_people(MEMBERS if size >= IN_WINDOW else FEW)
    resources = [one for n in range(SPACES) for one in _space(n)]
    _page(resources[0].space)
    _address_of_feed()
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout TO 0")
        cursor.execute("SET synchronous_commit TO off")
        write(cursor, taken(resources, beginning(), size, window), beginning())
        cursor.execute("ANALYZE")


def beginning() -> datetime:
    """When the ninety days begin: early on the day on which the spaces were made."""
    from community.spaces.models import Space  # noqa: PLC0415 (needs Django)

    made = Space.objects.order_by("pk").values_list("created_at", flat=True)[0]
    return datetime.combine(made.astimezone(UTC).date(), STARTS, UTC)


# Spaces ------------------------------------------------------------------------------------


def _space(number: int) -> list[Any]:
    from community.spaces.actions import import_holidays  # noqa: PLC0415
    from community.spaces.models import DayException, OpeningRule, Space  # noqa: PLC0415

    slug = f"house-{number}"
    space = Space.objects.create(
        **_names(f"House {number}"),
        slug=slug,
        address=f"Rr. Nëna Terezë {number + 1}",
        city="Prishtinë",
        zone="Europe/Zurich" if number == SPACES - 1 else "Europe/Belgrade",
        position=number,
    )
    week = {"weekdays": list(range(5)), "opens": time(8), "closes": time(18)}
    OpeningRule.objects.create(space=space, **week)
    OpeningRule.objects.create(
        space=space, dates=SATURDAYS, opens=time(10), closes=time(14)
    )
    DayException.objects.create(
        space=space,
        first=date(2024, 8, 1),
        last=date(2024, 8, 2),
        dates=STOCKTAKING,
        label_en="Stocktaking",
    )
    import_holidays(space)
    return [_resource(space, place) for place in range(RESOURCES)]


# By place in a space: kind, seats let one by one, and other terms.
_KINDS: list[tuple[str, int, dict[str, Any]]] = [
    *[("hot_desks", 12, {"is_shared": True, "needs_check_in": n == 0}) for n in range(2)],
    *[("desk", 1, {"granularity": "half_day" if n < 2 else "minutes"}) for n in range(10)],
    *[("room", 8, {"buffer": 30 if n < 3 else 0, "needs_approval": n == 5}) for n in range(6)],
    *[("event_area", 60, {"granularity": "day"}) for _n in range(2)],
]  # fmt: skip


def _resource(space: Any, place: int) -> Any:
    from community.spaces.models import OpeningRule, Resource  # noqa: PLC0415

    kind, capacity, terms = _KINDS[place]
    found = Resource.objects.create(
        space=space,
        kind=kind,
        capacity=capacity,
        position=place,
        horizon_days=DAYS,
        **_names(f"{kind} {place}".replace("_", " ").title()),
        **terms,
    )
    if place % 5 == 4:
        own = {"resource": found, "closes": time(20)}
        OpeningRule.objects.create(weekdays=list(range(5)), opens=time(7), **own)
    if place % 10 == 9:
        late = {"opens": time(20), "closes": time(22)}
        OpeningRule.objects.create(resource=found, dates=LATE, **late)
    return found


def _page(space: Any) -> None:
    """A page of the space in English, in a tree that is made where there is none."""
    from wagtail.models import Page  # noqa: PLC0415

    from community.spaces.models import SpaceIndexPage, SpacePage  # noqa: PLC0415
    from home.actions import found_site  # noqa: PLC0415

    home = found_site()["en"]
    told = {"locale": home.locale, "lead": "In the middle of the city."}
    index = SpaceIndexPage(title="Spaces", slug="spaces", **told)
    Page.objects.get(pk=home.pk).add_child(instance=index)
    page = SpacePage(title=space.name_en, slug=space.slug, space=space, **told)
    Page.objects.get(pk=index.pk).add_child(instance=page)


def _address_of_feed() -> None:
    """The secret by which the member who asks reads their bookings."""
    from community.accounts.models import User  # noqa: PLC0415
    from community.spaces.models import FeedToken  # noqa: PLC0415
    from community.spaces.querysets import digest_of  # noqa: PLC0415

    member = User.objects.get(email=MEMBER)
    FeedToken.objects.create(user=member, digest=digest_of(SECRET))


def _names(name: str) -> dict[str, str]:
    return {f"name_{code}": name for code in ("sq", "en", "de")}


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
