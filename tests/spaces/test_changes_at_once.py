"""Real threads: cancelling, moving, arriving and answering while others book."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from community.spaces.actions import (
    FullError,
    StaleError,
    WrongStateError,
    cancel_booking,
    check_in,
    confirm_booking,
    decline_booking,
    move_booking,
    settle_overdue,
)
from community.spaces.models import Allocation, Booking, BookingEvent
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.many import DAY, HOUR, NOW, START, ask, at_once, booker, kinds, taken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def expected(space):
    """Eight guests who have not come yet, half an hour after they should have."""
    desks = places.resource(
        space, "Desks", "hot_desks", capacity=8, is_shared=True, needs_check_in=True
    )
    guests = [
        places.booking(desks, UserFactory(), START, 120, seat=n) for n in range(8)
    ]
    Allocation.objects.update(lapses_at=START + HOUR / 2)
    return desks, guests


@pytest.mark.parametrize("round_", range(3))
def test_a_guest_arrives_or_the_seat_is_free_never_both(expected, round_) -> None:
    desks, guests = expected
    late = START + HOUR / 2
    just = late - timedelta(seconds=1)

    def arrive(booking: Booking) -> Callable[[], object]:
        return lambda: check_in(booking.member, booking, now=just)

    arrivals = [arrive(one) for one in guests]
    release = [lambda: settle_overdue(late)] * 2
    others = [booker(desks, late, now=late) for _number in range(10)]
    found = at_once(*arrivals, *release, *others)

    arrived, others_found = found[:8], found[10:]
    assert set(kinds(others_found)) <= {"Booked", "FullError"}, others_found
    assert kinds(found[8:10]) == {"int": 2}, found
    here = 0
    for guest, answer in zip(guests, arrived, strict=True):
        guest.refresh_from_db()
        seats = Allocation.objects.filter(booking=guest)
        if isinstance(answer, Booking):
            here += 1
            assert guest.state == "checked_in"
            assert [one.lapses_at for one in seats] == [None]
        else:
            assert isinstance(answer, WrongStateError), answer
            assert guest.state == "no_show"
            assert not seats
        assert BookingEvent.objects.filter(booking=guest).count() == 1
    assert kinds(others_found)["Booked"] == 8 - here
    assert taken(desks, late) == list(range(8))


@pytest.mark.parametrize("round_", range(3))
def test_a_cancelled_seat_goes_to_one_at_most(room, arta, round_) -> None:
    first = places.booking(room, arta, START)

    others = [booker(room) for _number in range(8)]
    done, *found = at_once(lambda: cancel_booking(arta, first, now=NOW), *others)

    assert isinstance(done, Booking), done
    assert set(kinds(found)) <= {"Booked", "FullError"}, found
    won = kinds(found)["Booked"]
    assert won <= 1
    assert taken(room) == [0] * won


def test_cancelling_twice_at_once_is_done_once(room, arta) -> None:
    first = places.booking(room, arta, START)

    found = at_once(*[lambda: cancel_booking(arta, first, now=NOW)] * 6)

    assert kinds(found) == {"Booking": 1, "WrongStateError": 5}
    assert BookingEvent.objects.filter(booking=first).count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_who_moves_and_who_books_never_share_a_seat(room, arta, round_) -> None:
    first, later = places.booking(room, arta, START), START + 2 * HOUR

    there = [booker(room, later) for _number in range(5)]
    here = [booker(room, START) for _number in range(5)]
    moved, *found = at_once(
        lambda: move_booking(arta, first, ask(room, later), now=NOW), *there, *here
    )

    assert set(kinds(found)) <= {"Booked", "FullError"}, found
    got_there, got_here = kinds(found[:5])["Booked"], kinds(found[5:])["Booked"]
    first.refresh_from_db()
    if isinstance(moved, Booking):
        assert first.starts_at == later
        assert (got_there, got_here <= 1) == (0, True)
    else:
        assert isinstance(moved, FullError), moved
        assert first.starts_at == START
        assert (got_there, got_here) == (1, 0)
    assert taken(room, later) == [0]
    assert taken(room, START) == [0] * (got_here + (first.starts_at == START))


def test_who_would_change_places_neither_waits_for_ever_nor_moves(space, room) -> None:
    """Each wants the seat that the other one has, in two rooms that both must hold."""
    other = places.resource(space, "Other")
    pairs = [
        (places.booking(one, UserFactory(), START + n * DAY), another, START + n * DAY)
        for n in range(5)
        for one, another in ((room, other), (other, room))
    ]

    def move(booking: Booking, to, start: datetime) -> Callable[[], object]:
        return lambda: move_booking(booking.member, booking, ask(to, start), now=NOW)

    found = at_once(*[move(*one) for one in pairs])

    assert kinds(found) == {"FullError": 10}
    assert Allocation.objects.count() == 10


def test_two_move_the_same_booking_and_one_is_told_so(room, manager, arta) -> None:
    first = places.booking(room, arta, START)

    def move(by, hours: int) -> Callable[[], object]:
        to = ask(room, START + hours * HOUR)
        return lambda: move_booking(by, first, to, version=1, now=NOW)

    found = at_once(move(arta, 1), move(manager, 2))

    assert kinds(found) == {"Booking": 1, StaleError.__name__: 1}
    assert Allocation.objects.count() == 1


@pytest.mark.parametrize("version", [None, 1])
def test_a_request_is_answered_once(space, manager, arta, version) -> None:
    hall = places.resource(space, "Hall", needs_approval=True)
    request = places.booking(hall, arta, START, state="requested")
    second = places.looks_after(UserFactory(), space)

    found = at_once(
        *(
            lambda by=by, answer=answer: answer(by, request, version=version, now=NOW)
            for by in (manager, second)
            for answer in (confirm_booking, decline_booking)
        )
    )

    refusal = WrongStateError if version is None else StaleError
    assert kinds(found) == {"Booking": 1, refusal.__name__: 3}
    request.refresh_from_db()
    assert request.version == 2
    assert taken(hall) == ([0] if request.state == "confirmed" else [])
    assert BookingEvent.objects.filter(booking=request).count() == 1
