"""When something is open: rules, what replaces them, and what beats them all.

A day's hours belong to the day on which they begin: Saturday's "22:00 to 06:00" is
Saturday's, also where it ends on Sunday, and goes with it when Saturday is closed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from community.spaces.calendar.date_sets import dates_between
from community.spaces.calendar.moments import DAY, midnight, wall_minute

_ALWAYS = (date.min, date.max)
EVERY_DAY = frozenset(range(7))


class Window(NamedTuple):
    """Open from start to end, in minutes of UTC."""

    start: int
    end: int


Hours = tuple[int, int]  # minutes of the local day; an end beyond 24 h is the next day


@dataclass(frozen=True, slots=True)
class Rule:
    """Open from `opens` to `closes` (minutes of the local day; an end that is not after
    the start is on the next day), on weekdays (0 is Monday) or on the dates of a set."""

    opens: int
    closes: int
    weekdays: frozenset[int] = frozenset()
    dates: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def hours(self) -> Hours:
        return _hours(self.opens, self.closes)


@dataclass(frozen=True, slots=True)
class DayChange:
    """From `first` to `last` things are otherwise: closed, or open at `opens`.

    With `dates`, as many days again from each date of the set. On a day of several the
    highest `rank` holds; among equals a closure beats hours, and hours are added up.
    """

    first: date
    last: date
    opens: int | None = None
    closes: int | None = None
    dates: str = ""
    rank: int = 0

    @property
    def hours(self) -> tuple[Hours, ...]:
        if self.opens is None or self.closes is None:
            return ()
        return (_hours(self.opens, self.closes),)


def _hours(opens: int, closes: int) -> Hours:
    return (opens, closes if closes > opens else closes + DAY)


def opening_windows(
    first: date,
    last: date,
    zone: ZoneInfo,
    rules: Sequence[Rule],
    changes: Sequence[DayChange] = (),
    own_rules: Sequence[Rule] = (),
) -> list[Window]:
    """The windows that begin from first to last, both included; in order, apart.

    On each date on which one of `own_rules` (those of a resource) is in force, they stand
    in place of `rules` (those of its space). Windows of two days may touch: see `joined`.
    """
    general, own = (_Table(one, first, last) for one in (rules, own_rules))
    changed = _changed(changes, first, last)
    found: list[Window] = []
    for day in range(first.toordinal(), last.toordinal() + 1):
        hours = changed.get(day) if changed else None
        if hours is None:
            table = own if own.is_steady or own.is_in_force(day) else general
            hours = table.hours_on(day)
        if hours:
            _add(found, day, hours, zone)
    return found


def windows_by_resource(
    first: date,
    last: date,
    zone: ZoneInfo,
    rules: Sequence[Rule],
    changes: Sequence[DayChange],
    resources: Mapping[int, tuple[Sequence[Rule], Sequence[DayChange]]],
) -> dict[int, list[Window]]:
    """The same for many resources of one space, by number: own rules, own changes.

    Those with the same rules share one list, which is not to be changed.
    """
    general, known = (first, last, zone, tuple(rules)), {}
    found = {}
    for number, (own_rules, own_changes) in resources.items():
        key = (tuple(own_rules), tuple(own_changes))
        if key not in known:
            known[key] = _shared(*general, (*changes, *own_changes), key[0])
        found[number] = known[key]
    return found


@lru_cache(maxsize=256)
def _shared(
    first: date,
    last: date,
    zone: ZoneInfo,
    rules: tuple[Rule, ...],
    changes: tuple[DayChange, ...],
    own_rules: tuple[Rule, ...],
) -> list[Window]:
    """Kept by all that it comes from, so that no change of the rules is missed: everyone
    who asks reads the rules, and the same ones are not reckoned with twice."""
    return opening_windows(first, last, zone, rules, changes, own_rules)


def joined(windows: Iterable[Window]) -> list[Window]:
    """What touches, made one: a space that never closes has one window."""
    found: list[Window] = []
    for window in windows:
        if found and found[-1][1] >= window[0]:
            found[-1] = Window(found[-1][0], max(found[-1][1], window[1]))
        else:
            found.append(window)
    return found


class _Table:
    """Rules made ready to be asked of each day in turn."""

    def __init__(self, rules: Sequence[Rule], first: date, last: date) -> None:
        self.rows = [
            (
                (one.valid_from or _ALWAYS[0]).toordinal(),
                (one.valid_to or _ALWAYS[1]).toordinal(),
                one.weekdays,
                dates_between(one.dates, first, last),
                one.hours,
            )
            for one in rules
        ]
        # In force all the time, as most rules are.
        self.is_steady = bool(self.rows) and all(
            row[0] <= first.toordinal() and row[1] >= last.toordinal()
            for row in self.rows
        )
        # Then what holds on a weekday holds on every one, unless there are date sets.
        self.week: list[tuple[Hours, ...]] = []
        if self.is_steady and not any(row[3] for row in self.rows):
            self.week = [self._on(first.toordinal(), weekday) for weekday in range(7)]

    def is_in_force(self, day: int) -> bool:
        return any(row[0] <= day <= row[1] for row in self.rows)

    def hours_on(self, day: int) -> tuple[Hours, ...]:
        weekday = (day + 6) % 7  # (ordinal 1 was a Monday)
        return self.week[weekday] if self.week else self._on(day, weekday)

    def _on(self, day: int, weekday: int) -> tuple[Hours, ...]:
        return tuple(
            hours
            for since, until, weekdays, dates, hours in self.rows
            if since <= day <= until and (weekday in weekdays or day in dates)
        )


def _changed(
    changes: Sequence[DayChange], first: date, last: date
) -> dict[int, tuple[Hours, ...]]:
    """Hours by ordinal of the days on which things are otherwise; () is closed."""
    found: dict[int, tuple[int, tuple[Hours, ...]]] = {}
    for change in sorted(changes, key=lambda one: -one.rank):
        for day in days_of(change, first, last):
            rank, hours = found.get(day, (change.rank, None))
            if rank > change.rank:
                continue
            if hours is None:
                found[day] = (rank, change.hours)
            else:
                both = () if not (hours and change.hours) else hours + change.hours
                found[day] = (rank, both)
    return {day: hours for day, (_rank, hours) in found.items()}


def days_of(change: DayChange, first: date, last: date) -> set[int]:
    """Ordinals of the days from first to last on which the change holds."""
    since, until = first.toordinal(), last.toordinal()
    begins = change.first.toordinal()
    length = change.last.toordinal() - begins
    starts = {begins}
    if change.dates:
        earliest = date.fromordinal(max(1, since - length))
        starts |= dates_between(change.dates, earliest, last)
    days: set[int] = set()
    for start in starts:
        days.update(range(max(since, start), min(until, start + length) + 1))
    return days


def _add(
    found: list[Window], day: int, hours: tuple[Hours, ...], zone: ZoneInfo
) -> None:
    """Append the day's windows, those that overlap made one, none before the last."""
    base, is_even = midnight(day, zone)
    until = found[-1].end if found else base
    mine: list[Window] = []
    for opens, closes in sorted(hours) if len(hours) > 1 else hours:
        if is_even:
            start, end = base + opens, base + closes
        else:
            here = date.fromordinal(day)
            start = wall_minute(here, opens, zone).minute
            end = wall_minute(here, closes, zone).minute
        if start < until:
            start = until
        if start < end:
            mine.append(Window(start, end))
    found += joined(mine) if len(mine) > 1 else mine
