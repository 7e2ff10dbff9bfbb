"""The lines of a calendar file, and what stands in them (RFC 5545, 3.1 and 3.3)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from icalendar.parser import Contentline

from community.spaces.ics.errors import Fault, SourceError

MOST_EVENTS = 2000
_MOST_LINES = 1000  # of one event that matter
_LONGEST_LINE = 50_000  # characters
_MOST_ZONES = 100
_FOLD = re.compile(r"\r?\n[ \t]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MOMENT = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?", re.ASCII)
_LENGTH = re.compile(
    r"\+?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?"
    r"(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)
WANTED = {
    *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE"),
    *("RECURRENCE-ID", "SEQUENCE", "STATUS", "TRANSP", "SUMMARY"),
}


class Line(NamedTuple):
    name: str
    parameters: Mapping[str, str]
    value: str

    @property
    def zone(self) -> str:
        return str(self.parameters.get("TZID", "")).strip()


@dataclass
class File:
    """Lines of its events (those that matter) and of its zones, each by itself. An event
    that has more of them than anybody needs is counted alone."""

    events: list[list[str]] = field(default_factory=list)
    zones: list[list[str]] = field(default_factory=list)
    left_out: int = 0


def file_of(data: bytes) -> File:
    """Raises SourceError for what is no whole calendar, or has too many events."""
    lines = _lines(data)
    if next(lines, "").upper() != "BEGIN:VCALENDAR":
        raise SourceError(Fault.UNREADABLE)
    found, is_whole = File(), False
    for text in lines:
        start = text[:13].upper()
        if start == "BEGIN:VEVENT":
            _take_event(lines, found)
        elif start == "BEGIN:VTIMEZO":
            zone = list(_until(lines, "END:VTIMEZONE"))
            if len(found.zones) < _MOST_ZONES:
                found.zones.append(zone)
        is_whole = start == "END:VCALENDAR" or (is_whole and start != "BEGIN:VCALEND")
    if not is_whole:
        raise SourceError(Fault.UNREADABLE)
    return found


def _lines(data: bytes) -> Iterator[str]:
    """Unfolded, without empty ones."""
    text = _FOLD.sub("", data.decode("utf-8-sig", "replace"))
    for line in text.split("\n"):
        stripped = line.strip("\r\t \ufeff")
        if stripped:
            yield stripped


def _until(lines: Iterator[str], end: str) -> Iterator[str]:
    for text in lines:
        if text.upper() == end:
            return
        yield text


def _take_event(lines: Iterator[str], into: File) -> None:
    """Without what is nested in it (alarms)."""
    taken: list[str] = []
    inside = ""
    for text in _until(lines, "END:VEVENT"):
        name = text[:60].replace(";", ":").partition(":")[0].upper()
        if inside:
            inside = "" if text.upper() == inside else inside
        elif name == "BEGIN":
            inside = "END" + text[5:].upper()
        elif name in WANTED:
            taken.append(text)
    if len(into.events) + into.left_out >= MOST_EVENTS:
        raise SourceError(Fault.MANY)
    if len(taken) > _MOST_LINES:
        into.left_out += 1
    else:
        into.events.append(taken)


def line_of(text: str) -> Line:
    """Raises ValueError."""
    if len(text) > _LONGEST_LINE:
        raise ValueError("This line is too long.")
    name, parameters, value = Contentline(text).parts()
    told = {str(key).upper(): str(one) for key, one in parameters.items()}
    return Line(str(name).upper(), told, str(value))


def naive_of(text: str) -> tuple[datetime, bool]:
    """What the clocks show, and whether they are those of UTC; midnight for a date.
    Raises ValueError."""
    found = _MOMENT.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError("This is no time.")
    day, clock, is_utc = found.groups(default="")
    if clock.endswith("60"):  # (a leap second)
        clock = clock[:-2] + "59"
    form = "%Y%m%d%H%M%S" if clock else "%Y%m%d"
    return datetime.strptime(day + clock, form), bool(is_utc)  # noqa: DTZ007 (of the zone)


def length_of(text: str) -> tuple[timedelta, timedelta]:
    """Days by the calendar, and time by the watch. Raises ValueError."""
    found = _LENGTH.fullmatch(text.strip().upper())
    if found is None or not any(found.groups()):
        raise ValueError("This is no length of time.")
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups())
    clock = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timedelta(weeks=weeks, days=days), clock


def words_of(line: str, longest: int) -> str:
    """What people wrote, on one line. Empty for what cannot be read."""
    _name, _colon, value = _told(line)
    plain = _ESCAPED.sub(lambda one: " " if one[1] in "nN" else one[1], value)
    return " ".join(_UNSEEN.sub(" ", plain).split())[:longest].strip()


def _told(line: str) -> tuple[str, str, str]:
    """Also where a parameter has a colon within quotes."""
    if '"' not in line.partition(":")[0]:
        return line.partition(":")
    try:
        found = line_of(line)
    except ValueError:
        return "", "", ""
    return found.name, ":", found.value
