"""What those who wait are written to: a place, none in time, or struck out."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import icalendar
import pytest
import time_machine
from django.core import mail
from django.utils import translation
from django.utils.translation import gettext

from community.spaces.actions import (
    Ask,
    cancel_booking,
    join_waitlist,
    leave_waitlist,
    promote_waiting,
)
from community.spaces.models import Booking, WaitlistEntry
from tests.factories import places
from tests.factories.people import UserFactory

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
MONDAY = datetime(2027, 6, 7, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAYS = {"sq": "7 qershor 2027", "en": "7 June 2027", "de": "7. Juni 2027"}


@pytest.fixture(autouse=True)
def first_of_june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Mails of what is done in it, once it is stored."""

    def send(step, *args, **values):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            step(*args, **values)
        return list(mail.outbox)

    return send


def waits(resource, member, **values):
    told = {"starts_at": MONDAY, "ends_at": MONDAY + HOUR, "until": MONDAY}
    return WaitlistEntry.objects.create(
        resource=resource, member=member, **(told | values)
    )


def file_of(message) -> tuple[icalendar.Event, str]:
    whole = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    (part,) = whole.iter_attachments()
    found = icalendar.Calendar.from_ical(part.get_content())
    (event,) = found.walk("VEVENT")
    return event, part["Content-Type"].params["method"]


def to(messages, person):
    (found,) = [one for one in messages if one.to == [person.email]]
    return found


def words(code: str, text: str, **values: str) -> str:
    with translation.override(code):
        return gettext(text) % values


@pytest.mark.parametrize("code", DAYS)
def test_a_place_that_came_free_is_told_with_its_file(room, arta, sent, code):
    guest = UserFactory(interface_language=code)
    booking = places.booking(room, arta, MONDAY)
    waits(room, guest, note="Ç, ë; b", party_size=2)

    message = to(sent(cancel_booking, arta, booking), guest)

    found = Booking.objects.get(member=guest)
    subject = "A place came free: %(what)s, %(day)s"
    assert message.subject == words(code, subject, what=f"Room {code}", day=DAYS[code])
    for text in (
        "you waited for a place, and one came free. It is booked for you:",
        "If you do not need it any more, cancel it here, so that the next in the line"
        " gets it:",
    ):
        assert words(code, text) in message.body
    assert f"10:00\u201311:00 ({words(code, 'Prishtina time')})" in message.body
    assert "Ç, ë; b" in message.body
    assert f"/{code}/spaces/bookings/{found.uuid}/" in message.body
    assert "<" not in message.body
    event, method = file_of(message)
    assert method == "REQUEST"
    assert event["UID"] == f"{found.uuid}@127.0.0.1"
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"] == f"Room {code}, Prishtina {code}"


def test_what_somebody_confirms_is_a_request_that_holds(space, arta, manager, sent):
    hall = places.resource(space, "Hall", capacity=20, needs_approval=True)
    booking, guest = places.booking(hall, arta, MONDAY), UserFactory()
    waits(hall, guest)

    mails = sent(cancel_booking, arta, booking)

    message = to(mails, guest)
    assert "Until 3 June 2027, 10:00 it is held for you" in message.body
    event, method = file_of(message)
    assert (method, event["STATUS"]) == ("REQUEST", "TENTATIVE")
    assert to(mails, manager).subject == "Please answer: Hall en, 7 June 2027"


@pytest.mark.parametrize("code", DAYS)
def test_who_waited_in_vain_is_told_once(room, arta, sent, code):
    type(room.space).objects.update(email="desk@example.org")
    guest = UserFactory(interface_language=code)
    places.booking(room, arta, MONDAY)
    entry = waits(room, guest, until=MONDAY - HOUR)

    assert sent(promote_waiting, MONDAY - 2 * HOUR) == []
    (message,) = sent(promote_waiting, MONDAY - HOUR)
    assert sent(promote_waiting, MONDAY) == []

    entry.refresh_from_db()
    assert entry.state == "lapsed"
    assert message.to == [guest.email]
    assert message.reply_to == ["desk@example.org"]
    subject = "No place came free: %(what)s, %(day)s"
    assert message.subject == words(code, subject, what=f"Room {code}", day=DAYS[code])
    told = (
        "you waited for a place, and unfortunately none came free in time. Your place on"
        " the waiting list has ended:"
    )
    assert words(code, told) in message.body
    assert f"/{code}/spaces/prishtina/book/" in message.body
    assert f"10:00\u201311:00 ({words(code, 'Prishtina time')})" in message.body
    assert message.attachments == []


def test_who_has_a_place_by_now_or_whose_time_is_over_is_not_told(desks, arta, sent):
    late = UserFactory()
    places.booking(desks, arta, MONDAY, seat=0)
    waits(desks, arta, until=MONDAY - HOUR)
    yesterday = MONDAY - 24 * HOUR
    waits(desks, late, starts_at=yesterday, ends_at=yesterday + HOUR, until=yesterday)

    assert sent(promote_waiting, MONDAY - HOUR) == []
    states = set(WaitlistEntry.objects.values_list("state", flat=True))
    assert states == {"lapsed"}


def test_very_many_that_end_at_once_are_all_told(room, sent, monkeypatch):
    monkeypatch.setattr("community.spaces.actions.sweeping._AT_ONCE", 2)
    guests = [UserFactory() for _one in range(5)]
    for one in guests:
        waits(room, one, until=MONDAY - HOUR)

    mails = sent(promote_waiting, MONDAY - HOUR)

    assert sorted(one.to[0] for one in mails) == sorted(one.email for one in guests)


def test_who_joins_again_after_it_ended_waits_and_is_not_told(room, arta, sent):
    """Nobody has ended the first time yet when they come back."""
    guest = UserFactory()
    places.booking(room, arta, MONDAY)
    waits(room, guest, until=NOW - HOUR)

    joined = join_waitlist(guest, Ask(room, MONDAY, MONDAY + HOUR), now=NOW)

    assert (joined.is_new, joined.entry.until) == (False, MONDAY)
    assert sent(promote_waiting, NOW) == []
    assert WaitlistEntry.objects.get().state == "waiting"


@pytest.mark.parametrize("code", DAYS)
def test_who_is_struck_out_is_told(room, manager, sent, code):
    guest = UserFactory(interface_language=code)
    entry = waits(room, guest)

    (message,) = sent(leave_waitlist, manager, entry)

    assert message.to == [guest.email]
    subject = "Off the waiting list: %(what)s, %(day)s"
    assert message.subject == words(code, subject, what=f"Room {code}", day=DAYS[code])
    assert sent(leave_waitlist, manager, entry) == []


def test_who_leaves_or_has_closed_the_account_is_not_written_to(room, arta, sent):
    entry = waits(room, arta)
    waits(room, UserFactory(is_active=False), until=NOW)

    assert sent(leave_waitlist, arta, entry) == []
    assert sent(promote_waiting, NOW) == []
    states = set(WaitlistEntry.objects.values_list("state", flat=True))
    assert states == {"left", "lapsed"}
