"""Real threads: a calendar is read while people book what it keeps busy."""

from datetime import timedelta

import pytest

from community.spaces.actions import book, cancel_booking, fetch_source, remove_source
from community.spaces.ics import Fetched, Marks
from community.spaces.models import Allocation, Block, Booking, IcsSource
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.elsewhere import event, file_with
from tests.spaces.many import NOW, START, ask, at_once, booker, kinds, taken

pytestmark = pytest.mark.django_db(transaction=True)

WEEK = [
    event(f"{n}", f"202706{n:02}T100000", f"202706{n:02}T110000") for n in range(7, 14)
]


def says(*events: str):
    return lambda _address, _agent, _marks: Fetched(file_with(*events), Marks())


@pytest.fixture
def source(space):
    return IcsSource.objects.create(space=space, name="University", address="x")


def reader(source, *events: str, now=NOW):
    """Each as a job of its own has it."""
    own = IcsSource.objects.select_related("space").get(pk=source.pk)
    return lambda: fetch_source(own, now, says(*events))


def test_no_seat_goes_twice_while_a_calendar_is_read(space, source):
    found = places.resource(space, "Desks", "hot_desks", capacity=5, is_shared=True)
    days = [START + timedelta(days=number) for number in range(7)]

    told = at_once(
        reader(source, *WEEK), *(booker(found, days[n % 7]) for n in range(21))
    )

    assert told[0] is True
    assert set(kinds(told[1:])) <= {"Booked", "FullError"}, told
    assert Booking.objects.count() == kinds(told)["Booked"]
    for day in days:
        # All five are taken: by who came first, the others by the block.
        assert taken(found, day) == [0, 1, 2, 3, 4]


def test_who_books_what_a_calendar_gives_back_gets_it_once(space, source, room):
    fetch_source(source, NOW, says(*WEEK))
    later = NOW + timedelta(hours=1)

    told = at_once(reader(source, now=later), *(booker(room) for _number in range(6)))

    assert told[0] is True
    assert set(kinds(told[1:])) <= {"Booked", "FullError"}, told
    assert taken(room) == [0] * kinds(told)["Booked"]
    assert not Block.objects.exists()


def test_what_is_given_back_under_a_block_is_the_block_s(space, source, room):
    member = UserFactory()
    booking = book(member, ask(room), now=NOW).booking

    told = at_once(
        reader(source, *WEEK),
        lambda: cancel_booking(member, booking, now=NOW),
        *(booker(room) for _number in range(4)),
    )

    assert set(kinds(told)) <= {"bool", "Booking", "Booked", "FullError"}, told
    assert taken(room) == [0]
    assert Block.objects.count() == 7


def test_two_who_read_at_once_make_each_block_once(space, source, room):
    second = NOW + timedelta(seconds=1)

    told = at_once(reader(source, *WEEK), reader(source, *WEEK, now=second))

    assert set(kinds(told)) == {"bool"}, told
    assert True in told
    assert Block.objects.count() == len(WEEK) == Allocation.objects.count()


def test_what_is_removed_while_it_is_read_leaves_nothing(space, source, room):
    manager = places.looks_after(UserFactory(), space)

    told = at_once(reader(source, *WEEK), lambda: remove_source(manager, source, NOW))

    assert set(kinds(told)) <= {"bool", "NoneType"}, told
    assert not IcsSource.objects.exists()
    assert not Block.objects.exists()
    assert not Allocation.objects.exists()
