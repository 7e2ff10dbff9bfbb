"""A plan for a visit, from real tables."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from community.spaces.actions import VisitWish
from community.spaces.models import DayException, Space
from community.spaces.planning import plan_visit
from tests.factories import places

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
MONDAY = date(2027, 6, 7)
NINE, FIVE = time(9), time(17)
NOBODY = AnonymousUser()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def desk(space):
    return places.resource(space, "Desk", "desk")


@pytest.fixture
def other(space):
    return places.resource(space, "Other", "desk")


def wish(space, days=5, first=MONDAY, **values):
    told = {"opens": NINE, "closes": FIVE, "weekdays": frozenset(range(7))}
    last = first + timedelta(days=days - 1)
    return VisitWish(space=space, first=first, last=last, **{**told, **values})


def taken(resource, *days, hour=7, minutes=480, seats=1):
    """From nine to five in summer, of the days after Monday with these numbers."""
    for day in days:
        start = datetime(2027, 6, 7, hour, tzinfo=UTC) + timedelta(days=day)
        for seat in range(seats):
            places.booking(resource, None, start, minutes, seat=seat)


def seats(plan):
    return [one.ask.resource for one in plan.days]


def clock(ask):
    zone = ask.resource.space.zone_info
    times = (ask.starts_at.astimezone(zone), ask.ends_at.astimezone(zone))
    return "-".join(f"{one:%H:%M}" for one in times)


def test_one_desk_for_all_days(space, desk):
    plan = plan_visit(NOBODY, wish(space), NOW)

    assert [one.day for one in plan.days] == [
        MONDAY + timedelta(days=n) for n in range(5)
    ]
    assert {clock(one.ask) for one in plan.days} == {"09:00-17:00"}
    assert (seats(plan), plan.moves, plan.singles, plan.gaps) == (
        [desk] * 5, 0, [desk], [],
    )  # fmt: skip


def test_the_fewest_moves(space, desk, other):
    third = places.resource(space, "Third", "desk")
    taken(desk, 2, 3, 4)
    taken(other, 0, 4)
    taken(third, 0, 1)

    plan = plan_visit(NOBODY, wish(space), NOW)

    assert (seats(plan), plan.moves) == ([desk, desk, third, third, third], 1)
    assert [one.has_moved for one in plan.days] == [False, False, True, False, False]
    assert plan.singles == []


def test_weekdays_that_are_not_asked_for_are_left_out(space, desk):
    plan = plan_visit(NOBODY, wish(space, 14, weekdays=frozenset({0, 2})), NOW)

    assert [one.day.day for one in plan.days] == [7, 9, 14, 16]


def test_desks_come_before_rooms_and_nobody_asks_where_nobody_must(space, room, desk):
    strict = places.resource(space, "Strict", "desk", needs_approval=True, position=0)
    taken(desk, 1)

    plan = plan_visit(NOBODY, wish(space, 3), NOW)

    assert seats(plan) == [desk, strict, desk]
    assert plan.singles == [strict, room]
    plan = plan_visit(NOBODY, wish(space, 3, kinds=frozenset({"room"})), NOW)
    assert seats(plan) == [room] * 3


def test_an_event_area_is_planned_with_only_when_it_is_chosen(space):
    hall = places.resource(space, "Hall", "event_area", capacity=80)

    assert plan_visit(NOBODY, wish(space, 1), NOW).days == []
    chosen = wish(space, 1, kinds=frozenset({"event_area"}))
    assert seats(plan_visit(NOBODY, chosen, NOW)) == [hall]


def test_a_party_sits_together(space, desk, desks, room):
    taken(desks, 1)

    plan = plan_visit(NOBODY, wish(space, 3, party_size=3), NOW)

    assert seats(plan) == [desks, room, desks]
    assert {one.ask.party_size for one in plan.days} == {3}


def test_nothing_is_large_enough_for_the_party(space, room):
    plan = plan_visit(NOBODY, wish(space, 2, party_size=9), NOW)

    assert plan.days == []
    assert [(one.reason, one.alternatives) for one in plan.gaps] == [
        ("out_of_range", [])
    ] * 2
    assert "9 people" in plan.gaps[0].label


def test_a_holiday_is_named_in_the_readers_language(space, desk):
    DayException.objects.create(
        space=space, first=MONDAY, last=MONDAY,
        label_sq="Dita e Paqes", label_en="Peace Day", label_de="Friedenstag",
    )  # fmt: skip

    found = {}
    for code in ("sq", "en", "de"):
        with translation.override(code):
            (gap,) = plan_visit(NOBODY, wish(space, 2), NOW).gaps
            found[code] = (gap.day, gap.reason, gap.label)

    assert found == {
        "sq": (MONDAY, "closed", "Dita e Paqes"),
        "en": (MONDAY, "closed", "Peace Day"),
        "de": (MONDAY, "closed", "Friedenstag"),
    }
    assert plan_visit(NOBODY, wish(space, 2), NOW).singles == [desk]


def test_a_full_day_has_what_is_left_of_it(space, desk):
    taken(desk, 1, hour=10, minutes=60)  # noon to one
    places.hours(space, closes=time(22))

    (gap,) = plan_visit(NOBODY, wish(space, 3), NOW).gaps

    assert (gap.day, gap.reason) == (MONDAY + timedelta(days=1), "full")
    assert [clock(one) for one in gap.alternatives] == ["13:00-17:00", "13:00-21:00"]


def test_the_place_of_the_day_before_is_offered_first(space, desk, other):
    taken(desk, 0)
    for one in (desk, other):
        taken(one, 1, hour=7, minutes=120)

    (gap,) = plan_visit(NOBODY, wish(space, 2), NOW).gaps

    assert [(clock(one), one.resource) for one in gap.alternatives] == [
        ("11:00-17:00", other),
        ("11:00-17:00", desk),
    ]


def test_what_is_let_by_the_half_day_is_offered_by_the_half(space):
    half = places.resource(space, "Half", "desk", granularity="half_day")
    taken(half, 1, hour=8, minutes=60)

    plan = plan_visit(NOBODY, wish(space, 2, opens=time(10), closes=time(16)), NOW)

    assert [clock(one.ask) for one in plan.days] == ["09:00-17:00"]
    assert [clock(one) for one in plan.gaps[0].alternatives] == ["13:00-17:00"]


def test_hours_before_it_opens_are_cut_to_what_is_open(space, desk):
    (gap,) = plan_visit(NOBODY, wish(space, 1, opens=time(7)), NOW).gaps

    assert (gap.reason, gap.label) == ("closed", "")
    assert [clock(one) for one in gap.alternatives] == ["09:00-17:00"]


def test_days_too_soon_over_and_too_far_away_say_so(space):
    places.resource(space, "Desk", "desk", lead=24 * 60, horizon_days=10)
    first = date(2027, 5, 31)

    plan = plan_visit(NOBODY, wish(space, 13, first=first), NOW)

    assert [(one.day.day, one.reason, one.label) for one in plan.gaps] == [
        (31, "out_of_range", "This day is over."),
        (1, "out_of_range", "This is too soon to book."),
        (2, "out_of_range", "This is too soon to book."),
        (11, "out_of_range", "Bookings for this day open on 2.6.2027."),
        (12, "out_of_range", "Bookings for this day open on 3.6.2027."),
    ]
    assert [clock(one) for one in plan.gaps[2].alternatives] == ["10:00-17:00"]


def test_hours_longer_than_what_is_let_say_so(space):
    places.resource(space, "Room", "room", longest=120)

    (gap,) = plan_visit(NOBODY, wish(space, 1), NOW).gaps

    assert gap.label == "These hours are longer than what can be booked at a time."
    assert clock(gap.alternatives[0]) == "09:00-11:00"


def test_hours_off_the_grid_are_made_wider(space, desk):
    asked = wish(space, 1, opens=time(9, 40), closes=time(16, 50))

    (day,) = plan_visit(NOBODY, asked, NOW).days

    assert clock(day.ask) == "09:30-17:00"


def test_hours_stay_the_same_when_clocks_are_moved(space, desk):
    first = date(2027, 10, 30)
    now = datetime(2027, 10, 1, tzinfo=UTC)

    plan = plan_visit(NOBODY, wish(space, 3, first=first), now)

    assert [clock(one.ask) for one in plan.days] == ["09:00-17:00"] * 3
    assert [one.ask.starts_at.hour for one in plan.days] == [7, 8, 8]


def test_hours_that_clocks_skip_are_a_gap(space):
    places.resource(space, "Desk", "desk")
    places.hours(space, opens=time(0), closes=time(0))
    asked = wish(space, 2, first=date(2027, 3, 28), opens=time(2), closes=time(3))

    plan = plan_visit(NOBODY, asked, datetime(2027, 3, 1, tzinfo=UTC))

    assert [(one.day.day, one.reason) for one in plan.gaps] == [(28, "out_of_range")]
    assert [one.day.day for one in plan.days] == [29]


def test_a_hidden_space_has_nothing_to_offer(space, desk, arta, manager):
    Space.objects.update(is_open=False)
    space.refresh_from_db()

    assert plan_visit(arta, wish(space, 1), NOW).days == []
    assert len(plan_visit(manager, wish(space, 1), NOW).days) == 1


def test_what_is_no_longer_let_is_not_planned_with(space, desk, other):
    desk.active_until = MONDAY
    desk.save()

    plan = plan_visit(NOBODY, wish(space, 2), NOW)

    assert seats(plan) == [other, other]


def test_statements_do_not_grow_with_resources_and_days(
    space, django_assert_num_queries
):
    for number in range(30):
        row = places.resource(space, f"Desk {number}", "desk")
        taken(row, *range(number % 5, 15, 2))

    with django_assert_num_queries(4):
        plan = plan_visit(NOBODY, wish(space, 15, opens=time(8)), NOW)
    with django_assert_num_queries(3):
        assert plan_visit(NOBODY, wish(space, 15), NOW).gaps == []

    assert len(plan.gaps) == 15
