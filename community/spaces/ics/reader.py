"""Reading a calendar of others: when something takes place in the coming half year.

The file is not trusted: it is taken apart line by line, each event is understood by
itself, and what one of them costs has a bound. One that cannot be understood is left out
and counted; it never spoils the others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from community.spaces.ics.content import Line, file_of, naive_of
from community.spaces.ics.errors import Fault, SourceError
from community.spaces.ics.happenings import (
    Happening,
    Length,
    When,
    happening_of,
    values_of,
)
from community.spaces.ics.rules import Budget, rule_of
from community.spaces.ics.zones import Zones

DAYS_AHEAD = 180
_WEEKS = 189  # days: the first whole weeks that hold these, whatever day it is
MOST_OF_ONE = 400  # times of one event
MOST_TIMES = 20_000  # of all events together
_MOST_DAYS = 3_000_000  # looked at for rules
_MOST_RULES = 5  # of one event
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=400)  # what is longer is looked for no earlier


class Taken(NamedTuple):
    """Something takes place. The moments are in UTC; the end lies after the start."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str


@dataclass(frozen=True)
class Reading:
    """`times` in order. `left_out`: events that could not be understood, or of which only
    the first times were taken; `guessed`: zones that nobody knows, taken for the own one.
    """

    times: list[Taken]
    left_out: int
    guessed: int


@dataclass(frozen=True)
class Frame:
    """What is asked for: what takes place between two moments. What lies only partly in
    between is cut at the edges, which move once a week: a long event does not become
    another one each day."""

    zone: ZoneInfo
    since: datetime
    until: datetime
    first_edge: datetime
    last_edge: datetime

    @classmethod
    def around(cls, now: datetime, zone: ZoneInfo) -> "Frame":
        """From the start of today to 180 days later, by the clocks of the zone."""
        today = now.astimezone(zone).date()
        monday = today - timedelta(days=today.weekday())
        last = today + timedelta(days=DAYS_AHEAD)
        after = monday + timedelta(days=_WEEKS)
        begins = [
            datetime.combine(day, time(), zone).astimezone(UTC)
            for day in (today, last, monday, after)
        ]
        return cls(zone, *begins)

    @property
    def first_day(self) -> date:
        return self.since.astimezone(self.zone).date()

    @property
    def last_day(self) -> date:
        return self.until.astimezone(self.zone).date()


def read(data: bytes, zone: ZoneInfo, now: datetime, most: int = MOST_TIMES) -> Reading:
    """What keeps somebody busy from today on for 180 days, by the clocks of the zone.

    Raises SourceError for what is no calendar, has over 2,000 events, or more than `most`
    times in this half year.
    """
    file, frame = file_of(data), Frame.around(now, zone)
    spread = (frame.first_day - _LONGEST, frame.last_day + _LONGEST)
    reader = _Reader(frame, Zones(file.zones, zone, *spread), most)
    reader.left_out = file.left_out
    reader.read(file.events)
    times = sorted(reader.times)
    return Reading(times, reader.left_out, len(reader.zones.guessed))


class _Reader:
    def __init__(self, frame: Frame, zones: Zones, most: int) -> None:
        self.frame, self.zones, self.most = frame, zones, most
        self.budget = Budget(_MOST_DAYS)
        self.times: set[Taken] = set()
        self.left_out = 0
        # By UID the moments of a series at which something else stands.
        self.replaced: dict[str, set[datetime]] = {}

    def read(self, events: Iterable[Sequence[str]]) -> None:
        known = list(self._understood(events))
        for one in _last_versions(known):
            self._take(one)

    def _understood(self, events: Iterable[Sequence[str]]) -> Iterator[Happening]:
        for lines in events:
            try:
                event = happening_of(lines, self.zones)
                if event is None:
                    continue
                if event.instead is not None:
                    moment = self._utc(event.instead)
                    self.replaced.setdefault(event.uid, set()).add(moment)
                yield event
            except (ValueError, OverflowError):
                self.left_out += 1

    def _take(self, event: Happening) -> None:
        if event.is_free:
            return
        try:
            found = list(self._times(event))
        except (ValueError, OverflowError):
            self.left_out += 1
            return
        if len(found) > MOST_OF_ONE:
            self.left_out += 1
        self.times.update(sorted(found)[:MOST_OF_ONE])
        if len(self.times) > self.most:
            raise SourceError(Fault.MANY)

    def _times(self, event: Happening) -> Iterator[Taken]:
        """Those that lie in the frame, at least in part."""
        frame = self.frame
        for start in self._starts(event):
            begins = self._utc(start)
            if event.instead is None and begins in self.replaced.get(event.uid, ()):
                continue
            ends = self._end(start, begins, event.length)
            if begins < ends and begins < frame.until and ends > frame.since:
                yield Taken(
                    event.uid,
                    max(begins, frame.first_edge),
                    min(ends, frame.last_edge),
                    event.summary,
                )

    def _end(self, start: When, begins: datetime, length: Length) -> datetime:
        if length.wall:
            begins = self._utc(replace(start, naive=start.naive + length.wall))
        return begins + length.watch

    def _starts(self, event: Happening) -> list[When]:
        lines, start = event.lines, event.start
        if event.instead is not None:
            return [start]
        if "EXRULE" in lines or len(lines.get("RRULE", ())) > _MOST_RULES:
            raise ValueError("Rules of this kind are not known.")
        found = {start.naive: start}
        for line in lines.get("RDATE", ()):
            for one in values_of(line):
                found[one.naive] = one
        for line in lines.get("RRULE", ()):
            for naive in self._repeated(line.value, event):
                found.setdefault(naive, replace(start, naive=naive))
        gone_days, gone = self._left_out_times(lines.get("EXDATE", ()))
        return [
            one
            for one in found.values()
            if one.naive.date() not in gone_days
            and (not gone or self._utc(one) not in gone)
        ]

    def _repeated(self, text: str, event: Happening) -> Iterator[datetime]:
        start = event.start
        rule = rule_of(text, start.naive)
        ends = self._until(rule.until, start) if rule.until else None
        back = min(event.length.whole, _LONGEST) + 2 * _DAY
        first, last = self.frame.first_day - back, self.frame.last_day + _DAY
        for day in rule.days(first, last, self.budget):
            naive = datetime.combine(day, start.naive.time())
            if ends is None or self._utc(replace(start, naive=naive)) <= ends:
                yield naive

    def _until(self, text: str, start: When) -> datetime:
        naive, is_utc = naive_of(text)
        if is_utc:
            return naive.replace(tzinfo=UTC)
        if "T" not in text:  # (all of that day)
            naive += _DAY - timedelta(seconds=1)
        return self._utc(replace(start, naive=naive))

    def _left_out_times(self, lines: Iterable[Line]) -> tuple[set[date], set[datetime]]:
        """Days on which it does not take place, and moments."""
        told = [one for line in lines for one in values_of(line)]
        days = {one.naive.date() for one in told if one.is_day}
        return days, {self._utc(one) for one in told if not one.is_day}

    def _utc(self, when: When) -> datetime:
        return self.zones.utc(when.naive, when.zone)


def _last_versions(events: Iterable[Happening]) -> list[Happening]:
    """Of what stands in one place of a series the latest alone."""
    found: dict[tuple[object, ...], Happening] = {}
    for number, one in enumerate(events):
        key: tuple[object, ...] = (number,)
        if one.instead is not None:
            key = (one.uid, one.instead)
            if key in found and found[key].sequence > one.sequence:
                continue
        found[key] = one
    return list(found.values())
