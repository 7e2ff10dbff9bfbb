"""Times as they are sent and told: moments in UTC, and what the clocks of a space show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from cms.core.api.inputs import asked_choice
from cms.core.api.problems import invalid
from community.spaces.calendar import moment_of, utc_minute, wall_minute
from community.spaces.cards import today_in
from community.spaces.models import Space

LONGEST_WINDOW = 366  # days
USUAL_WINDOW = 14
SPACE_CLOCK = "space"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_LONGEST_TEXT = 40
DAY = {"type": "string", "format": "date"}
_EDGE = {"oneOf": [DAY, {"type": "string", "format": "date-time"}]}
TZ = OpenApiParameter(
    "tz",
    str,
    enum=[SPACE_CLOCK],
    description="Times without an offset are those of the clocks of the space.",
)
EDGES = [
    OpenApiParameter("from", _EDGE, description="A day of the space, or a moment."),
    OpenApiParameter("to", _EDGE, description="The last day, or a moment."),
]
WINDOW = [
    OpenApiParameter(
        "from",
        _EDGE,
        description="A day of the space or a moment; today unless given.",
    ),
    OpenApiParameter(
        "to",
        _EDGE,
        description="The last day, or a moment, at most 366 days later; two weeks of"
        " days unless given.",
    ),
    TZ,
]


@extend_schema_field({"type": "string", "format": "date-time"})
class MomentField(serializers.Field):
    """ISO 8601 with an offset, or without one where `tz` says whose clock it is."""

    def to_internal_value(self, data: Any) -> datetime:
        found = moment_in(data) if isinstance(data, str) else None
        if found is None:
            message = _("Give a date and time as 2027-05-01T09:00:00+02:00.")
            raise serializers.ValidationError(message)
        return found

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


@extend_schema_field({"type": "string", "pattern": r"^\d\d:\d\d$"})
class ClockField(serializers.TimeField):
    """Hours and minutes by the clocks of a space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **kwargs)


def moment_in(text: str) -> datetime | None:
    """A date with a time, with or without an offset; None for all else."""
    # (a date alone would be understood as its midnight)
    if len(text) > _LONGEST_TEXT or ":" not in text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def whose_clock() -> str:
    return _("Give the offset of this time, or say that it is the space's: tz=space.")


# Of a booking -----------------------------------------------------------------------------


def told_times(
    starts_at: datetime, ends_at: datetime, zone: ZoneInfo
) -> dict[str, Any]:
    """The same two moments in UTC and by the clocks of the zone."""
    return {
        "starts_at": utc_text(starts_at),
        "ends_at": utc_text(ends_at),
        "local_start": starts_at.astimezone(zone).isoformat(),
        "local_end": ends_at.astimezone(zone).isoformat(),
        "zone": zone.key,
    }


def utc_text(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", "Z")


# A window of the query --------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """From when to when, as it was asked: days of the space, moments, or times of its
    clocks. `last` is a day that belongs to the window, or a moment that ends it."""

    first: date | datetime | None
    last: date | datetime | None

    def between(self, space: Space) -> tuple[datetime, datetime]:
        """In the zone of a space. Raises ValidationError of DRF on `to`."""
        return self.within(space.zone_info, today_in(space))

    def within(self, zone: ZoneInfo, today: date) -> tuple[datetime, datetime]:
        first = today if self.first is None else self.first
        start = begin_of(first, zone)
        last = self.last
        if last is None:
            last = start.astimezone(zone).date() + timedelta(days=USUAL_WINDOW - 1)
        end = end_of(last, zone)
        if end <= start:
            raise invalid("to", _("The end lies before the beginning."))
        # (a year of days may have an hour more, when clocks are moved in it)
        if end - start > LONGEST_WINDOW * _DAY + _HOUR:
            raise invalid("to", _("Ask for at most 366 days."))
        return start, end


def asked_window(request: Request) -> Asked:
    """`from`, `to` and `tz`. Raises ValidationError of DRF on what is no time."""
    is_local = bool(asked_choice(request, "tz", (SPACE_CLOCK,)))
    return Asked(
        asked_edge(request, "from", is_local=is_local),
        asked_edge(request, "to", is_local=is_local),
    )


def asked_edge(
    request: Request, name: str, *, is_local: bool = False
) -> date | datetime | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    found = _read(text)
    if found is None or not 2000 <= found.year <= 2200:
        message = _("Give a date as 2027-05-01 or a time as 2027-05-01T09:00:00Z.")
        raise invalid(name, message)
    if isinstance(found, datetime) and found.tzinfo is None and not is_local:
        raise invalid(name, whose_clock())
    return found


def _read(text: str) -> date | datetime | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return moment_in(text)


def begin_of(one: date | datetime, zone: ZoneInfo) -> datetime:
    """The moment; of a day its first one, of a time that clocks skip the next one."""
    if not isinstance(one, datetime):
        return moment_of(wall_minute(one, 0, zone).minute)
    if one.tzinfo is not None:
        return moment_of(utc_minute(one))
    minutes = one.hour * 60 + one.minute
    return moment_of(wall_minute(one.date(), minutes, zone).minute)


def end_of(one: date | datetime, zone: ZoneInfo) -> datetime:
    """Of a day the first moment after it."""
    return begin_of(one if isinstance(one, datetime) else one + _DAY, zone)
