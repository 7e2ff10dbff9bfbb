"""Real threads with connections of their own: many who want the same seat at a moment."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.models import QuerySet

from community.spaces.actions import (
    Ask,
    FullError,
    StaleError,
    VisitNotBookedError,
    VisitWish,
    WrongStateError,
    book,
    book_visit,
    cancel_booking,
    check_in,
    confirm_booking,
    decline_booking,
    move_booking,
    settle_overdue,
)
from community.spaces.actions import booking as booking_module
from community.spaces.models import Allocation, Booking, BookingEvent, Visit
from tests.factories import places
from tests.factories.people import UserFactory

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
START = datetime(2027, 6, 7, 8, tzinfo=UTC)  # a Monday, ten o'clock in Prishtina
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PATIENCE = 60  # seconds
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """What each returned or raised. All begin when every one has a connection."""
    line = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            line.wait(PATIENCE)
            return task()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def kinds(found: list[object]) -> Counter[str]:
    return Counter(type(one).__name__ for one in found)


def ask(resource, start=START, length=HOUR) -> Ask:
    return Ask(resource, start, start + length)


def booker(resource, start=START, now=NOW) -> Callable[[], object]:
    """A member of their own who books."""
    member = UserFactory()
    return lambda: book(member, ask(resource, start), now=now)


def taken(resource, start=START) -> list[int]:
    """Seats that are taken at a moment, as often as they are."""
    rows = Allocation.objects.filter(
        resource=resource, starts_at__lte=start, ends_at__gt=start
    )
    return sorted(rows.values_list("seat", flat=True))


@pytest.fixture
def twelve(space):
    """Twelve hot desks, of which eleven are taken at the start."""
    found = places.resource(space, "Desks", "hot_desks", capacity=12, is_shared=True)
    for seat in range(11):
        places.booking(found, UserFactory(), START, seat=seat)
    return found


@pytest.fixture
def without_lock(monkeypatch):
    """Nobody waits for anybody, and all have read before the first one writes."""

    def prepare(number: int) -> None:
        line, read = threading.Barrier(number), booking_module.ground_of

        def read_and_wait(*arguments: object, **named: object) -> object:
            found = read(*arguments, **named)
            line.wait(PATIENCE)
            return found

        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows.all())
        monkeypatch.setattr(booking_module, "ground_of", read_and_wait)

    return prepare


def test_fifty_want_the_last_seat_and_one_gets_it(twelve) -> None:
    found = at_once(*[booker(twelve) for _number in range(50)])

    assert kinds(found) == {"Booked": 1, "FullError": 49}
    assert taken(twelve) == list(range(12))
    told = [one.choices for one in found if isinstance(one, FullError)]
    assert all(1 <= len(choices) <= 3 for choices in told)
    # Nothing is left of those who were refused.
    assert Booking.objects.count() == 12
    assert BookingEvent.objects.count() == 1


def test_without_lock_and_constraint_more_than_one_gets_it(
    twelve, without_lock
) -> None:
    """The control: the test above notices when nobody guards the seat."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE spaces_allocation DROP CONSTRAINT seat_taken_once")
    without_lock(8)

    found = at_once(*[booker(twelve) for _number in range(8)])

    assert kinds(found) == {"Booked": 8}
    assert taken(twelve) == [*range(11), *[11] * 8]


def test_without_the_lock_the_table_still_lets_one_have_it(
    twelve, without_lock
) -> None:
    without_lock(8)

    found = at_once(*[booker(twelve) for _number in range(8)])

    # (who waits for another's row in a circle is refused by the server as a deadlock)
    refused = {IntegrityError.__name__, OperationalError.__name__}
    assert kinds(found)["Booked"] == 1, found
    assert set(kinds(found)) - {"Booked"} <= refused, found
    assert taken(twelve) == list(range(12))


def test_the_same_request_at_once_is_one_booking(twelve) -> None:
    member = UserFactory()

    def task() -> object:
        return book(member, ask(twelve), key="once", now=NOW)

    found = at_once(*[task] * 12)

    assert kinds(found) == {"Booked": 12}
    assert sum(one.is_new for one in found) == 1
    assert len({one.booking.pk for one in found}) == 1
    assert len(taken(twelve)) == 12


@pytest.mark.parametrize("round_", range(3))
def test_a_visit_of_eleven_days_is_booked_whole_or_not_at_all(
    space, room, round_
) -> None:
    other = places.resource(space, "Other")
    days = [START + number * DAY for number in range(11)]

    def stay(order: int) -> Callable[[], object]:
        member = UserFactory()
        wish = VisitWish(space, days[0].date(), days[-1].date(), time(10), time(11))
        # Between two rooms, one of them from the first day on, the other from the last.
        rooms = (room, other) if order else (other, room)
        asks = [ask(rooms[n % 2], day) for n, day in enumerate(days)]
        return lambda: book_visit(member, wish, asks[:: order or -1], now=NOW)

    singles = [booker((room, other)[n % 2], day) for n, day in enumerate(days)]
    found = at_once(stay(0), stay(1), *singles)

    known = {"BookedVisit", "VisitNotBookedError", "Booked", "FullError"}
    assert set(kinds(found)) <= known, found
    whole = [one.visit for one in found[:2] if not isinstance(one, VisitNotBookedError)]
    assert set(Visit.objects.all()) == set(whole)
    assert all(one.bookings.count() == 11 for one in whole)
    alone = kinds(found[2:])["Booked"]
    assert Booking.objects.count() == 11 * len(whole) + alone
    assert Allocation.objects.count() == 11 * len(whole) + alone
    for one in (room, other):
        assert all(len(taken(one, day)) <= 1 for day in days)
    # A place is refused only to whom somebody else was there before.
    for n, day in enumerate(days):
        assert taken((room, other)[n % 2], day) == [0]


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
