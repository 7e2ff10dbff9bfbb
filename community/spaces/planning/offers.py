"""What a space could offer to a guest, as the numbers that the calendar reckons with."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from community.spaces.actions import VisitWish
from community.spaces.calendar import (
    Asked,
    Busy,
    Offer,
    Window,
    asked_days,
    moment_of,
    utc_minute,
)
from community.spaces.calendar.segments import NEVER
from community.spaces.models import Resource
from community.spaces.models.hours import minutes_of
from community.spaces.querysets import busy_between
from community.spaces.timetable import windows_of

_DAY = 24 * 60
_ONE = timedelta(days=1)
# A guest works at a desk; an event area is planned with only when it is asked for.
_RANKS = {
    Resource.Kind.DESK.value: 0,
    Resource.Kind.HOT_DESKS.value: 0,
    Resource.Kind.ROOM.value: 1,
}


def wanted_of(wish: VisitWish, only: int | None = None) -> dict[int, Resource]:
    """By number what is of the kinds and large enough. One statement."""
    rows = wish.space.resources.active_between(wish.first, wish.last).filter(
        kind__in=wish.kinds or _RANKS, capacity__gte=wish.party_size
    )
    if only is not None:
        rows = rows.filter(pk=only)
    found = {}
    for row in rows.order_by("position", "pk"):
        row.space = wish.space  # (the terms read it)
        found[row.pk] = row
    return found


def asked_of(wish: VisitWish, resources: dict[int, Resource]) -> list[Asked]:
    """The hours of the days, wide enough to stand on the finest grid that there is."""
    opens, closes = _hours(wish.opens, wish.closes)
    steps = [row.step for row in resources.values() if not row.terms.is_whole]
    step = min(steps, default=1)
    opens, closes = opens // step * step, -(-closes // step) * step
    zone = wish.space.zone_info
    return asked_days(wish.first, wish.last, opens, closes, zone, wish.weekdays)


def offers_of(
    wish: VisitWish,
    resources: dict[int, Resource],
    days: Sequence[Asked],
    now: datetime,
) -> list[Offer]:
    """In the order in which a guest would have them. Two statements."""
    rows = [row for row in resources.values() if _is_on_grid(row, days[0])]
    if not rows:
        return []
    first, last = days[0].day - _ONE, days[-1].day + _ONE
    opened = windows_of(rows, first, last)  # (one may begin the evening before)
    wide = _ONE + timedelta(minutes=max(row.buffer for row in rows))
    start, end = moment_of(days[0].start), moment_of(days[-1].end)
    busy = busy_between(resources, start - wide, end + wide, now)
    offers = _offers(wish, rows, opened, busy, utc_minute(now))
    return sorted(offers, key=lambda one: _order(wish, resources[one.key]))


def _offers(
    wish: VisitWish,
    rows: Sequence[Resource],
    opened: dict[int, list[Window]],
    busy: dict[int, list[Busy]],
    moment: int,
) -> Iterator[Offer]:
    zone = wish.space.zone_info
    known: dict[tuple[int, str], list[Window]] = {}
    for row in rows:
        terms = row.terms
        key = (id(opened[row.pk]), terms.grain)
        if key not in known:
            known[key] = terms.windows(opened[row.pk], zone)
        earliest, latest = terms.bounds(moment)
        yield Offer(
            row.pk,
            row.seats,
            known[key],
            busy[row.pk],
            earliest=earliest,
            latest=latest,
            shortest=0 if terms.is_whole else terms.shortest,
            longest=NEVER if terms.is_whole else terms.longest,
            buffer=terms.buffer,
            whole=terms.is_whole,
            as_one=not row.is_shared,
            rank=_rank(wish, row),
        )


def _hours(opens: time, closes: time) -> tuple[int, int]:
    start, end = minutes_of(opens), minutes_of(closes)
    return start, end if end > start else end + _DAY


def _is_on_grid(row: Resource, asked: Asked) -> bool:
    """Steps divide the hour, and one day's clocks stand for all others."""
    if row.terms.is_whole:
        return True
    zone = row.space.zone_info
    step, phase = row.terms.grid(asked.start, zone)
    return not any((one + phase) % step for one in (asked.start, asked.end))


def _rank(wish: VisitWish, row: Resource) -> int:
    """Where kinds are chosen each of them is as welcome as the others."""
    kind = 0 if wish.kinds else _RANKS[row.kind]
    return 2 * kind + int(row.needs_approval)


def _order(wish: VisitWish, row: Resource) -> tuple[int, int, int, int]:
    return _rank(wish, row), int(row.capacity > 1), row.position, row.pk
