"""What is free, beside a form: on the day that is asked for, and instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from community.spaces.actions import FreeChoice
from community.spaces.calendar import local_of, moment_of, wall_minute
from community.spaces.forms import filled_with
from community.spaces.models import Resource
from community.spaces.timetable import availability
from community.spaces.views.lines import hours_of

_DAY = 24 * 60


@dataclass(frozen=True)
class Offered:
    """A time that is free, in words and as the fields that ask for it."""

    resource: Resource
    day: date
    hours: str
    fields: dict[str, str]


@dataclass(frozen=True)
class FreeTime:
    """From a time to a time this many seats are free."""

    hours: str
    number: int


@dataclass(frozen=True)
class FreeDay:
    day: date
    times: list[FreeTime]


def choices_of(choices: Iterable[FreeChoice], cleaned: dict[str, Any]) -> list[Offered]:
    """What is free instead, with all else as it was asked for."""
    found = []
    for one in choices:
        fields = filled_with(one.resource, one.starts_at, one.ends_at)
        if fields is None:
            continue
        zone = one.resource.space.zone_info
        start = one.starts_at.astimezone(zone)
        hours = hours_of(start, one.ends_at.astimezone(zone))
        kept = {
            name: cleaned.get(name) for name in ("people", "note", "key", "version")
        }
        member = cleaned.get("member")
        kept["member"] = member.email if member else None
        asked = {"resource": one.resource.pk, **fields, **kept}
        texts = {name: _text(value) for name, value in asked.items() if value}
        found.append(Offered(one.resource, start.date(), hours, texts))
    return found


def _text(value: Any) -> str:
    is_time = hasattr(value, "hour")
    return f"{value:%H:%M}" if is_time else str(value)


def free_on(resource: Resource, day: date) -> FreeDay:
    """When seats are free on a day of the space; three statements. Nothing on a day that
    no calendar knows."""
    zone, now = resource.space.zone_info, timezone.now()
    if abs((day - now.date()).days) > resource.horizon_days + 2:
        return FreeDay(day, [])
    start = wall_minute(day, 0, zone).minute
    end = wall_minute(day, _DAY, zone).minute
    found = availability([resource], moment_of(start), moment_of(end + _DAY), now)
    times = [
        FreeTime(hours_of(local_of(since, zone), local_of(until, zone)), number)
        for since, until, number in found[resource.pk]
        if number and start <= since < end
    ]
    return FreeDay(day, times)
