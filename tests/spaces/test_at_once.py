"""Real threads: many who want the same seat at the same moment."""

import threading
from collections.abc import Callable
from datetime import time

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.models import QuerySet

from community.spaces.actions import (
    FullError,
    VisitNotBookedError,
    VisitWish,
    book,
    book_visit,
)
from community.spaces.actions import booking as booking_module
from community.spaces.models import Allocation, Booking, BookingEvent, Visit
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.many import (
    DAY,
    NOW,
    PATIENCE,
    START,
    ask,
    at_once,
    booker,
    kinds,
    taken,
)

pytestmark = pytest.mark.django_db(transaction=True)


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

    assert kinds(found) == {"Booked": 1, "FullError": 49}, found
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
