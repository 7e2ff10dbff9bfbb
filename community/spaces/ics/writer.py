"""Writing a calendar.

The library escapes, folds and knows the zones. Its objects for each property of each
event would take 0.3 ms an event, most of it for texts and zones that a thousand events
share: so each line of text is made once, and moments, which need no folding, by hand.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Parameters, Timezone, vCalAddress, vText, vUri
from icalendar.parser import Contentline

from community.spaces.ics.events import Event, Guest, Method, Status

PRODUCT = "-//Diaspora Professionals//Spaces//EN"
# Readers that ask for a hint come again after an hour.
REFRESH = "PT1H"
# A line break to some readers, and to none a thing to be seen.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_PLAIN = Parameters()


class Calendar(NamedTuple):
    """What stands around the events. `organizer` and `guest` belong to mails: a method
    needs the first, and REQUEST and CANCEL the second."""

    name: str = ""
    method: Method = Method.NONE
    organizer: Guest | None = None
    guest: Guest | None = None


def write(events: Sequence[Event], around: Calendar) -> bytes:
    """The file in UTF-8, its lines folded and ended as RFC 5545 wants it."""
    lines = Lines()
    parts = [b"BEGIN:VCALENDAR\r\n", *_head(lines, around)]
    parts += [_zone(*span) for span in _spans(events)]
    people = _people(around, events)
    for event in events:
        parts += _event(lines, event, people)
    parts.append(b"END:VCALENDAR\r\n")
    return b"".join(parts)


class Lines:
    """Lines of text, each made once."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], bytes] = {}

    def text(self, name: str, value: str) -> bytes:
        """b'' for an empty one."""
        found = self.known.get((name, value))
        if found is None:
            found = self.known[name, value] = _text(name, value)
        return found


def _text(name: str, value: str) -> bytes:
    seen = _UNSEEN.sub("", _BREAKS.sub("\n", value)).strip()
    return _line(name, _PLAIN, vText(seen)) if seen else b""


def _line(
    name: str, parameters: Parameters, value: vText | vUri | vCalAddress
) -> bytes:
    line: bytes = Contentline.from_parts(name, parameters, value).to_ical()
    return line + b"\r\n"


def _head(lines: Lines, around: Calendar) -> Iterable[bytes]:
    yield lines.text("PRODID", PRODUCT)
    yield b"VERSION:2.0\r\nCALSCALE:GREGORIAN\r\n"
    if around.method:
        yield f"METHOD:{around.method}\r\n".encode()
        return
    yield lines.text("NAME", around.name)
    yield lines.text("X-WR-CALNAME", around.name)
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}\r\n".encode()
    yield f"X-PUBLISHED-TTL:{REFRESH}\r\n".encode()


def _spans(events: Iterable[Event]) -> list[tuple[str, int, int]]:
    """Each zone with its first and last year."""
    spans: dict[str, tuple[int, int]] = {}
    for event in events:
        first, last = spans.get(event.zone, (event.starts_at.year, event.ends_at.year))
        spans[event.zone] = (
            min(first, event.starts_at.year),
            max(last, event.ends_at.year),
        )
    return [(zone, *years) for zone, years in sorted(spans.items())]


@lru_cache(maxsize=100)
def _zone(name: str, first: int, last: int) -> bytes:
    """The days on which clocks are moved, from the year before to the one after."""
    begin, end = date(first - 1, 1, 1), date(last + 2, 1, 1)
    found = Timezone.from_tzid(name, first_date=begin, last_date=end)
    # (in English, and true of every VTIMEZONE)
    found.pop("COMMENT", None)
    rendered: bytes = found.to_ical()
    return rendered


def _people(around: Calendar, events: Sequence[Event]) -> bytes:
    """Lines of who invites and who comes. No answer is asked for: nobody would read it,
    and here answers are given on the site."""
    parts = []
    if around.organizer:
        parts.append(_person("ORGANIZER", around.organizer, {}))
    if around.guest and around.method in (Method.REQUEST, Method.CANCEL):
        waits = any(event.status == Status.TENTATIVE for event in events)
        told = {
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "TENTATIVE" if waits else "ACCEPTED",
            "RSVP": "FALSE",
        }
        parts.append(_person("ATTENDEE", around.guest, told))
    return b"".join(parts)


def _person(name: str, who: Guest, told: dict[str, str]) -> bytes:
    # Inside of quotes nothing is escaped, so what ends them goes.
    shown = " ".join(_UNSEEN.sub(" ", who.name).replace('"', "'").split())
    parameters = Parameters({"CN": shown, **told} if shown else told)
    return _line(name, parameters, vCalAddress(f"mailto:{who.email}"))


def _event(lines: Lines, event: Event, people: bytes) -> Iterable[bytes]:
    stamp = _utc(event.updated_at)
    start, end = (
        _moment(event.starts_at, event.zone),
        _moment(event.ends_at, event.zone),
    )
    yield (
        f"BEGIN:VEVENT\r\nUID:{event.uid}\r\nDTSTART{start}\r\nDTEND{end}\r\n"
        f"DTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\nSEQUENCE:{event.sequence}\r\n"
        f"STATUS:{event.status.value}\r\n"
    ).encode()
    yield lines.text("SUMMARY", event.summary)
    yield lines.text("DESCRIPTION", event.description)
    yield lines.text("LOCATION", event.location)
    if event.url:
        yield _line("URL", _PLAIN, vUri(event.url))
    yield people
    yield b"END:VEVENT\r\n"


def _utc(moment: datetime) -> str:
    at = moment.astimezone(UTC)
    return f"{at.year:04}{at.month:02}{at.day:02}T{at.hour:02}{at.minute:02}{at.second:02}Z"


def _moment(moment: datetime, zone: str) -> str:
    """Wall time with its zone; what the clocks show a second time (when they are set
    back) can only be told in UTC, since with a zone the first one is meant."""
    at = moment.astimezone(ZoneInfo(zone))
    if at.fold:
        return f":{_utc(moment)}"
    return (
        f";TZID={zone}:{at.year:04}{at.month:02}{at.day:02}"
        f"T{at.hour:02}{at.minute:02}{at.second:02}"
    )
