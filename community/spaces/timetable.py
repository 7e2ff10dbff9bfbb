"""Hours and free seats of real spaces: what the tables say, given to the calendar."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from community.spaces.calendar import (
    Busy,
    Segment,
    Window,
    days_of,
    local_of,
    opening_windows,
    segments,
    utc_minute,
    wall_minute,
    windows_by_resource,
)
from community.spaces.models import DayException, Resource, Space
from community.spaces.querysets import busy_between
from community.spaces.rules import books_of

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OpenDay:
    """A date, its hours by the clocks of the space, and why it is otherwise than usual."""

    day: date
    hours: tuple[tuple[datetime, datetime], ...]
    label: str = ""
    is_estimated: bool = False

    @property
    def is_closed(self) -> bool:
        return not self.hours


def windows_of(
    resources: Sequence[Resource], first: date, last: date
) -> dict[int, list[Window]]:
    """By number of the resource when it is open on the days from first to last, local
    ones. One statement, whatever their number; the resources with their spaces. Lists may
    be shared, and are not to be changed."""
    books = books_of({one.space_id for one in resources}, first, last)
    found: dict[int, list[Window]] = {}
    for space, some in _by_space(resources).items():
        book = books[space.pk]
        own = {
            one.pk: (book.own_rules[one.pk], book.own_changes[one.pk]) for one in some
        }
        found |= windows_by_resource(
            first, last, space.zone_info, book.rules, book.changes, own
        )
        for one in some:
            if one.active_from or one.active_until:
                found[one.pk] = _while_active(one, found[one.pk])
    return found


def space_windows(space: Space, first: date, last: date) -> list[Window]:
    """When the space itself is open on the days from first to last."""
    book = books_of({space.pk}, first, last)[space.pk]
    return opening_windows(first, last, space.zone_info, book.rules, book.changes)


def open_days(
    space: Space, first: date, last: date, told: dict[int, DayException] | None = None
) -> list[OpenDay]:
    """Every day from first to last; two statements, one less with what is `told` of the
    days (`told_of` under None)."""
    zone = space.zone_info
    hours: dict[date, list[tuple[datetime, datetime]]] = defaultdict(list)
    for start, end in space_windows(space, first, last):
        begins = local_of(start, zone)
        hours[begins.date()].append((begins, local_of(end, zone)))
    told = told_of(space, first, last)[None] if told is None else told
    days = []
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        why = told.get(number)
        label, is_estimated = (why.label, why.is_estimated) if why else ("", False)
        days.append(OpenDay(day, tuple(hours[day]), label, is_estimated))
    return days


def told_of(
    space: Space, first: date, last: date
) -> dict[int | None, dict[int, DayException]]:
    """What is told of days: by the number of the resource, None for all of the space,
    then by ordinal of the day; the higher rank is heard. One statement."""
    rows = DayException.objects.filter(space=space)
    found: dict[int | None, dict[int, DayException]] = defaultdict(dict)
    for row in sorted(rows.touching(first, last), key=lambda one: one.change.rank):
        for day in days_of(row.change, first, last):
            found[row.resource_id][day] = row
    return found


def availability(
    resources: Sequence[Resource],
    start: datetime,
    end: datetime,
    now: datetime,
    busy: dict[int, list[Busy]] | None = None,
    windows: dict[int, list[Window]] | None = None,
) -> dict[int, list[Segment]]:
    """By number of the resource (start, end, seats free) from start to end, cut by the
    terms on which it is let. Two statements; the resources with their spaces.

    busy, windows: what was read of it already (`windows_of`, two days before and one
    after, because a window may have begun before and lasts as long as it is open).
    """
    if not resources:
        return {}
    if busy is None:
        wide = max(one.buffer for one in resources) * timedelta(minutes=1)
        keys = [one.pk for one in resources]
        busy = busy_between(keys, start - _DAY - wide, end + _DAY + wide, now)
    if windows is None:
        first = (start - 2 * _DAY).date()  # (a window may have begun the day before)
        windows = windows_of(resources, first, (end + _DAY).date())
    moment, known = utc_minute(now), {}
    found = {}
    for one in resources:
        terms, zone = one.terms, one.space.zone_info
        key = (id(windows[one.pk]), terms.grain)
        if key not in known:
            known[key] = terms.windows(windows[one.pk], zone)
        lead, horizon = terms.bounds(moment)
        step, phase = terms.grid(moment, zone)
        found[one.pk] = segments(
            known[key],
            busy[one.pk],
            one.seats,
            earliest=max(lead, utc_minute(start)),
            latest=min(horizon, utc_minute(end)),
            buffer=terms.buffer,
            step=step,
            phase=phase,
            whole=terms.is_whole,
        )
    return found


def _by_space(resources: Iterable[Resource]) -> dict[Space, list[Resource]]:
    found: dict[Space, list[Resource]] = defaultdict(list)
    for one in resources:
        found[one.space].append(one)
    return found


def _while_active(resource: Resource, windows: list[Window]) -> list[Window]:
    zone = resource.space.zone_info
    since, until = resource.active_from, resource.active_until
    begins = wall_minute(since, 0, zone).minute if since else None
    ends = wall_minute(until + _DAY, 0, zone).minute if until else None
    found = []
    for start, end in windows:
        start = start if begins is None else max(start, begins)
        end = end if ends is None else min(end, ends)
        if start < end:
            found.append(Window(start, end))
    return found
