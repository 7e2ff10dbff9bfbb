"""Between local wall time and UTC, also on the two days when clocks are moved.

A wall time that clocks skip does not exist: it becomes the first moment after the gap.
One that comes twice means the earlier. (Python's `fold`: PEP 495.)
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

DAY = 24 * 60  # minutes
_EPOCH = date(1970, 1, 1).toordinal()
_SECONDS = 60


class Wall(NamedTuple):
    """What a wall time is in UTC, and whether there was any doubt."""

    minute: int
    kind: Literal["plain", "gap", "doubled"]


def utc_minute(moment: datetime) -> int:
    """Whole minutes since 1970, rounded down. The moment must know its zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone is none.")
    return int(moment.timestamp() // _SECONDS)


def moment_of(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * _SECONDS, UTC)


def local_of(minute: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(minute * _SECONDS, zone)


def wall_minute(day: date, minutes: int, zone: ZoneInfo) -> Wall:
    """`minutes` after midnight by the clock on the wall; 24 h and more is the next day."""
    later, rest = divmod(minutes, DAY)
    hour, minute = divmod(rest, 60)
    naive = datetime.combine(day, datetime.min.time()) + timedelta(days=later)
    wall = naive.replace(hour=hour, minute=minute, tzinfo=zone)
    first, second = _offset(wall), _offset(wall.replace(fold=1))
    plain = (naive.toordinal() - _EPOCH) * DAY + rest
    if first == second:
        return Wall(plain - first, "plain")
    if first > second:
        return Wall(plain - first, "doubled")
    return Wall(_transition(plain - second, plain - first, second, zone), "gap")


def _offset(wall: datetime) -> int:
    offset = wall.utcoffset()
    return int(offset.total_seconds() // _SECONDS) if offset is not None else 0


def _transition(low: int, high: int, after: int, zone: ZoneInfo) -> int:
    """The first minute in (low, high] at which the zone has the offset `after`."""
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(local_of(middle, zone)) == after:
            high = middle
        else:
            low = middle
    return high


@lru_cache(maxsize=4096)
def midnight(day: int, zone: ZoneInfo) -> tuple[int, bool]:
    """Of the date with this ordinal: its first minute in UTC, and whether a clock tells
    the minutes that have passed since (on this day and the next)."""
    here = date.fromordinal(day)
    start = wall_minute(here, 0, zone)
    end = wall_minute(here, 2 * DAY, zone)
    return start.minute, end.minute - start.minute == 2 * DAY
