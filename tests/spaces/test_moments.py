"""Wall time and UTC, on ordinary days and on those when clocks are moved."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.spaces.calendar import Wall, local_of, moment_of, utc_minute, wall_minute
from tests.spaces.wall import CALM, DOUBLED, GAP, PRISHTINA, clock, utc

ZONES = [
    PRISHTINA,
    ZoneInfo("America/New_York"),
    ZoneInfo("Asia/Kolkata"),
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("UTC"),
]


@pytest.mark.parametrize(
    ("day", "time", "expected"),
    [
        (date(2027, 1, 15), "09:00", Wall(utc("2027-01-15 08:00"), "plain")),
        (date(2027, 7, 15), "09:00", Wall(utc("2027-07-15 07:00"), "plain")),
        (GAP, "01:59", Wall(utc("2027-03-28 00:59"), "plain")),
        (GAP, "02:00", Wall(utc("2027-03-28 01:00"), "gap")),
        (GAP, "02:30", Wall(utc("2027-03-28 01:00"), "gap")),
        (GAP, "02:59", Wall(utc("2027-03-28 01:00"), "gap")),
        (GAP, "03:00", Wall(utc("2027-03-28 01:00"), "plain")),
        (GAP, "09:00", Wall(utc("2027-03-28 07:00"), "plain")),
        (DOUBLED, "01:59", Wall(utc("2027-10-30 23:59"), "plain")),
        (DOUBLED, "02:00", Wall(utc("2027-10-31 00:00"), "doubled")),
        (DOUBLED, "02:30", Wall(utc("2027-10-31 00:30"), "doubled")),
        (DOUBLED, "03:00", Wall(utc("2027-10-31 02:00"), "plain")),
        (DOUBLED, "09:00", Wall(utc("2027-10-31 08:00"), "plain")),
        (GAP, "24:00", Wall(utc("2027-03-28 22:00"), "plain")),
        (DOUBLED, "24:00", Wall(utc("2027-10-31 23:00"), "plain")),
        (date(2027, 3, 27), "26:30", Wall(utc("2027-03-28 01:00"), "gap")),
    ],
)
def test_wall_time_in_prishtina(day, time, expected):
    assert wall_minute(day, clock(time), PRISHTINA) == expected


@pytest.mark.parametrize(
    ("day", "hours"), [(GAP, 23), (DOUBLED, 25), (date(2027, 6, 7), 24)]
)
def test_a_day_has_as_many_hours_as_clocks_make_it(day, hours):
    start = wall_minute(day, 0, PRISHTINA).minute
    end = wall_minute(day, 24 * 60, PRISHTINA).minute

    assert end - start == hours * 60


@CALM
@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(0, 2 * 24 * 60 - 1),
    st.sampled_from(ZONES),
)
def test_a_wall_time_that_exists_comes_back(day, minutes, zone):
    found = wall_minute(day, minutes, zone)
    shown = local_of(found.minute, zone).replace(tzinfo=None, fold=0)
    asked = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)

    if found.kind == "gap":
        before = local_of(found.minute - 1, zone).replace(tzinfo=None)
        assert before < asked < shown or asked == before + timedelta(minutes=1)
    else:
        assert shown == asked
    assert local_of(found.minute, zone).fold == 0


@CALM
@given(st.integers(0, 2**31))
def test_moments_and_minutes_are_the_same_thing(minute):
    assert utc_minute(moment_of(minute)) == minute


def test_seconds_are_cut_off():
    assert utc_minute(datetime(1970, 1, 1, 0, 1, 59, tzinfo=UTC)) == 1


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        utc_minute(datetime(2027, 1, 1))  # noqa: DTZ001
