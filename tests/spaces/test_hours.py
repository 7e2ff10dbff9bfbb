"""Opening windows: rules, rules of a resource, exceptions, and moved clocks."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.spaces.calendar import (
    DayChange,
    Rule,
    Window,
    joined,
    opening_windows,
    wall_minute,
    windows_by_resource,
)
from tests.spaces.wall import CALM, DOUBLED, GAP, MONDAY, PRISHTINA, clock, utc, window

WORKDAYS = frozenset(range(5))
ALL_DAYS = frozenset(range(7))
SUNDAY = MONDAY + timedelta(days=6)
TUESDAY = MONDAY + timedelta(days=1)
SECOND_SATURDAYS = "DTSTART:20270605T000000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"


def rule(opens="09:00", closes="17:00", weekdays=WORKDAYS, **values):
    return Rule(clock(opens), clock(closes), weekdays, **values)


def on(day, *rules, changes=(), own=()):
    return opening_windows(day, day, PRISHTINA, rules, changes, own)


def closed(first=MONDAY, last=None, **values):
    return DayChange(first, last or first, **values)


def open_at(opens, closes, first=MONDAY, **values):
    return DayChange(first, first, clock(opens), clock(closes), **values)


def test_a_week_of_workdays():
    found = opening_windows(MONDAY, SUNDAY, PRISHTINA, [rule()])

    assert found == [
        window("09:00", "17:00", MONDAY + timedelta(days=n)) for n in range(5)
    ]


def test_without_rules_nothing_is_open():
    assert opening_windows(MONDAY, SUNDAY, PRISHTINA, []) == []


def test_several_rules_of_a_day_are_put_together():
    morning, noon, evening = (
        rule("08:00", "12:00"),
        rule("11:00", "13:00"),
        rule("18:00", "20:00"),
    )

    found = on(MONDAY, evening, morning, noon)

    assert found == [window("08:00", "13:00"), window("18:00", "20:00")]


@pytest.mark.parametrize(("closes", "hours"), [("02:00", 4), ("22:00", 24)])
def test_an_end_that_is_not_after_the_start_is_on_the_next_day(closes, hours):
    (found,) = on(MONDAY, rule("22:00", closes))

    assert found == Window(
        window("22:00", "23:00").start, window("22:00", "23:00").start + hours * 60
    )


def test_a_space_that_never_closes_is_one_window():
    found = opening_windows(
        MONDAY, SUNDAY, PRISHTINA, [rule("00:00", "00:00", ALL_DAYS)]
    )

    assert len(found) == 7
    assert joined(found) == [Window(found[0].start, found[0].start + 7 * 24 * 60)]


@pytest.mark.parametrize(
    ("since", "to", "is_open"),
    [
        (None, None, True),
        (MONDAY, MONDAY, True),
        (TUESDAY, None, False),
        (None, MONDAY - timedelta(days=1), False),
        (None, TUESDAY, True),
    ],
)
def test_rules_hold_from_a_day_to_a_day(since, to, is_open):
    assert bool(on(MONDAY, rule(valid_from=since, valid_to=to))) == is_open


def test_dates_that_come_again():
    saturdays = Rule(clock("10:00"), clock("14:00"), dates=SECOND_SATURDAYS)

    found = opening_windows(date(2027, 6, 1), date(2027, 6, 30), PRISHTINA, [saturdays])

    assert found == [
        window("10:00", "14:00", date(2027, 6, 5)),
        window("10:00", "14:00", date(2027, 6, 19)),
    ]


def test_rules_of_a_resource_stand_in_place_of_those_of_its_space():
    found = on(MONDAY, rule(), own=[rule("12:00", "13:00")])

    assert found == [window("12:00", "13:00")]


def test_a_resource_with_rules_for_other_days_is_closed():
    assert on(MONDAY, rule(), own=[rule(weekdays=frozenset({6}))]) == []


def test_before_its_own_rules_hold_a_resource_is_open_as_its_space():
    own = [rule("12:00", "13:00", valid_from=TUESDAY)]

    assert on(MONDAY, rule(), own=own) == [window("09:00", "17:00")]
    assert on(TUESDAY, rule(), own=own) == [window("12:00", "13:00", TUESDAY)]


@pytest.mark.parametrize("own", [[], [rule("12:00", "13:00")]])
def test_a_closed_day_beats_all_rules(own):
    assert on(MONDAY, rule(), own=own, changes=[closed()]) == []


def test_own_hours_of_a_day():
    found = on(MONDAY, rule(), changes=[open_at("10:00", "12:00")])

    assert found == [window("10:00", "12:00")]


def test_a_day_can_be_opened_that_is_closed_otherwise():
    found = on(SUNDAY, rule(), changes=[open_at("10:00", "12:00", SUNDAY)])

    assert found == [window("10:00", "12:00", SUNDAY)]


def test_among_equals_a_closure_beats_hours_and_hours_add_up():
    hours = [open_at("10:00", "12:00"), open_at("14:00", "15:00")]

    assert on(MONDAY, changes=hours) == [
        window("10:00", "12:00"),
        window("14:00", "15:00"),
    ]
    assert on(MONDAY, changes=[*hours, closed()]) == []
    assert on(MONDAY, changes=[closed(), *hours]) == []


def test_the_higher_rank_holds():
    holiday, manual = closed(rank=0), open_at("10:00", "12:00", rank=1)

    for changes in ([holiday, manual], [manual, holiday]):
        assert on(MONDAY, rule(), changes=changes) == [window("10:00", "12:00")]


def test_a_closure_of_several_days_that_comes_every_year():
    dates = "DTSTART:20251230T000000\nRRULE:FREQ=YEARLY"
    winter = closed(date(2025, 12, 30), date(2026, 1, 3), dates=dates)

    found = opening_windows(
        date(2026, 12, 28),
        date(2027, 1, 5),
        PRISHTINA,
        [rule(weekdays=ALL_DAYS)],
        [winter],
    )

    days = [date(2026, 12, 28), date(2026, 12, 29), date(2027, 1, 4), date(2027, 1, 5)]
    assert found == [window("09:00", "17:00", day) for day in days]


def test_hours_stay_where_clocks_show_them():
    days = [GAP - timedelta(days=1), GAP, DOUBLED - timedelta(days=1), DOUBLED]
    found = [on(day, rule(weekdays=ALL_DAYS)) for day in days]

    starts = [one[0].start for one in found]
    assert starts == [
        utc("2027-03-27 08:00"),
        utc("2027-03-28 07:00"),
        utc("2027-10-30 07:00"),
        utc("2027-10-31 08:00"),
    ]
    assert all(one[0].end - one[0].start == 8 * 60 for one in found)


@pytest.mark.parametrize(
    ("day", "opens", "closes", "minutes"),
    [
        (GAP, "00:00", "00:00", 23 * 60),
        (DOUBLED, "00:00", "00:00", 25 * 60),
        (GAP, "01:00", "04:00", 2 * 60),
        (DOUBLED, "01:00", "04:00", 4 * 60),
        (GAP, "02:30", "04:00", 60),
        (GAP, "02:10", "02:50", 0),
        (DOUBLED, "02:30", "02:45", 15),
        (DOUBLED, "02:30", "03:00", 90),
        (GAP - timedelta(days=1), "22:00", "06:00", 7 * 60),
        (DOUBLED - timedelta(days=1), "22:00", "06:00", 9 * 60),
    ],
)
def test_windows_across_moved_clocks(day, opens, closes, minutes):
    found = on(day, rule(opens, closes, ALL_DAYS))

    assert sum(end - start for start, end in found) == minutes


def test_resources_with_the_same_rules_share_their_windows():
    own = (rule("12:00", "13:00"),)
    resources = {1: ((), ()), 2: ((), ()), 3: (own, ()), 4: ((), (closed(),))}

    found = windows_by_resource(MONDAY, MONDAY, PRISHTINA, [rule()], [], resources)

    assert found == {
        1: [window("09:00", "17:00")],
        2: [window("09:00", "17:00")],
        3: [window("12:00", "13:00")],
        4: [],
    }
    assert found[1] is found[2]


times = st.integers(0, 24 * 60 - 1)
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
days = st.dates(date(2027, 3, 20), date(2027, 4, 5)) | st.dates(
    date(2027, 10, 25), date(2027, 11, 5)
)
rules = st.lists(st.builds(Rule, times, times, weekdays), max_size=4)
changes = st.lists(
    st.builds(
        lambda first, length, opens, closes, is_closed, rank: DayChange(
            first,
            first + timedelta(days=length),
            None if is_closed else opens,
            None if is_closed else closes,
            rank=rank,
        ),
        days,
        st.integers(0, 3),
        times,
        times,
        st.booleans(),
        st.integers(0, 2),
    ),
    max_size=3,
)


@CALM
@given(days, st.integers(0, 12), rules, changes, rules)
def test_windows_are_in_order_and_apart(first, length, some, other, own):
    last = first + timedelta(days=length)
    found = opening_windows(first, last, PRISHTINA, some, other, own)

    assert all(start < end for start, end in found)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(found))
    assert found == opening_windows(first, last, PRISHTINA, some, other, own)
    apart = joined(found)
    assert all(one[1] < two[0] for one, two in itertools.pairwise(apart))
    assert joined(apart) == apart


@CALM
@given(days, st.integers(0, 6), rules, changes)
def test_a_minute_is_open_when_the_rules_of_some_day_say_so(first, length, some, other):
    """The oracle asks every wall minute of every day."""
    last = first + timedelta(days=length)
    expected = set()
    for n in range(length + 1):
        day = first + timedelta(days=n)
        for opens, closes in hours_of(day, some, other):
            start = wall_minute(day, opens, PRISHTINA).minute
            end = wall_minute(day, closes, PRISHTINA).minute
            expected |= set(range(start, end))

    found = opening_windows(first, last, PRISHTINA, some, other)

    assert {minute for start, end in found for minute in range(start, end)} == expected


def hours_of(day, some, other):
    here = [one for one in other if one.first <= day <= one.last]
    if here:
        best = max(one.rank for one in here)
        top = [one for one in here if one.rank == best]
        if any(one.opens is None for one in top):
            return []
        pairs = [(one.opens, one.closes) for one in top]
    else:
        pairs = [
            (one.opens, one.closes) for one in some if day.weekday() in one.weekdays
        ]
    return [
        (opens, closes if closes > opens else closes + 24 * 60)
        for opens, closes in pairs
    ]
