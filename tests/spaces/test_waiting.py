"""The waiting list: who may join, whose turn it is, and what makes it move up."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from community.spaces.actions import (
    FreeNowError,
    FullError,
    HasPlaceError,
    TooManyWaitsError,
    WrongStateError,
    cancel_booking,
    cancel_visit,
    check_out,
    decline_booking,
    forget_member,
    join_waitlist,
    leave_waitlist,
    mark_no_show,
    move_booking,
    promote_waiting,
    settle_overdue,
)
from community.spaces.actions.waiting import MOST_WAITING
from community.spaces.models import (
    Allocation,
    Block,
    Booking,
    DayException,
    Visit,
    WaitlistEntry,
)
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.asked import NOW, ask, booked
from tests.spaces.wall import MONDAY

AT_TEN = datetime(2027, 6, 7, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
TIMES = ("10:00", "11:00")


@pytest.fixture
def taken(room):
    """The room at ten on Monday."""
    return booked(UserFactory(), room, *TIMES)


def waits(member, resource, *times: str, now=NOW, is_any=False, until=None, **more):
    asked = ask(resource, *(times or TIMES), **more)
    return join_waitlist(member, asked, is_any=is_any, until=until, now=now).entry


def fresh(entry: WaitlistEntry) -> WaitlistEntry:
    return WaitlistEntry.objects.select_related("booking__resource").get(pk=entry.pk)


# Joining -----------------------------------------------------------------------------------


def test_who_asks_for_what_is_taken_may_wait(room, taken, arta):
    joined = join_waitlist(arta, ask(room, *TIMES, note=" By the door "), now=NOW)

    entry = joined.entry
    assert joined.is_new
    assert (entry.member, entry.resource, entry.state) == (arta, room, "waiting")
    assert (entry.starts_at, entry.ends_at) == (AT_TEN, AT_TEN + HOUR)
    assert (entry.until, entry.note, entry.is_any) == (AT_TEN, "By the door", False)


def test_who_asks_again_changes_what_they_asked_for(room, taken, arta):
    first = waits(arta, room)

    again = join_waitlist(
        arta,
        ask(room, *TIMES, party_size=2),
        is_any=True,
        until=AT_TEN - HOUR,
        now=NOW,
    )

    assert not again.is_new
    assert again.entry.pk == first.pk
    told = fresh(first)
    assert (told.party_size, told.is_any, told.until) == (2, True, AT_TEN - HOUR)
    assert WaitlistEntry.objects.count() == 1


def test_nobody_waits_for_what_is_free(room, arta):
    with pytest.raises(FreeNowError) as why:
        waits(arta, room)

    (choice,) = why.value.choices
    assert (choice.resource, choice.starts_at) == (room, AT_TEN)
    assert not WaitlistEntry.objects.exists()


def test_nor_for_any_of_its_kind_when_another_is_free(space, room, taken, arta):
    other = places.resource(space, "Other", capacity=2)
    places.resource(space, "Desk", "desk")

    with pytest.raises(FreeNowError) as why:
        waits(arta, room, is_any=True)
    assert [one.resource for one in why.value.choices] == [other]
    # (the one that would be too small for them is no choice)
    assert waits(arta, room, is_any=True, party_size=3).is_any


def test_what_has_lapsed_is_free_for_who_wants_to_wait(space, arta):
    desk = places.resource(space, "Desk", "desk", needs_check_in=True, lead=0)
    booked(UserFactory(), desk, "10:00", "12:00")
    late = AT_TEN + timedelta(minutes=desk.release_after)

    with pytest.raises(FreeNowError):
        waits(arta, desk, "11:00", "12:00", now=late)


def test_nobody_waits_where_they_have_a_place(space, room, arta):
    booked(arta, room, "09:00", "12:00")

    with pytest.raises(HasPlaceError):
        waits(arta, room)


def test_a_place_in_another_room_does_not_count_for_this_one(space, room, taken, arta):
    other = places.resource(space, "Other", capacity=2)
    booked(arta, other)

    assert waits(arta, room).state == "waiting"
    with pytest.raises(HasPlaceError):
        waits(arta, room, is_any=True)


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"party_size": 9}, "party_size", "party"),
        ({"note": "x" * 501}, "note", "max_length"),
        ({"note": "\0"}, "note", "null"),
    ],
)
def test_what_could_not_be_booked_cannot_be_waited_for(
    room, taken, arta, more, field, code
):
    with pytest.raises(ValidationError) as why:
        waits(arta, room, **more)
    assert why.value.error_dict[field][0].code == code
    assert not WaitlistEntry.objects.exists()


@pytest.mark.parametrize(
    ("times", "field", "code"),
    [
        (("18:00", "19:00"), "starts_at", "closed"),
        (("10:01", "11:00"), "starts_at", "grid"),
    ],
)
def test_nor_when_it_is_closed_or_off_the_grid(room, taken, arta, times, field, code):
    with pytest.raises(ValidationError) as why:
        waits(arta, room, *times)
    assert why.value.error_dict[field][0].code == code


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (AT_TEN + timedelta(seconds=1), "order"),
        (NOW, "past"),
        (datetime(2027, 6, 7, 8), "naive"),  # noqa: DTZ001
    ],
)
def test_one_waits_until_the_start_at_the_latest(room, taken, arta, until, code):
    with pytest.raises(ValidationError) as why:
        waits(arta, room, until=until)
    assert why.value.error_dict["until"][0].code == code


def test_only_who_may_book_may_wait(space, room, taken, arta):
    space.is_open = False
    space.save()
    room.space.refresh_from_db()

    with pytest.raises(PermissionDenied):
        waits(arta, room)


def test_one_cannot_wait_for_everything(room, arta, monkeypatch):
    booked(UserFactory(), room, "09:00", "17:00")
    monkeypatch.setattr("community.spaces.actions.waiting.MOST_WAITING", 2)
    waits(arta, room, "09:00", "10:00")
    waits(arta, room, "10:00", "11:00")

    with pytest.raises(TooManyWaitsError):
        waits(arta, room, "11:00", "12:00")
    assert MOST_WAITING == 20
    waits(arta, room, "10:00", "11:00")  # (the same once more)


# Leaving -----------------------------------------------------------------------------------


def test_who_leaves_waits_no_more(room, taken, arta):
    entry = waits(arta, room)

    assert leave_waitlist(arta, entry).state == "left"
    assert leave_waitlist(arta, entry).state == "left"

    cancel_booking(taken.member, taken, now=NOW)
    assert fresh(entry).state == "left"
    assert not Allocation.objects.exists()
    assert waits_again(room, arta).pk != entry.pk


def waits_again(room, arta):
    booked(UserFactory(), room)
    return waits(arta, room)


def test_others_leave_it_alone_and_managers_may_strike_out(room, taken, arta, manager):
    entry = waits(arta, room)

    for other in (UserFactory(), places.looks_after(UserFactory(), room.space, "host")):
        with pytest.raises(PermissionDenied):
            leave_waitlist(other, entry)
    assert leave_waitlist(manager, entry).state == "left"


def test_who_has_a_place_cancels_that(room, taken, arta):
    entry = waits(arta, room)
    cancel_booking(taken.member, taken, now=NOW)

    with pytest.raises(WrongStateError):
        leave_waitlist(arta, entry)


# Moving up ---------------------------------------------------------------------------------


def has_got(entry: WaitlistEntry) -> Booking:
    """The booking of who waited, as it must be: theirs, for their time, with a seat."""
    told = fresh(entry)
    assert told.state == "promoted"
    found = told.booking
    assert found.member_id == told.member_id
    assert (found.starts_at, found.ends_at) == (told.starts_at, told.ends_at)
    rows = Allocation.objects.filter(booking=found)
    assert {(one.starts_at, one.ends_at) for one in rows} == {
        (told.starts_at, told.ends_at)
    }
    (line,) = found.events.all()
    assert (line.by, line.to_state, line.version) == (None, found.state, 1)
    return found


def test_a_cancelled_place_goes_to_the_first_who_waits(room, taken, arta):
    first, second = waits(arta, room, note="Mine"), waits(UserFactory(), room)

    cancel_booking(taken.member, taken, now=NOW)

    found = has_got(first)
    assert (found.state, found.note, found.by) == ("confirmed", "Mine", None)
    assert fresh(second).state == "waiting"
    with pytest.raises(FullError):
        booked(UserFactory(), room)

    cancel_booking(arta, found, now=NOW)
    has_got(second)


def test_one_seat_of_several_serves_one(desks, arta):
    others = [booked(UserFactory(), desks) for _seat in range(3)]
    entries = [waits(UserFactory(), desks) for _number in range(3)]

    for one in others[:2]:
        cancel_booking(one.member, one, now=NOW)

    assert [fresh(one).state for one in entries] == ["promoted", "promoted", "waiting"]
    seats = Allocation.objects.filter(resource=desks).values_list("seat", flat=True)
    assert sorted(seats) == [0, 1, 2]


def test_who_needs_more_than_came_free_lets_the_next_pass(desks, arta):
    others = [booked(UserFactory(), desks) for _seat in range(3)]
    pair, single = waits(arta, desks, party_size=2), waits(UserFactory(), desks)

    cancel_booking(others[0].member, others[0], now=NOW)
    has_got(single)
    assert fresh(pair).state == "waiting"

    for one in others[1:]:
        cancel_booking(one.member, one, now=NOW)
    has_got(pair)
    assert Allocation.objects.count() == 3


def test_part_of_the_time_is_not_enough(room, arta):
    early = booked(UserFactory(), room, "10:00", "11:00")
    late = booked(UserFactory(), room, "11:00", "12:00")
    entry = waits(arta, room, "10:00", "12:00")

    cancel_booking(early.member, early, now=NOW)
    assert fresh(entry).state == "waiting"
    cancel_booking(late.member, late, now=NOW)
    has_got(entry)


def test_who_takes_any_gets_another_of_the_kind(space, room, taken, arta):
    other, desk = (
        places.resource(space, "Other", capacity=2),
        places.resource(space, "Desk", "desk"),
    )
    there, at_desk = booked(UserFactory(), other), booked(UserFactory(), desk)
    picky, easy = waits(UserFactory(), room), waits(arta, room, is_any=True)

    cancel_booking(at_desk.member, at_desk, now=NOW)
    assert fresh(easy).state == "waiting"
    cancel_booking(there.member, there, now=NOW)

    assert has_got(easy).resource == other
    assert fresh(picky).state == "waiting"


def test_any_means_any_of_this_space(room, taken, arta):
    elsewhere = places.space("prizren")
    places.hours(elsewhere)
    there = booked(UserFactory(), places.resource(elsewhere, capacity=8))
    entry = waits(arta, room, is_any=True)

    cancel_booking(there.member, there, now=NOW)

    assert fresh(entry).state == "waiting"


def declined(booking, manager):
    decline_booking(manager, booking, now=NOW)


def moved(booking, manager):
    move_booking(manager, booking, ask(booking.resource, "15:00", "16:00"), now=NOW)


@pytest.mark.parametrize("end", [declined, moved], ids=lambda one: one.__name__)
def test_whatever_frees_the_seat_gives_it_on(space, manager, arta, end):
    area = places.resource(
        space, "Area", "event_area", capacity=40, needs_approval=True
    )
    before = booked(UserFactory(), area)
    entry = waits(arta, area)

    end(before, manager)

    found = has_got(entry)
    # (somebody confirms bookings there, also those of who waited)
    assert found.state == "requested"
    assert found.hold_expires_at == NOW + timedelta(hours=area.hold_hours)


def test_an_expired_request_gives_its_place_on(space, arta):
    area = places.resource(
        space, "Area", "event_area", capacity=40, needs_approval=True
    )
    before = booked(UserFactory(), area)
    entry = waits(arta, area)

    assert settle_overdue(before.hold_expires_at) == 1

    assert has_got(entry).hold_expires_at == min(
        before.hold_expires_at + timedelta(hours=area.hold_hours), AT_TEN
    )


@pytest.fixture
def walk_in(space):
    """Bookable also when the day has begun."""
    return places.resource(
        space, "Desk", "desk", needs_check_in=True, lead=0, release_after=15
    )


def test_who_does_not_come_gives_it_to_who_waits_for_later(walk_in, arta):
    booked(UserFactory(), walk_in, "10:00", "14:00")
    entry = waits(arta, walk_in, "12:00", "13:00")

    assert settle_overdue(AT_TEN + timedelta(minutes=15)) == 1

    has_got(entry)


def test_a_missed_booking_that_is_marked_does_so_at_once(walk_in, manager, arta):
    before = booked(UserFactory(), walk_in, "10:00", "14:00")
    entry = waits(arta, walk_in, "12:00", "13:00")

    mark_no_show(manager, before, now=AT_TEN)

    has_got(entry)


def test_who_leaves_early_gives_on_the_rest(walk_in, arta):
    before = booked(UserFactory(), walk_in, "10:00", "14:00")
    entry = waits(arta, walk_in, "12:00", "13:00")
    Booking.objects.filter(pk=before.pk).update(state="checked_in")
    Allocation.objects.update(lapses_at=None)

    check_out(before.member, before, now=AT_TEN + HOUR)

    has_got(entry)


def test_a_forgotten_member_gives_on_what_they_had_and_waits_no_more(room, desks, arta):
    soon = timezone.now() + timedelta(days=3)
    start = soon.replace(hour=10, minute=0, second=0, microsecond=0)
    mine = places.booking(room, arta, start)
    theirs = places.booking(desks, UserFactory(), start)
    rows = [
        WaitlistEntry(
            member=member, resource=place, starts_at=start, ends_at=start + HOUR,
            until=start,
        )
        for member, place in ((UserFactory(), room), (arta, desks))
    ]  # fmt: skip
    other, own = WaitlistEntry.objects.bulk_create(rows)

    forget_member(arta)

    has_got(other)
    mine.refresh_from_db()
    assert mine.state == "cancelled"
    assert not WaitlistEntry.objects.filter(pk=own.pk).exists()
    cancel_booking(theirs.member, theirs)
    assert not Allocation.objects.filter(resource=desks).exists()


def test_a_cancelled_visit_gives_on_each_of_its_days(room, arta):
    member = UserFactory()
    visit = Visit.objects.create(
        member=member, first=MONDAY, last=MONDAY, opens=time(9), closes=time(17)
    )
    ten, noon = booked(member, room), booked(member, room, "12:00", "13:00")
    Booking.objects.update(visit=visit)
    first, second = waits(arta, room), waits(UserFactory(), room, "12:00", "13:00")

    done = cancel_visit(member, visit, now=NOW)

    assert {one.pk for one in done} == {ten.pk, noon.pk}
    has_got(first)
    has_got(second)


def test_a_booking_that_moves_within_the_room_leaves_what_it_needs(room, arta):
    before = booked(UserFactory(), room, "10:00", "12:00")
    both, second = waits(arta, room, "10:00", "12:00"), waits(UserFactory(), room)

    later = ask(room, "11:00", "13:00")
    move_booking(before.member, before, later, now=NOW)

    assert fresh(both).state == "waiting"
    has_got(second)


# Who is passed over ------------------------------------------------------------------------


def passed_over(entry, taken) -> WaitlistEntry:
    """What became of the entry when the place came free, which nobody got."""
    cancel_booking(taken.member, taken, now=NOW)
    assert not Allocation.objects.filter(resource=taken.resource).exists()
    return fresh(entry)


def test_who_cannot_log_in_any_more(room, taken, arta):
    entry = waits(arta, room)
    arta.is_active = False
    arta.save()

    assert passed_over(entry, taken).state == "waiting"


def test_who_has_found_another_place_meanwhile(space, room, taken, arta):
    other = places.resource(space, "Other", capacity=2)
    elsewhere = booked(UserFactory(), other)
    entry = waits(arta, room, is_any=True)
    # (one came free without the list, as when a desk is added)
    Allocation.objects.filter(booking=elsewhere).delete()
    booked(arta, other)

    assert passed_over(entry, taken).state == "lapsed"


def test_who_waited_until_an_earlier_moment(room, taken, arta):
    entry = waits(arta, room, until=NOW + HOUR)

    cancel_booking(taken.member, taken, now=NOW + HOUR)

    assert fresh(entry).state == "waiting"
    assert not Allocation.objects.exists()
    assert promote_waiting(NOW + HOUR) == 0
    assert fresh(entry).state == "lapsed"


def test_who_has_too_many_bookings(room, taken, arta, monkeypatch):
    entry = waits(arta, room)
    booked(arta, room, "15:00", "16:00")
    monkeypatch.setattr("community.spaces.actions.promoting.MOST_COMING", 1)

    cancel_booking(taken.member, taken, now=NOW)

    assert fresh(entry).state == "waiting"


def test_when_it_is_closed_by_now(space, room, taken, arta):
    entry = waits(arta, room)
    DayException.objects.create(space=space, first=MONDAY, last=MONDAY)

    assert passed_over(entry, taken).state == "waiting"


# Blocks ------------------------------------------------------------------------------------


def test_a_block_over_a_booking_takes_the_seat_when_it_ends(room, taken, arta):
    entry = waits(arta, room)
    block = Block.objects.create(
        resource=room, starts_at=AT_TEN - HOUR, ends_at=AT_TEN + HOUR / 2
    )

    cancel_booking(taken.member, taken, now=NOW)

    assert fresh(entry).state == "waiting"
    (row,) = Allocation.objects.all()
    assert (row.block, row.starts_at, row.ends_at) == (block, AT_TEN, AT_TEN + HOUR / 2)
    with pytest.raises(FullError):
        booked(UserFactory(), room)
    booked(UserFactory(), room, "10:30", "11:00")


# Again and again ---------------------------------------------------------------------------


def test_longer_hours_and_new_desks_are_found_by_the_round(space, desks, room, arta):
    for _seat in range(3):
        booked(UserFactory(), desks)
    booked(UserFactory(), room)
    first, second = waits(arta, desks), waits(UserFactory(), room, is_any=True)
    assert promote_waiting(NOW) == 0

    desks.capacity = 4
    desks.save()
    new = places.resource(space, "New", capacity=2)
    assert promote_waiting(NOW) == 2

    assert has_got(first).resource == desks
    assert has_got(second).resource == new
    assert promote_waiting(NOW) == 0


def test_the_round_settles_what_time_has_done(walk_in, arta):
    booked(UserFactory(), walk_in, "10:00", "14:00")
    entry = waits(arta, walk_in, "12:00", "13:00")

    assert promote_waiting(AT_TEN + timedelta(minutes=15)) == 1

    has_got(entry)


def test_who_books_after_a_place_has_lapsed_comes_after_who_waits(walk_in, arta):
    booked(UserFactory(), walk_in, "10:00", "14:00")
    entry = waits(arta, walk_in, "12:00", "13:00")
    late = AT_TEN + timedelta(minutes=15)

    with pytest.raises(FullError):
        booked(UserFactory(), walk_in, "12:00", "13:00", now=late)

    # (also though the one that asked was turned away, and their transaction undone)
    has_got(entry)


# Cost --------------------------------------------------------------------------------------


def test_a_long_list_costs_no_more_statements(
    room, taken, django_assert_max_num_queries
):
    for _number in range(30):
        waits(UserFactory(), room, party_size=1)

    # lock, row, lapsed twice, seats, booking, history, mail; blocks, list, windows (3),
    # own places, bookings to come, booking, seat, history, entry, roles, mails
    with django_assert_max_num_queries(32):
        cancel_booking(taken.member, taken, now=NOW)
    assert WaitlistEntry.objects.filter(state="promoted").count() == 1


def test_who_waited_is_forgotten_after_a_year(room, taken, arta):
    entry = waits(arta, room)
    year = timedelta(days=365)

    promote_waiting(entry.ends_at + year)
    assert fresh(entry).state == "lapsed"
    promote_waiting(entry.ends_at + year + HOUR)

    assert not WaitlistEntry.objects.exists()
