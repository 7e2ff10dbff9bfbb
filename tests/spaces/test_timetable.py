"""Hours and free seats of real spaces, in few statements."""

from datetime import UTC, date, datetime, time, timedelta

from community.spaces.calendar import moment_of, utc_minute
from community.spaces.models import Allocation, Block, DayException
from community.spaces.querysets import busy_between
from community.spaces.timetable import (
    availability,
    open_days,
    space_windows,
    windows_of,
)
from tests.factories import places
from tests.spaces.wall import MONDAY, window

NOW = datetime(2027, 6, 7, 4, tzinfo=UTC)
SUNDAY = MONDAY + timedelta(days=6)


def resources(*some):
    return list(
        type(some[0])
        .objects.select_related("space")
        .filter(pk__in=[one.pk for one in some])
    )


def test_windows_of_resources_in_one_statement(
    space, room, desks, django_assert_num_queries
):
    places.hours(room, range(5), time(12), time(13))
    elsewhere = places.resource(places.space("peja"))
    DayException.objects.create(space=space, resource=desks, first=MONDAY, last=MONDAY)
    some = resources(room, desks, elsewhere)

    with django_assert_num_queries(1):
        found = windows_of(some, MONDAY, MONDAY + timedelta(days=1))

    tuesday = MONDAY + timedelta(days=1)
    assert found == {
        room.pk: [window("12:00", "13:00"), window("12:00", "13:00", tuesday)],
        desks.pk: [window("09:00", "17:00", tuesday)],
        elsewhere.pk: [],
    }


def test_a_resource_is_let_from_a_day_to_a_day(space):
    day = MONDAY + timedelta(days=1)
    room = places.resource(space, active_from=day, active_until=day)

    (found,) = windows_of(resources(room), MONDAY, SUNDAY).values()

    assert found == [window("09:00", "17:00", day)]


def test_free_seats_in_two_statements(
    space, desks, room, arta, django_assert_num_queries
):
    start = datetime(2027, 6, 7, 8, tzinfo=UTC)  # 10:00 in Prishtina
    places.booking(desks, arta, start, seat=0)
    places.booking(desks, arta, start + timedelta(minutes=30), seat=1)
    some = resources(desks, room)

    with django_assert_num_queries(2):
        found = availability(some, NOW, NOW + timedelta(hours=15), NOW)

    assert [
        (moment_of(a).strftime("%H:%M"), moment_of(b).strftime("%H:%M"), free)
        for a, b, free in found[desks.pk]
    ] == [
        ("07:00", "08:00", 3),
        ("08:00", "08:30", 2),
        ("08:30", "09:00", 1),
        ("09:00", "09:30", 2),
        ("09:30", "15:00", 3),
    ]
    assert found[room.pk] == [(*window("09:00", "17:00"), 1)]


def test_lead_and_horizon_cut(space):
    room = places.resource(space, lead=26 * 60, horizon_days=2)

    (found,) = availability(resources(room), NOW, NOW + timedelta(days=9), NOW).values()

    first, last = utc_minute(NOW) + 26 * 60, utc_minute(NOW) + 2 * 24 * 60
    assert found == [
        (
            max(first, window("09:00", "17:00", MONDAY + timedelta(days=1)).start),
            window("09:00", "17:00", MONDAY + timedelta(days=1)).end,
            1,
        )
    ]
    assert found[-1][1] <= last


def test_nothing_asked_is_nothing_found(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert availability([], NOW, NOW, NOW) == {}


def test_what_has_lapsed_takes_no_seat(desks, arta):
    one = places.booking(desks, arta)
    Allocation.objects.filter(booking=one).update(lapses_at=NOW)

    def taken(now):
        return busy_between([desks.pk], one.starts_at, one.ends_at, now)[desks.pk]

    assert taken(NOW) == []
    assert taken(NOW - timedelta(minutes=1)) == [
        (utc_minute(one.starts_at), utc_minute(one.ends_at), 0)
    ]
    assert Allocation.objects.lapsed(NOW).count() == 1
    assert not Allocation.objects.holding(NOW).exists()


def test_a_minute_that_is_begun_is_busy(desks):
    start = datetime(2027, 6, 7, 8, 0, 30, tzinfo=UTC)
    block = Block.objects.create(
        resource=desks, starts_at=start, ends_at=start + timedelta(minutes=1)
    )
    Allocation.objects.create(
        resource=desks, seat=0, block=block, starts_at=start, ends_at=block.ends_at
    )

    found = busy_between([desks.pk], start, start + timedelta(hours=1), NOW)

    minute = utc_minute(start)
    assert found == {desks.pk: [(minute, minute + 2, 0)]}


def test_days_with_their_hours_and_reasons(space, django_assert_num_queries):
    DayException.objects.create(
        space=space, first=MONDAY, last=MONDAY, label_en="Painting", is_estimated=True
    )
    DayException.objects.create(
        space=space, first=SUNDAY, last=SUNDAY, opens=time(22), closes=time(2)
    )

    with django_assert_num_queries(2):
        found = open_days(space, MONDAY, SUNDAY)

    assert (found[0].is_closed, found[0].label, found[0].is_estimated) == (
        True,
        "Painting",
        True,
    )
    assert [one.day for one in found] == [MONDAY + timedelta(days=n) for n in range(7)]
    ((opens, closes),) = found[6].hours
    assert (opens.strftime("%a %H:%M"), closes.strftime("%a %H:%M")) == (
        "Sun 22:00",
        "Mon 02:00",
    )
    assert len(space_windows(space, MONDAY, SUNDAY)) == 6


def test_dates_that_come_again_close_a_day_years_later(space):
    dates = "DTSTART:20200501T000000\nRRULE:FREQ=YEARLY"
    DayException.objects.create(
        space=space, first=date(2020, 5, 1), last=date(2020, 5, 1), dates=dates
    )

    (found,) = open_days(space, date(2027, 5, 1), date(2027, 5, 1))

    assert found.is_closed
