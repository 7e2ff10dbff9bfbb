"""A plan for a visit: a place for each day, the fewest moves, honest gaps."""

from datetime import timedelta
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from community.spaces.calendar import (
    Alternative,
    Asked,
    Gap,
    Offer,
    PlannedDay,
    Window,
    asked_days,
    fits,
    free_seats,
    visit_plan,
)
from tests.spaces.wall import CALM, DOUBLED, GAP, MONDAY, PRISHTINA, at, clock

LENGTH = 480


def day(n):
    return MONDAY + timedelta(days=n)


def days(number):
    return [Asked(day(n), n * 1440, n * 1440 + LENGTH) for n in range(number)]


def busy_on(*numbers, seat=0):
    return [(n * 1440, n * 1440 + LENGTH, seat) for n in numbers]


def offer(key, *busy, seats=1, number=9, **values):
    windows = [Window(n * 1440, n * 1440 + LENGTH) for n in range(number)]
    return Offer(key, seats, windows, list(busy), **values)


def keys(plan):
    return [one.key for one in plan.days]


def test_one_desk_for_all_days():
    plan = visit_plan(days(3), [offer(1, *busy_on(1)), offer(2)])

    assert keys(plan) == [2, 2, 2]
    assert (plan.moves, plan.single, plan.gaps) == (0, (2,), ())
    assert plan.free[day(1)] == (2,)


def test_the_fewest_moves():
    offers = [
        offer(1, *busy_on(2, 3, 4)),
        offer(2, *busy_on(0, 4)),
        offer(3, *busy_on(0, 1)),
    ]

    plan = visit_plan(days(5), offers)

    assert (keys(plan), plan.moves) == ([1, 1, 3, 3, 3], 1)


def test_a_gap_does_not_end_a_stay():
    offers = [offer(1, *busy_on(1)), offer(2, *busy_on(0, 1))]

    plan = visit_plan(days(3), offers)

    assert keys(plan) == [1, 1]
    assert plan.moves == 0
    assert plan.single == ()
    assert [(one.day, one.reason) for one in plan.gaps] == [(day(1), "full")]


def test_one_stays_on_the_same_seat():
    area = offer(1, *busy_on(2, seat=0), *busy_on(0, seat=2), seats=3)

    plan = visit_plan(days(3), [area])

    assert [one.seats for one in plan.days] == [(1,), (1,), (1,)]


def test_a_closed_day_is_told_from_a_full_one():
    plan = visit_plan(days(3), [offer(1, *busy_on(0), number=2)])

    assert plan.gaps == (Gap(day(0), "full", ()), Gap(day(2), "closed", ()))


def test_a_gap_tells_the_longest_parts_that_are_free():
    morning, most = offer(1, (0, 300, 0)), offer(2, (0, 60, 0), seats=1)

    plan = visit_plan(days(1), [morning, most])

    assert plan.gaps[0].alternatives == (
        Alternative(2, 60, LENGTH),
        Alternative(1, 300, LENGTH),
    )


def test_parts_of_a_day_are_on_one_seat_and_long_enough():
    halves = offer(1, (0, 240, 0), (240, 480, 1), seats=2)
    plan = visit_plan(days(1), [halves])
    assert plan.gaps[0].alternatives == (Alternative(1, 0, 240),)

    plan = visit_plan(days(1), [offer(1, (0, 470, 0), shortest=30)])
    assert plan.gaps[0].alternatives == ()


def test_seats_for_two():
    area = offer(1, *busy_on(0, seat=0), *busy_on(1, seat=1), seats=3)

    plan = visit_plan(days(2), [area], wanted=2)

    assert plan.days == (
        PlannedDay(day(0), 0, LENGTH, 1, (1, 2)),
        PlannedDay(day(1), 1440, 1440 + LENGTH, 1, (0, 2)),
    )
    assert visit_plan(days(1), [area], wanted=3).gaps[0].reason == "full"


def test_bounds_and_lengths_of_the_terms():
    for values in (
        {"earliest": 1},
        {"latest": 479},
        {"longest": 479},
        {"shortest": 481},
    ):
        assert visit_plan(days(1), [offer(1, **values)]).days == ()


def test_units_are_taken_as_a_whole():
    asked = [Asked(day(0), 60, 120)]

    taken = visit_plan(asked, [offer(1, (300, 310, 0), whole=True)])
    free = visit_plan(asked, [offer(1, whole=True)])

    assert taken.days == ()
    assert free.days == (PlannedDay(day(0), 0, LENGTH, 1, (0,)),)


def test_nothing_asked_is_an_empty_plan():
    assert visit_plan([], [offer(1)]).days == ()


def test_asked_days_follow_clocks_and_weekdays():
    found = asked_days(
        GAP - timedelta(days=2), GAP + timedelta(days=1), 540, 1020, PRISHTINA
    )
    assert [one.start for one in found] == [
        at("09:00", GAP + timedelta(days=n)) for n in (-2, -1, 0, 1)
    ]

    work = asked_days(
        DOUBLED, DOUBLED + timedelta(days=6), clock("09:00"), clock("17:00"), PRISHTINA,
        frozenset(range(5)),
    )  # fmt: skip
    assert len(work) == 5


taken = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 400), st.integers(1, 480), st.integers(0, 2)).map(
        lambda one: (one[0] * 1440 + one[1], one[0] * 1440 + one[1] + one[2], one[3])
    ),
    max_size=10,
)  # fmt: skip
offers = st.lists(taken, min_size=1, max_size=4).map(
    lambda lists: [
        offer(n, *busy, seats=1 + n % 3, number=4) for n, busy in enumerate(lists)
    ]
)


@CALM
@given(offers, st.integers(1, 5), st.integers(1, 2))
def test_a_plan_is_true_and_no_other_moves_less(stock, number, wanted):
    asked = days(number)
    able = [
        [
            one
            for one in stock
            if fits(one.windows, start, end)
            and free_seats(one.busy, one.seats, start, end, wanted=wanted)
        ]
        for _day, start, end in asked
    ]

    plan = visit_plan(asked, stock, wanted=wanted)

    by_key = {one.key: one for one in stock}
    for here in plan.days:
        mine = by_key[here.key]
        assert len(here.seats) == wanted
        assert all(
            not (a < here.end and b > here.start)
            for a, b, seat in mine.busy
            if seat in here.seats
        )
    assert plan.free == {
        one.day: tuple(found.key for found in here)
        for one, here in zip(asked, able, strict=True)
    }
    assert {one.day for one in plan.gaps} == {
        one.day for one, here in zip(asked, able, strict=True) if not here
    }
    every = [here for here in able if here]
    assert len(plan.days) == len(every)
    fewest = min(
        sum(one.key != two.key for one, two in pairwise(way)) for way in product(*every)
    )
    assert plan.moves == fewest
    assert plan.single == tuple(
        one.key for one in stock if all(one in here for here in able)
    )


@CALM
@given(offers, st.integers(1, 2))
def test_alternatives_are_free_and_the_longest(stock, wanted):
    plan = visit_plan(days(4), stock, wanted=wanted)

    by_key = {one.key: one for one in stock}
    for gap in plan.gaps:
        for found in gap.alternatives:
            mine = by_key[found.key]
            assert free_seats(
                mine.busy, mine.seats, found.start, found.end, wanted=wanted
            )
        lengths = [one.end - one.start for one in gap.alternatives]
        assert lengths == sorted(lengths, reverse=True)


def test_a_higher_rank_is_for_days_on_which_nothing_else_is_free():
    offers = [offer(1, *busy_on(1)), offer(2, rank=1), offer(3, *busy_on(2))]

    plan = visit_plan(days(3), [offers[0], offers[1]])

    assert (keys(plan), plan.moves, plan.single) == ([1, 2, 1], 2, (2,))
    assert keys(visit_plan(days(3), offers)) == [3, 3, 1]


def test_a_party_takes_a_room_as_one():
    offers = [offer(1, seats=1, as_one=True)]

    plan = visit_plan(days(1), offers, wanted=6)

    assert [(one.key, one.seats) for one in plan.days] == [(1, (0,))]
    assert visit_plan(days(1), [offer(1, seats=1)], wanted=6).days == ()
