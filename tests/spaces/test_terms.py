"""What a request may ask for."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from community.spaces.calendar import Grain, Terms, Window, refusals
from tests.spaces.wall import MONDAY, PRISHTINA, at, clock, window

NOW = at("08:00")
OPEN = [window("08:00", "18:00"), window("08:00", "18:00", MONDAY + timedelta(days=1))]
TERMS = Terms(step=30, shortest=60, longest=240, lead=60, horizon=24 * 60)


def wrong(start, end, terms=TERMS, day=MONDAY, windows=OPEN):
    grid = terms.grid(NOW, PRISHTINA)
    return refusals(terms, windows, at(start, day), at(end, day), NOW, grid)


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        ("09:00", "10:00", []),
        ("10:30", "14:30", []),
        ("14:00", "18:00", []),
        ("10:00", "10:00", ["order"]),
        ("10:00", "09:00", ["order"]),
        ("07:00", "09:00", ["past", "closed"]),
        ("08:30", "10:00", ["lead"]),
        ("09:00", "09:30", ["short"]),
        ("09:00", "13:30", ["long"]),
        ("09:10", "10:10", ["grid"]),
        ("09:00", "10:10", ["grid"]),
        ("17:00", "18:30", ["closed"]),
        ("06:10", "18:30", ["past", "long", "grid", "closed"]),
    ],
)
def test_everything_that_is_wrong_is_said_at_once(start, end, codes):
    assert wrong(start, end) == codes


def test_beyond_the_horizon():
    tomorrow = MONDAY + timedelta(days=1)

    assert wrong("08:00", "09:00", day=tomorrow) == ["horizon"]


@pytest.mark.parametrize(
    ("grain", "start", "end", "codes"),
    [
        (Grain.DAY, "08:00", "18:00", []),
        (Grain.DAY, "09:00", "18:00", ["grid"]),
        (Grain.HALF_DAY, "08:00", "13:00", []),
        (Grain.HALF_DAY, "13:00", "18:00", []),
        (Grain.HALF_DAY, "08:00", "18:00", []),
        (Grain.HALF_DAY, "12:00", "18:00", ["grid"]),
        (Grain.HALF_DAY, "19:00", "20:00", ["closed"]),
    ],
)
def test_what_is_let_by_the_day_or_half_of_it(grain, start, end, codes):
    terms = Terms(grain, half_day_at=clock("13:00"), horizon=48 * 60)
    units = terms.windows(OPEN, PRISHTINA)

    assert wrong(start, end, terms, windows=units) == codes


def test_windows_by_grain():
    night = [Window(0, 600), Window(600, 900)]

    assert Terms().windows(night, PRISHTINA) == [Window(0, 900)]
    assert Terms(Grain.DAY).windows(night, PRISHTINA) == night
    assert Terms(Grain.HALF_DAY).windows(OPEN[:1], PRISHTINA) == [
        window("08:00", "13:00"),
        window("13:00", "18:00"),
    ]


def test_the_grid_follows_the_clocks_of_the_zone():
    assert Terms(step=60).grid(NOW, PRISHTINA) == (60, 0)
    assert Terms(step=60).grid(NOW, ZoneInfo("Asia/Kolkata")) == (60, 30)
    assert Terms(Grain.DAY).grid(NOW, PRISHTINA) == (1, 0)
