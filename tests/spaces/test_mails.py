"""What guests and managers are written to, and the files for their calendars."""

from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy

import icalendar
import pytest
import time_machine
from django.core import mail
from django.db import transaction

from community.profiles.actions import show_fields
from community.profiles.audiences import Audience
from community.profiles.models import Profile
from community.spaces import notify
from community.spaces.actions import (
    VisitWish,
    book,
    book_visit,
    cancel_booking,
    cancel_visit,
    confirm_booking,
    decline_booking,
    mark_no_show,
    move_booking,
    settle_overdue,
)
from community.spaces.actions.asking import Ask
from community.spaces.models import Booking
from tests.factories import places
from tests.factories.people import UserFactory

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
MONDAY = datetime(2027, 6, 7, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def first_of_june():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hall(space):
    return places.resource(space, "Hall", capacity=20, needs_approval=True)


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """Mails of what is done in it, once it is stored."""

    def send(step, *args, **values):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            found = step(*args, **values)
        return found, list(mail.outbox)

    return send


def ask(resource, start=MONDAY, **values) -> Ask:
    return Ask(resource, start, start + HOUR, **values)


def file_of(message) -> tuple[icalendar.Calendar, str]:
    """The calendar of a mail as it goes out, and the method that its part names."""
    whole = message_from_bytes(message.message().as_bytes(), policy=policy.default)
    (part,) = whole.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_filename() == "booking.ics"
    found = icalendar.Calendar.from_ical(part.get_content())
    assert not any(one.errors for one in found.walk())
    return found, part["Content-Type"].params["method"]


def event_of(message, method):
    calendar, told = file_of(message)
    assert calendar["METHOD"] == told == method
    (found,) = calendar.walk("VEVENT")
    return found


def to(messages) -> list[str]:
    return sorted(one.to[0] for one in messages)


def test_a_booking_is_confirmed_to_the_guest_alone(room, arta, manager, sent):
    booked, mails = sent(book, arta, ask(room, note="Ç, ë; b", party_size=2))

    assert to(mails) == [arta.email]
    (message,) = mails
    assert message.subject == "Booked: Room en, 7 June 2027"
    assert "7 June 2027, 10:00\u201311:00 (Prishtina time)" in message.body
    assert "Room en, Prishtina en" in message.body
    assert "2 people\nNote: Ç, ë; b" in message.body
    assert f"/en/spaces/bookings/{booked.booking.uuid}/" in message.body
    found = event_of(message, "REQUEST")
    assert found["UID"] == f"{booked.booking.uuid}@127.0.0.1"
    assert found["STATUS"] == "CONFIRMED"
    assert found["ATTENDEE"] == f"mailto:{arta.email}"
    assert found["ATTENDEE"].params["RSVP"] == "FALSE"


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("sq", "Rezervuar: Room sq, 7 qershor 2027", "Ora e Prishtinës"),
        ("en", "Booked: Room en, 7 June 2027", "Prishtina time"),
        ("de", "Gebucht: Room de, 7. Juni 2027", "Ortszeit Prishtina"),
    ],
)
def test_mails_are_in_the_language_of_who_gets_them(
    room, sent, language, subject, words
):
    guest = UserFactory(interface_language=language)

    _booked, (message,) = sent(book, guest, ask(room))

    assert message.subject == subject
    assert words in message.body
    assert f"/{language}/spaces/bookings/" in message.body
    summary = f"Room {language}, Prishtina {language}"
    assert event_of(message, "REQUEST")["SUMMARY"] == summary


def test_a_request_asks_every_manager(hall, arta, manager, host, viewer, sent):
    second = places.looks_after(UserFactory(), hall.space)
    places.looks_after(UserFactory(is_active=False), hall.space)

    _booked, mails = sent(book, arta, ask(hall))

    assert to(mails) == sorted([arta.email, manager.email, second.email])
    by = {one.to[0]: one for one in mails}
    assert by[arta.email].subject == "Requested: Hall en, 7 June 2027"
    assert event_of(by[arta.email], "REQUEST")["STATUS"] == "TENTATIVE"
    assert by[manager.email].subject == "Please answer: Hall en, 7 June 2027"
    assert "Arta Gashi asks for a place." in by[manager.email].body
    assert by[manager.email].attachments == []


def test_a_name_hidden_from_members_is_hidden_from_managers_too(
    hall, arta, manager, sent
):
    profile, _made = Profile.objects.get_or_create(user=arta)
    show_fields(profile, {"name": int(Audience.ORG)})

    _booked, mails = sent(book, arta, ask(hall))

    body = {one.to[0]: one.body for one in mails}[manager.email]
    assert "Arta" not in body
    assert "Member asks for a place." in body


def test_confirming_and_cancelling_raise_the_sequence(hall, arta, manager, sent):
    booked, mails = sent(book, arta, ask(hall))
    asked = event_of(next(m for m in mails if m.to == [arta.email]), "REQUEST")
    _, (yes,) = sent(confirm_booking, manager, booked.booking)
    _, (no,) = sent(cancel_booking, manager, Booking.objects.get())

    confirmed, cancelled = event_of(yes, "REQUEST"), event_of(no, "CANCEL")
    assert (yes.to, no.to) == ([arta.email], [arta.email])
    assert confirmed["STATUS"] == "CONFIRMED"
    assert cancelled["STATUS"] == "CANCELLED"
    assert asked["UID"] == confirmed["UID"] == cancelled["UID"]
    assert asked["SEQUENCE"] < confirmed["SEQUENCE"] < cancelled["SEQUENCE"]
    assert "those who look after the space have cancelled" in no.body


def test_ones_own_cancellation_takes_it_out_of_the_calendar(room, arta, manager, sent):
    booked, _mails = sent(book, arta, ask(room))

    _, (message,) = sent(cancel_booking, arta, booked.booking)

    assert message.to == [arta.email]
    assert "you have cancelled your booking" in message.body
    assert event_of(message, "CANCEL")["STATUS"] == "CANCELLED"


def test_a_declined_request(hall, arta, manager, sent):
    booked, _mails = sent(book, arta, ask(hall))

    _, (message,) = sent(decline_booking, manager, booked.booking)

    assert message.subject == "Declined: Hall en, 7 June 2027"
    assert event_of(message, "CANCEL")["STATUS"] == "CANCELLED"


def test_a_request_that_expires_is_told_to_the_guest_alone(hall, arta, manager, sent):
    sent(book, arta, ask(hall))

    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        _, mails = sent(settle_overdue)

    assert to(mails) == [arta.email]
    assert mails[0].subject == "Expired: Hall en, 7 June 2027"
    event_of(mails[0], "CANCEL")


def test_a_moved_booking(room, arta, sent):
    booked, _mails = sent(book, arta, ask(room))

    tuesday = ask(room, MONDAY + timedelta(days=1))
    _, (message,) = sent(move_booking, arta, booked.booking, tuesday)

    assert message.subject == "Moved: Room en, 8 June 2027"
    start = event_of(message, "REQUEST")["DTSTART"]
    assert start.to_ical() == b"20270608T100000"


def test_who_did_not_come_is_not_written_to(room, arta, host, sent):
    booking = places.booking(room, arta, NOW - HOUR)

    _, mails = sent(mark_no_show, host, booking)

    assert Booking.objects.get().state == "no_show"
    assert mails == []


def test_a_booking_by_a_manager_says_so(room, arta, manager, sent):
    _, mails = sent(book, manager, ask(room), member=arta)

    assert to(mails) == [arta.email]
    assert "those who look after the space have booked this for you" in mails[0].body


def test_guests_answer_to_the_space(room, arta, sent):
    type(room.space).objects.update(email="desk@example.org")

    _, (message,) = sent(book, arta, ask(room))

    assert message.reply_to == ["desk@example.org"]


def test_nothing_leaves_when_nothing_is_stored(room, arta, sent):
    def fail():
        with transaction.atomic():
            book(arta, ask(room))
            transaction.set_rollback(True)

    _, mails = sent(fail)

    assert mails == []


def test_what_has_been_overtaken_is_not_sent(room, arta, sent):
    booking = places.booking(room, arta, MONDAY, state="cancelled", seat=None)

    _, mails = sent(notify.booked, booking, arta)

    assert mails == []


def test_somebody_whose_account_is_closed_gets_nothing(room, sent):
    closed = UserFactory(is_active=False)
    booking = places.booking(room, closed, MONDAY)

    _, mails = sent(notify.moved, booking, None)
    _, more = sent(notify.moved, places.booking(room, None, MONDAY, seat=None), None)

    assert mails == more == []


def test_a_visit_is_one_mail_with_all_its_days(room, hall, arta, manager, sent):
    days = [MONDAY + timedelta(days=n) for n in range(3)]
    asks = [ask(room, days[0]), ask(room, days[1]), ask(hall, days[2])]
    wish = VisitWish(
        space=room.space,
        first=date(2027, 6, 7),
        last=date(2027, 6, 9),
        opens=time(10),
        closes=time(11),
        weekdays=frozenset(range(7)),
    )

    stay, mails = sent(book_visit, arta, wish, asks)

    assert to(mails) == sorted([arta.email, manager.email])
    by = {one.to[0]: one for one in mails}
    whole, asked = by[arta.email], by[manager.email]
    assert whole.subject == "Your visit: Prishtina en, 7 June 2027 to 9 June 2027"
    calendar, method = file_of(whole)
    assert calendar["METHOD"] == method == "PUBLISH"
    events = calendar.walk("VEVENT")
    assert [one["STATUS"] for one in events] == [
        "CONFIRMED",
        "CONFIRMED",
        "TENTATIVE",
    ]
    assert all("ORGANIZER" in one and "ATTENDEE" not in one for one in events)
    assert f"/en/spaces/visits/{stay.visit.uuid}/" in whole.body
    assert "9 June 2027, 10:00\u201311:00: Hall en" in asked.body
    assert "7 June 2027, 10:00" not in asked.body
    assert str(stay.bookings[2].uuid) in asked.body

    _, (gone,) = sent(cancel_visit, arta, stay.visit)

    assert gone.to == [arta.email]
    calendar, _method = file_of(gone)
    assert [one["STATUS"] for one in calendar.walk("VEVENT")] == ["CANCELLED"] * 3


def test_a_mail_server_that_fails_keeps_nobody_from_booking(
    room, arta, sent, monkeypatch
):
    def fail(*_args, **_values):
        raise OSError("no connection")

    monkeypatch.setattr("community.spaces.mails.EmailMessage.send", fail)

    booked, mails = sent(book, arta, ask(room))

    assert booked.is_new
    assert mails == []
