"""Which seat is free, and when the next one is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.spaces.calendar import (
    Choice,
    Window,
    fits,
    free_seat,
    free_seats,
    next_free,
)
from tests.spaces.test_segments import busy, windows
from tests.spaces.wall import CALM

DAY = [Window(0, 480)]


@pytest.mark.parametrize(
    ("taken", "seat"),
    [
        ([], 0),
        ([(0, 60, 0)], 1),
        ([(0, 60, 1)], 0),
        ([(0, 60, 0), (0, 60, 1)], 2),
        ([(0, 60, 0), (0, 60, 1), (59, 99, 2)], None),
        ([(60, 99, 0)], 0),
        ([(-60, 0, 0)], 0),
        ([(0, 60, 7)], 0),
        # each seat is free half of the time, none of them all the time
        ([(0, 30, 0), (30, 60, 1), (10, 20, 2)], None),
    ],
)
def test_the_lowest_seat_that_is_free_all_the_time(taken, seat):
    assert free_seat(taken, 3, 0, 60) == seat


def test_several_seats_or_none():
    taken = [(0, 60, 1)]

    assert free_seats(taken, 4, 0, 60, wanted=3) == [0, 2, 3]
    assert free_seats(taken, 4, 0, 60, wanted=4) == []


def test_a_buffer_makes_the_neighbour_busy():
    assert free_seat([(60, 99, 0)], 1, 0, 60) == 0
    assert free_seat([(60, 99, 0)], 1, 0, 60, buffer=1) is None


def test_a_time_fits_into_one_window():
    assert fits([Window(0, 60), Window(60, 90)], 10, 60)
    assert not fits([Window(0, 60), Window(60, 90)], 10, 61)


def test_the_next_three_choices():
    taken = [(0, 120, 0), (240, 300, 0)]

    found = next_free(DAY, taken, 1, 60, after=0, grid=(30, 0))

    assert found == [
        Choice(120, 180, (0,)),
        Choice(180, 240, (0,)),
        Choice(300, 360, (0,)),
    ]


def test_a_choice_waits_for_the_grid_and_the_buffer():
    found = next_free(
        DAY, [(0, 100, 0)], 1, 60, after=0, count=1, grid=(30, 0), buffer=15
    )

    assert found == [Choice(120, 180, (0,))]


def test_choices_end_with_what_is_open_and_with_the_horizon():
    assert next_free([Window(0, 100)], [], 1, 60, after=0) == [Choice(0, 60, (0,))]
    assert next_free(DAY, [], 1, 60, after=0, latest=59) == []
    assert next_free(DAY, [], 1, 60, after=421) == []


def test_choices_for_several_people_at_once():
    taken = [(0, 60, 0), (30, 90, 2)]

    found = next_free(DAY, taken, 3, 60, after=0, count=2, wanted=2, grid=(30, 0))

    assert found == [Choice(60, 120, (0, 1)), Choice(120, 180, (0, 1))]


def test_units_that_are_free():
    days = [Window(0, 60), Window(100, 180), Window(200, 260)]

    found = next_free(days, [(110, 120, 0)], 1, 0, after=0, whole=True)

    assert found == [Choice(0, 60, (0,)), Choice(200, 260, (0,))]
    assert next_free(days, [], 1, 0, after=1, whole=True, count=1) == [
        Choice(100, 180, (0,))
    ]


@CALM
@given(
    windows,
    busy,
    st.integers(1, 3),
    st.integers(1, 90),
    st.integers(0, 200),
    st.sampled_from([1, 5, 30]),
    st.integers(0, 10),
)
def test_choices_are_the_first_that_the_oracle_finds(
    open_at, taken, seats, length, after, step, buffer
):
    def is_free(start):
        return fits(open_at, start, start + length) and any(
            all(
                other != seat
                or end + buffer <= start
                or begin - buffer >= start + length
                for begin, end, other in taken
            )
            for seat in range(seats)
        )

    expected, start = [], -(-after // step) * step
    while start < 500 and len(expected) < 3:
        if is_free(start):
            expected.append(start)
            start += -(-length // step) * step if length % step else length
        else:
            start += step

    found = next_free(
        open_at, taken, seats, length, after=after, buffer=buffer, grid=(step, 0)
    )

    assert [one.start for one in found] == expected
    for one in found:
        assert (
            free_seat(taken, seats, one.start, one.end, buffer=buffer) == one.seats[0]
        )
