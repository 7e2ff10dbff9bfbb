"""What the database itself refuses."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from community.spaces.models import (
    Allocation,
    Block,
    BookingEvent,
    DayException,
    OpeningRule,
    Resource,
    Space,
)
from tests.factories import places

NINE = datetime(2027, 6, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def allocate(resource, start, end, seat=0, **of):
    return Allocation.objects.create(
        resource=resource, seat=seat, starts_at=start, ends_at=end, **of
    )


@pytest.fixture
def block(desks):
    return Block.objects.create(resource=desks, starts_at=NINE, ends_at=NINE + HOUR)


@pytest.mark.parametrize(
    ("start", "minutes"),
    [(NINE, 60), (NINE - HOUR, 61), (NINE + HOUR / 2, 1), (NINE - HOUR, 300)],
)
def test_a_seat_is_never_taken_twice(desks, block, start, minutes):
    allocate(desks, NINE, NINE + HOUR, block=block)

    with pytest.raises(IntegrityError, match="seat_taken_once"):
        allocate(desks, start, start + timedelta(minutes=minutes), block=block)


def test_neighbours_in_time_and_place_do_no_harm(desks, room, block):
    allocate(desks, NINE, NINE + HOUR, block=block)

    allocate(desks, NINE + HOUR, NINE + 2 * HOUR, block=block)
    allocate(desks, NINE - HOUR, NINE, block=block)
    allocate(desks, NINE, NINE + HOUR, seat=1, block=block)
    allocate(room, NINE, NINE + HOUR, block=block)

    assert Allocation.objects.count() == 5


def test_an_allocation_is_of_a_booking_or_of_a_block(desks, block, arta):
    booking = places.booking(desks, arta, seat=None)
    for of in ({}, {"booking": booking, "block": block}):
        with (
            pytest.raises(IntegrityError, match="allocation_of_booking_or_block"),
            transaction.atomic(),
        ):
            allocate(desks, NINE, NINE + HOUR, **of)


def test_times_go_forward(desks, block, arta):
    with pytest.raises(IntegrityError, match="booking_ends"), transaction.atomic():
        places.booking(desks, arta, minutes=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        allocate(desks, NINE, NINE - HOUR, block=block)


def test_the_same_key_of_a_member_is_used_once(desks, arta, host):
    places.booking(desks, arta, idempotency_key="a")
    places.booking(desks, host, seat=1, idempotency_key="a")
    places.booking(desks, arta, seat=2)

    with pytest.raises(IntegrityError, match="booking_asked_once"):
        places.booking(desks, arta, seat=None, idempotency_key="a")


def test_the_history_of_a_booking_is_append_only(desks, arta):
    booking = places.booking(desks, arta)
    line = BookingEvent.objects.create(
        booking=booking, by=arta, action="booked", to_state="confirmed", version=1
    )
    rows = BookingEvent.objects.filter(pk=line.pk)
    for change in ({"to_state": "cancelled"}, {"version": 2}, {"by": booking.by}):
        if change != {"by": None}:
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
            ):
                rows.update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.delete()

    rows.update(by=None)

    line.refresh_from_db()
    assert (line.by, line.action) == (None, "booked")


def test_a_line_may_go_after_three_years(desks, arta):
    line = BookingEvent.objects.create(
        booking=places.booking(desks, arta), action="booked", to_state="confirmed",
        version=1,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        old = NINE - timedelta(days=9 * 365)
        BookingEvent.objects.filter(pk=line.pk).update(created_at=old)
        cursor.execute("SET LOCAL session_replication_role = origin")

    line.delete()

    assert not BookingEvent.objects.exists()


def test_hours_belong_to_a_space_or_to_a_resource(space, room):
    for of in ({}, {"space": space, "resource": room}):
        with (
            pytest.raises(IntegrityError, match="hours_of_space_or_resource"),
            transaction.atomic(),
        ):
            OpeningRule.objects.create(
                weekdays=[0], opens=time(9), closes=time(10), **of
            )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "weekdays"),
        ({"weekdays": [7]}, "weekdays"),
        ({"dates": "RRULE:FREQ=SECONDLY"}, "dates"),
        ({"weekdays": [1], "valid_from": date(2027, 2, 1), "valid_to": date(2027, 1, 1)}, "__all__"),
    ],
)  # fmt: skip
def test_hours_that_say_nothing_are_refused(space, values, field):
    rule = OpeningRule(space=space, opens=time(9), closes=time(10), **values)

    with pytest.raises(ValidationError) as caught:
        rule.full_clean()

    assert list(caught.value.message_dict) == [field]


def test_exceptions_know_both_hours_or_none_and_their_own_resources(space, room):
    elsewhere = places.resource(places.space("peja"))
    days = {"space": space, "first": date(2027, 5, 1), "last": date(2027, 5, 1)}
    wrong = [
        ({"opens": time(9)}, "__all__"),
        ({"last": date(2027, 4, 1)}, "__all__"),
        ({"resource": elsewhere}, "resource"),
    ]
    for values, field in wrong:
        with pytest.raises(ValidationError) as caught:
            DayException(**{**days, **values}).full_clean()
        assert list(caught.value.message_dict) == [field]

    DayException(**days, resource=room).full_clean()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"zone": "Europe/Pristina"}, "zone"),
        ({"zone": "../etc/passwd"}, "zone"),
        ({"slug": "plan"}, "slug"),
        ({"latitude": 91}, "latitude"),
        ({"longitude": -181}, "longitude"),
    ],
)
def test_spaces_are_somewhere(db, values, field):
    one = Space(
        slug="gjakova", name_sq="a", name_en="b", name_de="c", address="d", city="e"
    )
    one.full_clean()
    for name, value in values.items():
        setattr(one, name, value)

    with pytest.raises(ValidationError) as caught:
        one.full_clean()

    assert list(caught.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"capacity": 0}, "capacity"),
        ({"kind": "desk", "capacity": 2}, "capacity"),
        ({"shortest": 60, "longest": 30}, "__all__"),
        ({"step": 7}, "step"),
        ({"amenities": ["pool"]}, "amenities"),
        ({"horizon_days": 367}, "horizon_days"),
        (
            {"active_from": date(2027, 2, 1), "active_until": date(2027, 1, 1)},
            "__all__",
        ),
    ],
)
def test_resources_are_let_on_possible_terms(space, values, field):
    one = Resource(space=space, **{"kind": "room", **values})
    one.name_sq = one.name_en = one.name_de = "Salla"

    with pytest.raises(ValidationError) as caught:
        one.full_clean()

    assert field in caught.value.message_dict


def test_a_room_is_let_as_a_whole_and_desks_by_the_seat(room, desks):
    assert (room.seats, desks.seats) == (1, 3)


def test_names_in_the_readers_language(space):
    assert (space.name_in("de"), space.name_in("fr")) == (
        "Prishtina de",
        "Prishtina en",
    )
