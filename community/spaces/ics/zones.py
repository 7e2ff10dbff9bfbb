"""What the clocks show where an event is told, as UTC.

A name of a zone means, in this order: what the file itself says of it (VTIMEZONE), the
zone of the IANA database, the zone that Windows calls so, and at last the zone of the
space, which is a guess and counted as one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from community.spaces.ics.content import Line, line_of, naive_of
from community.spaces.ics.rules import Budget, rule_of

_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?")
_MOST_OBSERVANCES = 300  # of one zone; Outlook writes two, others one for each change


class Change(NamedTuple):
    """Clocks are set from one offset to another when they show `at`."""

    at: datetime
    before: timedelta
    after: timedelta


class FileZone:
    """A zone by the changes that a file tells of it."""

    def __init__(self, changes: Iterable[Change]) -> None:
        self.changes = sorted(changes)
        if not self.changes:
            raise ValueError("This zone has no offset.")
        # What clocks skip is told by the offset before (RFC 5545, 3.3.5); what they show
        # twice means the first time.
        self._since = [
            one.at + max(timedelta(), one.after - one.before) for one in self.changes
        ]

    def utc(self, naive: datetime) -> datetime:
        place = bisect_right(self._since, naive)
        offset = self.changes[place - 1].after if place else self.changes[0].before
        return (naive - offset).replace(tzinfo=UTC)


class Zones:
    """Of one file. `guessed` counts names that nobody knew."""

    def __init__(
        self, blocks: Iterable[Sequence[str]], own: ZoneInfo, first: date, last: date
    ) -> None:
        self.own, self.first, self.last = own, first, last
        self.guessed: set[str] = set()
        self._known: dict[str, FileZone | ZoneInfo] = {}
        self._blocks: dict[str, Sequence[str]] = {}
        for lines in blocks:
            for name in _names(lines):
                self._blocks.setdefault(name, lines)

    def utc(self, naive: datetime, name: str) -> datetime:
        """'' is the zone of the space. Raises ValueError, OverflowError for a time that
        lies outside of all calendars."""
        zone = self._zone(name)
        if isinstance(zone, FileZone):
            return zone.utc(naive)
        return naive.replace(tzinfo=zone).astimezone(UTC)

    def _zone(self, name: str) -> FileZone | ZoneInfo:
        if not name:
            return self.own
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self._look_up(name)
        return found

    def _look_up(self, name: str) -> FileZone | ZoneInfo:
        if name in self._blocks:
            try:
                return FileZone(_changes(self._blocks[name], self.first, self.last))
            except (ValueError, OverflowError):
                pass  # (what the file says cannot be understood)
        found = _iana(name)
        if found is None:
            self.guessed.add(name)
        return found or self.own


@lru_cache(maxsize=1)
def _all() -> frozenset[str]:
    return frozenset(available_timezones())


def _iana(name: str) -> ZoneInfo | None:
    known = _all()
    # (some programs put their own name before it: /mozilla.org/20050126_1/Europe/Berlin)
    parts = name.strip("/").split("/")
    for since in range(len(parts)):
        tail = "/".join(parts[since:])
        if tail in known:
            return ZoneInfo(tail)
    windows = WINDOWS_TO_OLSON.get(name)
    return ZoneInfo(windows) if windows in known else None


def _names(lines: Iterable[str]) -> Iterable[str]:
    for text in lines:
        if text[:4].upper() == "TZID":
            try:
                yield line_of(text).value.strip()
            except ValueError:
                continue


def _changes(lines: Iterable[str], first: date, last: date) -> list[Change]:
    """In these years, and the one before. Raises ValueError for what cannot be read."""
    found: list[Change] = []
    for one in _observances(lines):
        before, after = _offset(one["TZOFFSETFROM"]), _offset(one["TZOFFSETTO"])
        found += (Change(at, before, after) for at in _onsets(one, first, last))
    return found


def _observances(lines: Iterable[str]) -> list[dict[str, list[Line]]]:
    found: list[dict[str, list[Line]]] = []
    for text in lines:
        if text.upper() in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT"):
            found.append({})
        elif found and text[:2].upper() in ("DT", "RR", "RD", "TZ"):
            one = line_of(text)
            found[-1].setdefault(one.name, []).append(one)
    needed = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")
    if len(found) > _MOST_OBSERVANCES or any(
        name not in one for one in found for name in needed
    ):
        raise ValueError("This zone cannot be read.")
    return found


def _onsets(one: dict[str, list[Line]], first: date, last: date) -> list[datetime]:
    start, _is_utc = naive_of(one["DTSTART"][0].value)
    told = [value for line in one.get("RDATE", ()) for value in line.value.split(",")]
    found = [start, *(naive_of(value)[0] for value in told)]
    for line in one.get("RRULE", ()):
        found += _repeated(line.value, start, first, last)
    return found


def _repeated(text: str, start: datetime, first: date, last: date) -> list[datetime]:
    rule = rule_of(text, start)
    is_plain = rule.interval == 1 and not rule.count and not rule.by_set_pos
    if rule.freq != "YEARLY" or not is_plain:
        raise ValueError("Clocks are not set so.")
    # (where it has ended, its last time still counts)
    end = min(last, naive_of(rule.until)[0].date()) if rule.until else last
    since = date(max(1, min(first.year, end.year) - 1), 1, 1)
    days = rule.days(since, end, Budget(2000))
    return [datetime.combine(day, start.time()) for day in days]


def _offset(lines: Sequence[Line]) -> timedelta:
    found = _OFFSET.fullmatch(lines[0].value.strip())
    if found is None:
        raise ValueError("This is no offset.")
    sign, *parts = found.groups(default="0")
    hours, minutes, seconds = (int(one) for one in parts)
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -offset if sign == "-" else offset
