"""Real threads: seats come free while others wait, join, leave and book."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from community.spaces.actions import (
    FreeNowError,
    FullError,
    WrongStateError,
    cancel_booking,
    join_waitlist,
    leave_waitlist,
    move_booking,
    promote_waiting,
    settle_overdue,
)
from community.spaces.models import Allocation, Booking, WaitlistEntry
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.many import HOUR, NOW, START, ask, at_once, booker, kinds, taken

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(resource, start=START, **more) -> WaitlistEntry:
    return join_waitlist(UserFactory(), ask(resource, start), now=NOW, **more).entry


def canceller(booking: Booking) -> Callable[[], object]:
    return lambda: cancel_booking(booking.member, booking, now=NOW)


def consistent() -> list[str]:
    """States of all entries; each that has a place has its seats, and nobody else's."""
    rows = WaitlistEntry.objects.select_related("booking").order_by("created_at", "pk")
    for one in rows:
        assert (one.booking is not None) == (one.state == "promoted")
        if one.booking:
            assert one.booking.member_id == one.member_id
            assert Allocation.objects.filter(booking=one.booking).count() == 1
    with_place = [one.booking_id for one in rows if one.booking_id]
    assert len(with_place) == len(set(with_place))
    return [one.state for one in rows]


@pytest.mark.parametrize("round_", range(3))
def test_a_seat_goes_to_who_waits_never_to_who_books(space, arta, round_) -> None:
    desks = places.resource(space, "Desks", "hot_desks", capacity=3, is_shared=True)
    guests = [
        places.booking(desks, UserFactory(), START, seat=number) for number in range(3)
    ]
    entries = [waiting(desks) for _number in range(4)]

    cancels = [canceller(one) for one in guests[:2]]
    found = at_once(*cancels, *[booker(desks) for _number in range(38)])

    assert kinds(found) == {"Booking": 2, "FullError": 38}, found
    assert consistent() == ["promoted", "promoted", "waiting", "waiting"]
    assert taken(desks) == [0, 1, 2]
    assert entries[0].pk < entries[1].pk


@pytest.mark.parametrize("round_", range(3))
def test_who_joins_while_the_seat_comes_free_is_not_missed(room, arta, round_) -> None:
    first = places.booking(room, arta, START)
    member = UserFactory()

    done, joined = at_once(
        canceller(first), lambda: join_waitlist(member, ask(room), now=NOW)
    )

    assert isinstance(done, Booking), done
    if isinstance(joined, FreeNowError):
        assert not WaitlistEntry.objects.exists()
        assert taken(room) == []
    else:
        assert consistent() == ["promoted"], joined
        assert taken(room) == [0]


@pytest.mark.parametrize("round_", range(3))
def test_who_leaves_while_it_is_their_turn_has_left_or_has_a_place(
    room, arta, round_
) -> None:
    first = places.booking(room, arta, START)
    one, other = waiting(room), waiting(room)

    done, left = at_once(canceller(first), lambda: leave_waitlist(one.member, one))

    assert isinstance(done, Booking), done
    if isinstance(left, WrongStateError):
        assert consistent() == ["promoted", "waiting"]
    else:
        assert consistent() == ["left", "promoted"], left
    assert taken(room) == [0]
    assert other.pk > one.pk


@pytest.mark.parametrize("round_", range(3))
def test_two_rooms_come_free_for_one_who_takes_any(space, arta, round_) -> None:
    rooms = [places.resource(space, name, capacity=4) for name in ("A", "B", "C")]
    guests = [places.booking(one, UserFactory(), START) for one in rooms]
    first, second = (waiting(one, is_any=True) for one in rooms[:2])

    found = at_once(*[canceller(one) for one in guests])

    assert kinds(found) == {"Booking": 3}, found
    assert consistent() == ["promoted", "promoted"]
    assert sum(len(taken(one)) for one in rooms) == 2
    assert first.pk < second.pk


def test_everything_at_once_ends_without_a_deadlock(space, arta) -> None:
    rooms = [places.resource(space, name, capacity=4) for name in ("A", "B", "C")]
    guests = [places.booking(one, UserFactory(), START) for one in rooms]
    later = START + 3 * HOUR
    for number, one in enumerate(rooms):
        waiting(one, is_any=number != 1)

    def mover(booking: Booking, to) -> Callable[[], object]:
        return lambda: move_booking(booking.member, booking, ask(to, later), now=NOW)

    def joiner(resource) -> Callable[[], object]:
        member = UserFactory()
        return lambda: join_waitlist(member, ask(resource), is_any=True, now=NOW)

    moves = [mover(guests[0], rooms[2]), mover(guests[2], rooms[0])]
    joins = [joiner(one) for one in rooms * 2]
    rounds = [lambda: promote_waiting(NOW), lambda: settle_overdue(NOW)]
    books = [booker(one, start) for one in rooms for start in (START, later)]
    found = at_once(canceller(guests[1]), *moves, *joins, *rounds, *books)

    known = (Booking, FullError, FreeNowError, int)
    odd = [
        one
        for one in found
        if not isinstance(one, known) and type(one).__name__ not in ("Joined", "Booked")
    ]
    assert odd == []
    consistent()
    for one in rooms:
        assert taken(one) in ([0], [])
        assert taken(one, later) in ([0], [])
    # Whatever came free at that time went to the list. (A move fails where one was faster.)
    free = sum(isinstance(one, Booking) for one in found[:3])
    assert free >= 1
    states = list(WaitlistEntry.objects.values_list("state", flat=True))
    assert states.count("promoted") == free


def test_lapsed_seats_go_to_who_waits_while_others_book(space) -> None:
    desks = places.resource(
        space, "Desks", "hot_desks", capacity=4, is_shared=True, needs_check_in=True
    )
    for number in range(4):
        places.booking(desks, UserFactory(), START, 240, seat=number)
    late = START + HOUR / 2
    then = START + 2 * HOUR
    entries = [waiting(desks, then) for _number in range(3)]
    Allocation.objects.update(lapses_at=late)

    others = [booker(desks, then, now=late) for _number in range(12)]
    found = at_once(*[lambda: settle_overdue(late)] * 2, *others)

    assert set(kinds(found)) <= {"int", "Booked", "FullError"}, found
    assert kinds(found)["Booked"] <= 1, found
    assert consistent() == ["promoted"] * 3
    assert len(taken(desks, then)) == 3 + kinds(found)["Booked"]
    assert entries[0].until == then
    assert then - late > timedelta(hours=1)
