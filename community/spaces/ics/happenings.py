"""One event of a file: when it begins, how long it takes, what comes again."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.spaces.ics.content import Line, length_of, line_of, naive_of, words_of
from community.spaces.ics.zones import Zones

_LONGEST_SUMMARY, _LONGEST_UID = 200, 200
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class When:
    """A moment as it was written. `zone` is '' for the clocks of the space."""

    naive: datetime
    zone: str
    is_day: bool

    @classmethod
    def of(cls, line: Line, value: str | None = None) -> "When":
        """Raises ValueError."""
        text = line.value if value is None else value
        naive, is_utc = naive_of(text)
        is_day = "T" not in text.upper()
        return cls(naive, "" if is_day else "UTC" if is_utc else line.zone, is_day)


@dataclass(frozen=True)
class Length:
    """By the clocks on the wall, and by the watch."""

    wall: timedelta
    watch: timedelta

    @property
    def whole(self) -> timedelta:
        return self.wall + self.watch


@dataclass(frozen=True)
class Happening:
    uid: str
    start: When
    length: Length
    summary: str
    lines: dict[str, list[Line]]
    is_free: bool
    # The time of its series in the place of which it stands.
    instead: When | None = None
    sequence: int = 0


def happening_of(texts: Sequence[str], zones: Zones) -> Happening | None:
    """None for what takes no time at all. Raises ValueError."""
    summary = next((one for one in texts if one[:7].upper() == "SUMMARY"), "")
    lines: dict[str, list[Line]] = {}
    for text in texts:
        if text[:7].upper() != "SUMMARY":
            line = line_of(text)
            lines.setdefault(line.name, []).append(line)
    start = When.of(_one(lines, "DTSTART"))
    length = _length(lines, start, zones)
    if not length.whole:
        return None
    status, transparency = _word(lines, "STATUS"), _word(lines, "TRANSP")
    words = words_of(summary, _LONGEST_SUMMARY)
    return Happening(
        uid=_uid(lines, texts),
        start=start,
        length=length,
        summary=words,
        lines=lines,
        is_free=status == "CANCELLED" or transparency == "TRANSPARENT",
        instead=_instead(lines),
        sequence=_sequence(lines),
    )


def _one(lines: dict[str, list[Line]], name: str) -> Line:
    found = lines.get(name, ())
    if len(found) != 1:
        raise ValueError("This has to be said once.")
    return found[0]


def _word(lines: dict[str, list[Line]], name: str) -> str:
    found = lines.get(name)
    return found[0].value.strip().upper() if found else ""


def _uid(lines: dict[str, list[Line]], texts: Sequence[str]) -> str:
    """As the file calls it; of a name that is none, or too long, a digest."""
    told = lines["UID"][0].value if "UID" in lines else ""
    found = " ".join(told.replace("\0", " ").split())
    if found and len(found) <= _LONGEST_UID and found.isprintable():
        return found
    what = found or "\n".join(texts)
    return hashlib.sha256(what.encode("utf-8", "replace")).hexdigest()


def _instead(lines: dict[str, list[Line]]) -> When | None:
    if "RECURRENCE-ID" not in lines:
        return None
    line = _one(lines, "RECURRENCE-ID")
    if line.parameters.get("RANGE"):
        raise ValueError("All later times are meant, and nobody writes so.")
    return When.of(line)


def _sequence(lines: dict[str, list[Line]]) -> int:
    text = _word(lines, "SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _length(lines: dict[str, list[Line]], start: When, zones: Zones) -> Length:
    if "DTEND" in lines:
        return _span(start, When.of(_one(lines, "DTEND")), zones)
    if "DURATION" in lines:
        return Length(*length_of(_one(lines, "DURATION").value))
    return Length(_DAY if start.is_day else timedelta(), timedelta())


def _span(start: When, end: When, zones: Zones) -> Length:
    if start.is_day != end.is_day:
        raise ValueError("It begins with a day and ends with a time.")
    if start.is_day and end.naive == start.naive:
        return Length(_DAY, timedelta())  # (a mistake that many make)
    if start.zone == end.zone:
        found = Length(end.naive - start.naive, timedelta())
    else:
        begins = zones.utc(start.naive, start.zone)
        found = Length(timedelta(), zones.utc(end.naive, end.zone) - begins)
    if found.whole < timedelta():
        raise ValueError("It ends before it begins.")
    return found


def values_of(line: Line) -> Iterator[When]:
    """Of RDATE and EXDATE; of a period its beginning."""
    for text in line.value.split(","):
        yield When.of(line, text.partition("/")[0])
