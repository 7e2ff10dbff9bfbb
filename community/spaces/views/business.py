"""A space as search engines read it: schema.org, from the hours of the coming weeks."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from community.spaces.models import Space
from community.spaces.timetable import OpenDay

_SCHEMA = "https://schema.org/"
_WEEKDAYS = (
    *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
_COUNTRY = "XK"
_KOSOVO = "Europe/Belgrade"  # (its zone in tzdata)

Hours = tuple[tuple[str, str], ...]


def business_of(space: Space, days: Sequence[OpenDay]) -> dict[str, Any]:
    """{address, geo, hours}: what is usual on each weekday of these days, then those that
    are otherwise, each by its date (a closed one opens and closes at midnight)."""
    usual = _usual(days)
    weekdays: dict[tuple[str, str], list[str]] = {}
    for weekday, told in sorted(usual.items()):
        for times in told:
            weekdays.setdefault(times, []).append(f"{_SCHEMA}{_WEEKDAYS[weekday]}")
    hours = [
        _opening(dayOfWeek=named, opens=opens, closes=closes)
        for (opens, closes), named in weekdays.items()
    ]
    for one in days:
        told = _hours(one)
        if told != usual[one.day.weekday()]:
            hours += [
                _opening(
                    validFrom=one.day, validThrough=one.day, opens=opens, closes=closes
                )
                for opens, closes in told or (("00:00", "00:00"),)
            ]
    return {"address": _address(space), "geo": _geo(space), "hours": hours}


def _usual(days: Sequence[OpenDay]) -> dict[int, Hours]:
    """By weekday the hours that it has most often, days with a reason left out."""
    seen: dict[int, Counter[Hours]] = {n: Counter() for n in range(len(_WEEKDAYS))}
    for one in days:
        if not one.label:
            seen[one.day.weekday()][_hours(one)] += 1
    return {n: told.most_common(1)[0][0] if told else () for n, told in seen.items()}


def _hours(one: OpenDay) -> Hours:
    return tuple((f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in one.hours)


def _opening(**values: Any) -> dict[str, Any]:
    return {"@type": "OpeningHoursSpecification", **values}


def _address(space: Space) -> dict[str, Any]:
    found = {
        "@type": "PostalAddress",
        "streetAddress": space.address,
        "addressLocality": space.city,
    }
    return {**found, "addressCountry": _COUNTRY} if space.zone == _KOSOVO else found


def _geo(space: Space) -> dict[str, Any] | None:
    if space.latitude is None or space.longitude is None:
        return None
    return {
        "@type": "GeoCoordinates",
        "latitude": float(space.latitude),
        "longitude": float(space.longitude),
    }
