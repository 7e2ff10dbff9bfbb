"""Writing calendars, read back by the library."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from community.spaces.ics import Calendar, Event, Guest, Method, Status, write

ZONE = ZoneInfo("Europe/Belgrade")
WRITTEN = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)


def event(start=datetime(2027, 6, 7, 7, tzinfo=UTC), hours=2, **values) -> Event:
    told = {
        "uid": "one@example.org",
        "starts_at": start,
        "ends_at": start + timedelta(hours=hours),
        "zone": "Europe/Belgrade",
        "updated_at": WRITTEN,
        "sequence": 3,
        "status": Status.CONFIRMED,
        "summary": "Room",
    }
    return Event(**{**told, **values})


def read(body: bytes) -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(body)
    assert not any(one.errors for one in found.walk())
    return found


def only(body: bytes):
    (found,) = read(body).walk("VEVENT")
    return found


def test_an_event_is_read_as_it_was_written():
    found = only(write([event(location="Rr. B", url="https://x.org/a")], Calendar()))

    assert found["UID"] == "one@example.org"
    assert found["DTSTART"].dt == datetime(2027, 6, 7, 9, tzinfo=ZONE)
    assert found["DTEND"].dt == datetime(2027, 6, 7, 11, tzinfo=ZONE)
    assert found["DTSTART"].params["TZID"] == "Europe/Belgrade"
    assert (found["SEQUENCE"], found["STATUS"]) == (3, "CONFIRMED")
    assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt == WRITTEN
    assert (found["LOCATION"], found["URL"]) == ("Rr. B", "https://x.org/a")
    assert "DESCRIPTION" not in found


@pytest.mark.parametrize(
    "text",
    [
        "a, b; c\\d",
        "one\ntwo\n\nthree",
        "Përshëndetje çdo ditë, ë dhe ç: " * 12,
        "ö" * 400,
        "🗓" * 100,
        "BEGIN:VEVENT\nEND:VCALENDAR",
    ],
)
def test_texts_survive_escaping_and_folding(text):
    body = write([event(summary=text, description=text)], Calendar(name=text))

    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    found = only(body)
    assert found["SUMMARY"] == found["DESCRIPTION"] == text.strip()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x07c", "abc"),
        ("a\u2028b\x85c\x0bd", "a\nb\nc\nd"),
    ],
)
def test_what_would_break_a_line_does_not(text, kept):
    body = write([event(description=text)], Calendar())

    assert only(body)["DESCRIPTION"] == kept
    assert len(body.decode().splitlines()) == body.count(b"\r\n")


@pytest.mark.parametrize(
    ("start", "clock"),
    [
        # Clocks go from 2 to 3 in the night to 28 March, from 3 to 2 on 31 October.
        (datetime(2027, 3, 27, 8, tzinfo=UTC), "09:00 +01:00"),
        (datetime(2027, 3, 28, 7, tzinfo=UTC), "09:00 +02:00"),
        (datetime(2027, 10, 30, 7, tzinfo=UTC), "09:00 +02:00"),
        (datetime(2027, 10, 31, 8, tzinfo=UTC), "09:00 +01:00"),
    ],
)
def test_both_days_of_2027_on_which_clocks_are_moved(start, clock):
    body = write([event(start)], Calendar())
    (zone,) = read(body).walk("VTIMEZONE")
    # As a program that knows the file alone.
    known = zone.to_tz(lookup_tzid=False)
    told = only(body)["DTSTART"].dt.replace(tzinfo=known)

    offset = told.utcoffset()
    assert f"{told:%H:%M} +{offset.seconds // 3600:02}:00" == clock
    assert told.astimezone(UTC) == start


def test_an_hour_that_comes_twice_is_told_without_doubt():
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    again = first + timedelta(hours=1)

    early = only(write([event(first, hours=4)], Calendar()))
    late = only(write([event(again, hours=4)], Calendar()))

    assert early["DTSTART"].to_ical() == b"20271031T023000"
    assert late["DTSTART"].to_ical() == b"20271031T013000Z"
    assert late["DTSTART"].dt == again


def test_each_zone_is_described_once():
    there = event(zone="America/New_York", uid="two@example.org")

    zones = read(write([event(), there, event(uid="3")], Calendar())).walk("VTIMEZONE")

    assert [str(one["TZID"]) for one in zones] == [
        "America/New_York",
        "Europe/Belgrade",
    ]


def test_a_calendar_without_events_is_one():
    found = read(write([], Calendar(name="Empty")))

    assert str(found["NAME"]) == "Empty"
    assert "METHOD" not in found
    assert found.walk("VEVENT") == []


def test_the_same_events_are_the_same_bytes():
    assert write([event()], Calendar("A")) == write([event()], Calendar("A"))


def test_a_mail_invites_one_guest_and_asks_for_no_answer():
    around = Calendar(
        method=Method.REQUEST,
        organizer=Guest("The site", "post@example.org"),
        guest=Guest('Ë "Ç", x; y\r\nATTENDEE:mailto:evil@example.org', "a@example.org"),
    )

    body = write([event()], around)
    found = only(body)

    assert read(body)["METHOD"] == "REQUEST"
    assert found["ORGANIZER"] == "mailto:post@example.org"
    assert found["ATTENDEE"] == "mailto:a@example.org"
    params = found["ATTENDEE"].params
    assert (params["PARTSTAT"], params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert params["CN"] == "Ë 'Ç', x; y ATTENDEE:mailto:evil@example.org"


def test_what_is_published_names_no_guest():
    around = Calendar(
        method=Method.PUBLISH,
        organizer=Guest("The site", "post@example.org"),
        guest=Guest("A", "a@example.org"),
    )

    found = only(write([event()], around))

    assert "ATTENDEE" not in found
    assert "ORGANIZER" in found
