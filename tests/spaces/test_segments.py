"""Free seats over time, against an oracle that counts minute by minute."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.spaces.calendar import Window, segments, units
from tests.spaces.wall import (
    CALM,
    DOUBLED,
    GAP,
    PRISHTINA,
    at,
    clock,
    free_by_the_minute,
    spread,
    window,
)


def test_nothing_busy():
    assert segments([Window(0, 60)], [], 3) == [(0, 60, 3)]


def test_nothing_open():
    assert segments([], [(0, 60, 0)], 3) == []


@pytest.mark.parametrize(
    ("busy", "expected"),
    [
        ([(10, 20, 0)], [(0, 10, 2), (10, 20, 1), (20, 60, 2)]),
        ([(0, 60, 0)], [(0, 60, 1)]),
        ([(0, 60, 0), (0, 60, 1)], [(0, 60, 0)]),
        ([(10, 20, 0), (20, 30, 0)], [(0, 10, 2), (10, 30, 1), (30, 60, 2)]),
        ([(10, 20, 0), (20, 30, 1)], [(0, 10, 2), (10, 30, 1), (30, 60, 2)]),
        ([(10, 30, 0), (20, 40, 1)], [(0, 10, 2), (10, 20, 1), (20, 30, 0), (30, 40, 1), (40, 60, 2)]),
        ([(-50, 10, 0)], [(0, 10, 1), (10, 60, 2)]),
        ([(50, 90, 0)], [(0, 50, 2), (50, 60, 1)]),
        ([(-50, 90, 1)], [(0, 60, 1)]),
        ([(-50, 0, 1), (60, 70, 0)], [(0, 60, 2)]),
        # one seat twice, and seats that the resource no longer has
        ([(10, 30, 0), (20, 40, 0)], [(0, 10, 2), (10, 40, 1), (40, 60, 2)]),
        ([(10, 30, 2), (20, 40, 7)], [(0, 60, 2)]),
    ],
)  # fmt: skip
def test_sweep(busy, expected):
    assert segments([Window(0, 60)], busy, 2) == expected


def test_busy_between_windows_and_across_them():
    windows = [Window(0, 60), Window(120, 180), Window(180, 240)]

    found = segments(windows, [(70, 100, 0), (50, 130, 1), (170, 190, 0)], 2)

    assert found == [
        (0, 50, 2), (50, 60, 1), (120, 130, 1), (130, 170, 2), (170, 180, 1),
        (180, 190, 1), (190, 240, 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"earliest": 30}, [(30, 60, 1)]),
        ({"latest": 30}, [(0, 30, 1)]),
        ({"earliest": 60}, []),
        ({"latest": 0}, []),
        ({"earliest": 31, "step": 15}, [(45, 60, 1)]),
        ({"latest": 31, "step": 15}, [(0, 30, 1)]),
        ({"earliest": 1, "step": 60}, []),
    ],
)
def test_lead_horizon_and_grid_cut(values, expected):
    assert segments([Window(0, 60)], [], 1, **values) == expected


def test_a_window_off_the_grid_is_rounded_in():
    assert segments([Window(10, 110)], [], 1, step=30) == [(30, 90, 1)]


def test_what_is_busy_off_the_grid_is_rounded_out():
    found = segments([Window(0, 120)], [(40, 50, 0)], 1, step=30)

    assert found == [(0, 30, 1), (30, 60, 0), (60, 120, 1)]


def test_the_grid_of_a_zone_that_stands_half_an_hour_beside():
    # 30 minutes of UTC are a full hour there
    assert segments([Window(0, 120)], [], 1, step=60, phase=30) == [(30, 90, 1)]


def test_buffers_around_what_is_busy():
    found = segments([Window(0, 120)], [(40, 60, 0)], 1, buffer=10)

    assert found == [(0, 30, 1), (30, 70, 0), (70, 120, 1)]


def test_buffers_that_meet_are_counted_once():
    found = segments([Window(0, 120)], [(20, 40, 0), (50, 70, 0)], 2, buffer=10)

    assert found == [(0, 10, 2), (10, 80, 1), (80, 120, 2)]


def test_what_is_let_as_a_whole_is_taken_as_a_whole():
    days = [Window(0, 60), Window(100, 160)]

    assert segments(days, [(50, 55, 0)], 2, whole=True) == [(0, 60, 1), (100, 160, 2)]
    assert segments(days, [(50, 110, 0)], 2, whole=True) == [(0, 60, 1), (100, 160, 1)]
    assert segments(days, [(70, 80, 0)], 2, whole=True) == [(0, 60, 2), (100, 160, 2)]
    assert segments(days, [], 2, whole=True, earliest=1) == [(100, 160, 2)]
    assert segments(days, [], 2, whole=True, latest=150) == [(0, 60, 2)]


def test_halves_of_a_day():
    day, night = window("08:00", "18:00"), window("19:00", "20:00")

    assert units([day, night], PRISHTINA) == [day, night]
    assert units([day, night], PRISHTINA, clock("13:00")) == [
        window("08:00", "13:00"),
        window("13:00", "18:00"),
        night,
    ]


@pytest.mark.parametrize(("day", "minutes"), [(GAP, 12 * 60), (DOUBLED, 14 * 60)])
def test_the_first_half_of_a_day_on_which_clocks_are_moved(day, minutes):
    start = at("00:00", day)

    first, _second = units([Window(start, start + 20 * 60)], PRISHTINA, clock("13:00"))

    assert first.end - first.start == minutes
    assert first.end == at("13:00", day)


windows = st.lists(st.integers(0, 400), min_size=2, max_size=10, unique=True).map(
    lambda cuts: [
        Window(start, end)
        for start, end in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)
    ]
)
busy = st.lists(
    st.tuples(st.integers(-50, 420), st.integers(1, 120), st.integers(0, 4)).map(
        lambda one: (one[0], one[0] + one[1], one[2])
    ),
    max_size=12,
)


@CALM
@given(windows, busy, st.integers(1, 4), st.integers(0, 30))
def test_segments_equal_the_oracle(open_at, taken, seats, buffer):
    found = segments(open_at, taken, seats, buffer=buffer)

    assert spread(found) == free_by_the_minute(open_at, taken, seats, buffer)


@CALM
@given(
    windows,
    busy,
    st.integers(1, 4),
    st.sampled_from([5, 15, 30, 60]),
    st.integers(0, 59),
)
def test_on_a_grid_a_cell_is_as_free_as_its_worst_minute(
    open_at, taken, seats, step, phase
):
    """And what is offered lies on the grid, inside what is open."""
    found = segments(open_at, taken, seats, step=step, phase=phase)
    minutes = spread(found)
    busy_seats = {
        cell: {
            seat
            for start, end, seat in taken
            if start < cell + step and end > cell and seat < seats
        }
        for cell in range(-60 - phase % step, 480, step)
    }
    cells = [
        cell
        for cell in busy_seats
        if any(start <= cell and cell + step <= end for start, end in open_at)
    ]

    assert minutes == {
        minute: seats - len(busy_seats[cell])
        for cell in cells
        for minute in range(cell, cell + step)
    }


@CALM
@given(windows, busy, st.integers(1, 4))
def test_segments_have_no_gap_and_no_overlap(open_at, taken, seats):
    found = segments(open_at, taken, seats)

    inside = list(found)
    for start, end in open_at:
        here = [one for one in inside if start <= one[0] < end]
        assert here[0][0] == start
        assert here[-1][1] == end
        assert all(one[1] == two[0] for one, two in itertools.pairwise(here))
        assert all(one[2] != two[2] for one, two in itertools.pairwise(here))
    assert segments(open_at, list(reversed(taken)), seats) == found


@CALM
@given(windows, busy, st.integers(1, 4))
def test_a_unit_is_as_free_as_seats_are_untouched(open_at, taken, seats):
    found = segments(open_at, taken, seats, whole=True)

    assert found == [
        (
            start,
            end,
            seats
            - len({n for a, b, n in taken if a < end and b > start and n < seats}),
        )
        for start, end in open_at
    ]
