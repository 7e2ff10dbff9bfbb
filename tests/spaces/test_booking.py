"""Booking a place: what is taken, what is refused and why, and asking twice."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import translation

from community.spaces.actions import (
    Ask,
    BusyError,
    FullError,
    KeyReusedError,
    TooManyError,
    VisitNotBookedError,
    ask_local,
    book,
    book_all,
    free_choices,
)
from community.spaces.actions import (
    booking as module,
)
from community.spaces.models import Allocation, Booking, BookingEvent, DayException
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.asked import NOW, ask, booked, local
from tests.spaces.wall import DOUBLED, GAP, MONDAY


def codes_of(refused) -> dict[str, list[str]]:
    found = refused.value.error_dict
    return {name: [one.code for one in errors] for name, errors in found.items()}


def test_a_booking_takes_a_seat_and_is_written_down(room, arta):
    found = booked(arta, room, "10:00", "11:30", note=" With the team ", party_size=3)

    assert (found.state, found.version, found.party_size) == ("confirmed", 1, 3)
    assert (found.local_date, found.local_time) == (MONDAY, time(10))
    assert (found.zone, found.note, found.by) == (
        "Europe/Belgrade", "With the team", None,
    )  # fmt: skip
    (seat,) = Allocation.objects.all()
    assert (seat.starts_at, seat.ends_at, seat.seat) == (
        datetime(2027, 6, 7, 8, tzinfo=UTC),
        datetime(2027, 6, 7, 9, 30, tzinfo=UTC),
        0,
    )
    (event,) = BookingEvent.objects.all()
    assert (event.action, event.from_state, event.to_state, event.by) == (
        "booked", "", "confirmed", arta,
    )  # fmt: skip


def test_what_is_let_by_the_seat_takes_as_many_as_come(desks, arta):
    booked(arta, desks, party_size=2)
    booked(arta, desks)

    assert sorted(Allocation.objects.values_list("seat", flat=True)) == [0, 1, 2]
    with pytest.raises(FullError):
        booked(arta, desks, "10:30", "12:00")
    booked(arta, desks, "11:00", "12:00", party_size=3)


def test_a_full_place_offers_three_others(space, room, arta):
    other = places.resource(space, "Other", capacity=8)
    places.resource(space, "Small", capacity=1)
    booked(arta, room, "10:00", "12:00")

    with pytest.raises(FullError) as refused:
        booked(UserFactory(), room, "10:30", "11:30", party_size=4)

    told = [
        (one.resource.pk, local(one.starts_at, room), local(one.ends_at, room))
        for one in refused.value.choices
    ]
    assert told == [
        (other.pk, "2027-06-07 10:30", "2027-06-07 11:30"),
        (room.pk, "2027-06-07 12:00", "2027-06-07 13:00"),
        (room.pk, "2027-06-07 13:00", "2027-06-07 14:00"),
    ]
    for one in refused.value.choices:
        choice = Ask(one.resource, one.starts_at, one.ends_at, 4)
        assert book(UserFactory(), choice, now=NOW).is_new


def test_where_nothing_is_free_for_two_weeks_nothing_is_offered(room, arta):
    DayException.objects.create(
        space=room.space, first=MONDAY + timedelta(1), last=MONDAY + timedelta(60)
    )
    booked(arta, room, "09:00", "17:00")

    assert free_choices(ask(room), NOW) == []


def test_the_bounds_of_a_day_are_kept(room, arta):
    for times, wrong in (
        (("11:00", "11:00"), {"ends_at": ["long"], "starts_at": ["closed"]}),
        (("08:00", "10:00"), {"starts_at": ["closed"]}),
        (("16:00", "18:00"), {"starts_at": ["closed"]}),
        (("10:10", "11:00"), {"starts_at": ["grid"]}),
        (("10:00", "10:45"), {"starts_at": ["grid"]}),
    ):
        with pytest.raises(ValidationError) as refused:
            booked(arta, room, *times)
        assert codes_of(refused) == wrong, times
    assert not Booking.objects.exists()


def test_terms_are_kept(space, arta):
    room = places.resource(
        space, capacity=4, shortest=60, longest=120, lead=24 * 60, horizon_days=7
    )
    friday, next_week = date(2027, 6, 4), date(2027, 6, 15)
    for day, times, party, wrong in (
        (MONDAY, ("10:00", "10:30"), 1, {"ends_at": ["short"]}),
        (MONDAY, ("10:00", "13:00"), 1, {"ends_at": ["long"]}),
        (MONDAY, ("10:00", "11:00"), 5, {"party_size": ["party"]}),
        (MONDAY, ("10:00", "11:00"), 0, {"party_size": ["party"]}),
        (friday, ("14:00", "15:00"), 1, {"starts_at": ["lead"]}),
        (friday, ("10:00", "11:00"), 1, {"starts_at": ["past"]}),
        (next_week, ("10:00", "11:00"), 1, {"ends_at": ["horizon"]}),
        (date(2020, 1, 1), ("10:00", "11:00"), 1, {"starts_at": ["past"]}),
        (date(2190, 1, 1), ("10:00", "11:00"), 1, {"ends_at": ["horizon"]}),
    ):
        with pytest.raises(ValidationError) as refused:
            booked(arta, room, *times, day=day, party_size=party)
        assert codes_of(refused) == wrong, (day, times, party)


def test_moments_beyond_the_calendar_are_refused(room, arta):
    first = datetime.min.replace(tzinfo=UTC)
    last = datetime.max.replace(tzinfo=UTC)
    for start, end, code in (
        (first, first + timedelta(hours=1), "past"),
        (last - timedelta(hours=1), last, "horizon"),
        (NOW, last, "horizon"),
        (NOW + timedelta(2), NOW + timedelta(20), "long"),
        (NOW + timedelta(2), NOW + timedelta(1), "order"),
    ):
        with pytest.raises(ValidationError) as refused:
            book(arta, Ask(room, start, end), now=NOW)
        assert any(code in told for told in codes_of(refused).values()), (start, end)
    naive = datetime.fromisoformat("2027-06-07T10:00")
    without_zone = Ask(room, naive, naive + timedelta(hours=1))
    with pytest.raises(ValidationError) as refused:
        book(arta, without_zone, now=NOW)
    assert codes_of(refused) == {"starts_at": ["naive"]}


def test_seconds_are_off_the_grid(room, arta):
    asked = ask(room)
    odd = Ask(room, asked.starts_at + timedelta(seconds=30), asked.ends_at)
    with pytest.raises(ValidationError) as refused:
        book(arta, odd, now=NOW)
    assert codes_of(refused) == {"starts_at": ["grid"]}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sq", "Orari ecën me hapa prej 30 minutash."),
        ("en", "Times go in steps of 30 minutes."),
        ("de", "Die Zeiten gehen in Schritten von 30 Minuten."),
    ],
)
def test_reasons_are_told_in_the_readers_language(room, arta, language, sentence):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        booked(arta, room, "10:10", "11:00")
    assert refused.value.message_dict == {"starts_at": [sentence]}


def test_halves_of_days_are_let_as_a_whole(space, arta):
    desk = places.resource(space, "Desk", "desk", granularity="half_day")

    with pytest.raises(ValidationError) as refused:
        booked(arta, desk, "10:00", "12:00")
    assert codes_of(refused) == {"starts_at": ["grid"]}
    (message,) = refused.value.message_dict["starts_at"]
    assert "09:00\N{EN DASH}13:00" in message

    booked(arta, desk, "09:00", "13:00")
    with pytest.raises(FullError) as full:
        booked(UserFactory(), desk, "09:00", "13:00")
    assert local(full.value.choices[0].starts_at, desk) == "2027-06-07 13:00"


def test_a_buffer_stays_free_around_a_booking(space, arta):
    room = places.resource(space, capacity=4, buffer=30)
    booked(arta, room, "10:00", "11:00")

    with pytest.raises(FullError):
        booked(arta, room, "11:00", "12:00")
    booked(arta, room, "11:30", "12:30")


def test_a_closed_day_cannot_be_booked_by_anybody(room, arta, manager):
    DayException.objects.create(space=room.space, first=MONDAY, last=MONDAY)
    for who in (arta, manager):
        with pytest.raises(ValidationError) as refused:
            booked(who, room)
        assert codes_of(refused) == {"starts_at": ["closed"]}


def test_what_needs_approval_is_asked_for_and_holds_the_seat(space, arta, manager):
    area = places.resource(
        space, "Area", "event_area", capacity=40, needs_approval=True
    )

    found = booked(arta, area)

    assert found.state == "requested"
    assert found.hold_expires_at == NOW + timedelta(hours=48)
    assert Allocation.objects.get().lapses_at == found.hold_expires_at
    with pytest.raises(FullError):
        booked(UserFactory(), area)
    assert booked(manager, area, "12:00", "13:00").state == "confirmed"


def test_a_request_never_holds_into_its_own_time(space, arta):
    area = places.resource(
        space, "Area", "event_area", capacity=40, needs_approval=True
    )
    late = datetime(2027, 6, 7, 7, tzinfo=UTC)

    found = booked(arta, area, now=late)

    assert found.hold_expires_at == found.starts_at


def test_a_lapsed_request_gives_way_to_the_next(space, arta):
    area = places.resource(
        space,
        "Area",
        "event_area",
        capacity=40,
        needs_approval=True,
        hold_hours=1,
    )
    old = booked(arta, area)

    new = booked(UserFactory(), area, now=NOW + timedelta(hours=2))

    old.refresh_from_db()
    assert (old.state, new.state) == ("expired", "requested")
    assert list(Allocation.objects.values_list("booking", flat=True)) == [new.pk]
    last = old.events.last()
    assert (last.action, last.by) == ("expired", None)


def test_a_guest_who_does_not_come_loses_the_seat(space, arta):
    desk = places.resource(
        space, "Desk", "desk", needs_check_in=True, release_after=15, step=15
    )
    old = booked(arta, desk, "10:00", "12:00")

    late = old.starts_at + timedelta(minutes=15)
    new = booked(UserFactory(), desk, "10:15", "11:00", now=late)

    old.refresh_from_db()
    assert (old.state, new.state) == ("no_show", "confirmed")


def test_the_same_request_with_the_same_key_is_booked_once(room, arta):
    first = book(arta, ask(room), key="one", now=NOW)
    again = book(arta, ask(room), key="one", now=NOW)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.booking == again.booking
    with pytest.raises(KeyReusedError):
        book(arta, ask(room, "12:00", "13:00"), key="one", now=NOW)
    assert book(UserFactory(), ask(room, "12:00", "13:00"), key="one", now=NOW).is_new


@pytest.mark.parametrize("key", ["x" * 81, "ë", "a\nb", "\0"])
def test_odd_keys_are_refused(room, arta, key):
    with pytest.raises(ValidationError) as refused:
        book(arta, ask(room), key=key, now=NOW)
    assert codes_of(refused) == {"key": ["key"]}


def test_managers_book_for_members_and_others_do_not(room, arta, manager, host, viewer):
    found = booked(manager, room, member=arta)

    assert (found.member, found.by) == (arta, manager)
    for who in (UserFactory(), host, viewer):
        with pytest.raises(PermissionDenied):
            booked(who, room, "12:00", "13:00", member=arta)


def test_nobody_books_in_a_space_that_they_do_not_see(space, room, arta, manager):
    space.is_open = False
    space.save()
    room.refresh_from_db()

    with pytest.raises(PermissionDenied):
        booked(arta, room)
    booked(manager, room)


def test_a_member_has_a_bound(room, arta, monkeypatch):
    monkeypatch.setattr(module, "MOST_COMING", 1)
    booked(arta, room)
    with pytest.raises(TooManyError):
        booked(arta, room, "12:00", "13:00")


@pytest.mark.parametrize("note", ["x" * 501, "a\0b"])
def test_odd_notes_are_refused(room, arta, note):
    with pytest.raises(ValidationError) as refused:
        booked(arta, room, note=note)
    assert list(refused.value.error_dict) == ["note"]


def test_times_that_clocks_skip_name_the_next_one(space, room):
    with pytest.raises(ValidationError) as refused:
        ask_local(room, GAP, time(2, 30), None, time(4))
    assert codes_of(refused) == {"starts_at": ["gap"]}
    assert "03:00" in refused.value.message_dict["starts_at"][0]


def test_of_times_that_come_twice_the_earlier_is_meant(room):
    told = ask_local(room, DOUBLED, time(2, 30), None, time(9))

    assert told.ask.starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    (hint,) = told.hints
    assert "02:30" in hint


def test_an_end_that_is_not_after_the_start_is_on_the_next_day(room):
    told = ask_local(room, MONDAY, time(22), None, time(1))
    assert local(told.ask.ends_at, room) == "2027-06-08 01:00"


def test_several_places_are_booked_all_or_none(room, desks, arta):
    days = [MONDAY + timedelta(one) for one in range(3)]
    booked(UserFactory(), room, day=days[1])

    with pytest.raises(VisitNotBookedError) as refused:
        book_all(arta, [ask(room, day=one) for one in days], now=NOW)

    ((full, choices),) = refused.value.full
    assert local(full.starts_at, room) == "2027-06-08 10:00"
    assert local(choices[0].starts_at, room) == "2027-06-08 11:00"
    assert not Booking.objects.filter(member=arta).exists()
    asks = [ask(room), ask(desks, day=days[1]), ask(room, day=days[2])]
    assert len(book_all(arta, asks, now=NOW)) == 3


def test_two_of_one_request_do_not_take_the_same_seat(room, desks, arta):
    with pytest.raises(VisitNotBookedError):
        book_all(arta, [ask(room), ask(room, "10:30", "11:30")], now=NOW)
    book_all(arta, [ask(desks), ask(desks, "10:30", "11:30")], now=NOW)
    assert sorted(Allocation.objects.values_list("seat", flat=True)) == [0, 1]


def test_a_booking_takes_few_statements(room, arta, django_assert_max_num_queries):
    booked(arta, room, "12:00", "13:00")
    with django_assert_max_num_queries(13):
        booked(arta, room)


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_a_place_is_told_to_try_again(room, arta):
    with _held_elsewhere(room), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '200ms'")
        with pytest.raises(BusyError):
            booked(arta, room)
        cursor.execute("RESET statement_timeout")
    assert booked(arta, room).state == "confirmed"


@contextmanager
def _held_elsewhere(room):
    """Another connection holds the row of this resource."""
    with (
        psycopg.connect(
            **connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
        ) as other,
        other.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT id FROM spaces_resource WHERE id = %s FOR NO KEY UPDATE", [room.pk]
        )
        yield
        other.rollback()


def test_of_very_much_that_is_taken_the_first_ten_are_searched_for(room, arta):
    days = [MONDAY + timedelta(one) for one in range(14)]
    for day in days:
        booked(UserFactory(), room, "09:00", "17:00", day=day)

    with pytest.raises(VisitNotBookedError) as refused:
        book_all(arta, [ask(room, day=one) for one in days], now=NOW)

    offered = [bool(choices) for _ask, choices in refused.value.full]
    assert offered == [True] * 10 + [False] * 4
