"""What becomes of bookings: states, versions, moving, visits, and what time does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from community.spaces.actions import (
    FullError,
    KeyReusedError,
    LapsedError,
    StaleError,
    TooEarlyError,
    VisitNotBookedError,
    VisitWish,
    WrongStateError,
    book_visit,
    cancel_booking,
    cancel_visit,
    check_in,
    check_out,
    confirm_booking,
    decline_booking,
    edit_note,
    mark_no_show,
    move_booking,
    settle_overdue,
)
from community.spaces.models import Allocation, Booking, Visit
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.asked import NOW, ask, booked, local
from tests.spaces.wall import MONDAY

AT_TEN = datetime(2027, 6, 7, 8, tzinfo=UTC)
STATES = tuple(Booking.State.values)
# Which states each change may begin in.
ALLOWED = {
    cancel_booking: {"requested", "confirmed"},
    confirm_booking: {"requested"},
    decline_booking: {"requested"},
    check_in: {"confirmed"},
    check_out: {"checked_in"},
    mark_no_show: {"confirmed"},
}
LEADS_TO = {
    cancel_booking: "cancelled",
    confirm_booking: "confirmed",
    decline_booking: "declined",
    check_in: "checked_in",
    check_out: "completed",
    mark_no_show: "no_show",
}


@pytest.fixture
def area(space):
    return places.resource(
        space, "Area", "event_area", capacity=40, needs_approval=True
    )


@pytest.fixture
def desk(space):
    return places.resource(space, "Desk", "desk", needs_check_in=True)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("change", ALLOWED, ids=lambda one: one.__name__)
def test_changes_begin_in_the_states_that_they_may(room, arta, manager, change, state):
    booking = places.booking(room, arta, AT_TEN, state=state)

    if state not in ALLOWED[change]:
        with pytest.raises(WrongStateError):
            change(manager, booking, now=AT_TEN)
        booking.refresh_from_db()
        assert (booking.state, booking.version) == (state, 1)
        return
    found = change(manager, booking, now=AT_TEN)

    assert (found.state, found.version, found.sequence) == (LEADS_TO[change], 2, 1)
    (event,) = found.events.all()
    assert (event.from_state, event.to_state, event.version, event.by) == (
        state, LEADS_TO[change], 2, manager,
    )  # fmt: skip
    is_taken = Allocation.objects.filter(booking=booking).exists()
    assert is_taken == (found.state in {"confirmed", "checked_in"})


@pytest.mark.parametrize("change", ALLOWED, ids=lambda one: one.__name__)
def test_an_older_version_changes_nothing(room, arta, manager, change):
    state = min(ALLOWED[change])
    booking = places.booking(room, arta, AT_TEN, state=state, version=3)

    with pytest.raises(StaleError):
        change(manager, booking, version=2, now=AT_TEN)
    change(manager, booking, version=3, now=AT_TEN)


def test_who_may_change_what(room, arta, manager, host, viewer):
    other = UserFactory()
    allowed = {
        cancel_booking: {arta, manager},
        confirm_booking: {manager},
        decline_booking: {manager},
        check_in: {arta, manager, host},
        check_out: {arta, manager, host},
        mark_no_show: {manager, host},
    }
    for change, who in allowed.items():
        state = min(ALLOWED[change])
        for one in (arta, manager, host, viewer, other):
            booking = places.booking(room, arta, AT_TEN, state=state)
            if one in who:
                change(one, booking, now=AT_TEN)
            else:
                with pytest.raises(PermissionDenied):
                    change(one, booking, now=AT_TEN)
            Allocation.objects.all().delete()


def test_confirming_ends_the_hold(area, arta, manager):
    booking = booked(arta, area)

    confirm_booking(manager, booking, now=NOW)

    booking.refresh_from_db()
    assert booking.hold_expires_at is None
    assert Allocation.objects.get().lapses_at is None


def test_what_has_lapsed_cannot_be_confirmed(area, arta, manager):
    booking = booked(arta, area)
    with pytest.raises(LapsedError):
        confirm_booking(manager, booking, now=NOW + timedelta(hours=49))


def test_guests_arrive_from_half_an_hour_before(desk, arta):
    booking = booked(arta, desk)
    with pytest.raises(TooEarlyError):
        check_in(arta, booking, now=AT_TEN - timedelta(minutes=31))

    check_in(arta, booking, now=AT_TEN - timedelta(minutes=30))

    assert Allocation.objects.get().lapses_at is None


def test_who_comes_after_the_release_is_told_so(desk, arta):
    booking = booked(arta, desk)
    with pytest.raises(LapsedError):
        check_in(arta, booking, now=AT_TEN + timedelta(minutes=30))


def test_leaving_early_frees_the_rest(desk, arta):
    booking = booked(arta, desk, "10:00", "12:00")
    check_in(arta, booking, now=AT_TEN)

    check_out(arta, booking, now=AT_TEN + timedelta(minutes=60))

    assert Allocation.objects.get().ends_at == AT_TEN + timedelta(minutes=60)
    later = AT_TEN + timedelta(minutes=60)
    assert booked(UserFactory(), desk, "11:00", "12:00", now=later)


def test_nobody_is_missed_before_the_start(desk, arta, manager):
    booking = booked(arta, desk)
    with pytest.raises(TooEarlyError):
        mark_no_show(manager, booking, now=AT_TEN - timedelta(minutes=1))


def test_what_is_over_cannot_be_cancelled(room, arta):
    booking = booked(arta, room)
    with pytest.raises(WrongStateError):
        cancel_booking(arta, booking, now=AT_TEN + timedelta(hours=1))


def test_a_note_is_changed(room, arta):
    booking = booked(arta, room)
    found = edit_note(arta, booking, " New ", now=NOW)

    assert (found.note, found.version, found.events.last().action) == (
        "New",
        2,
        "edited",
    )
    assert edit_note(arta, booking, "New", now=NOW).version == 2
    with pytest.raises(ValidationError):
        edit_note(arta, booking, "x" * 501, now=NOW)


# Moving ----------------------------------------------------------------------------------


def test_a_booking_moves_over_its_own_time(room, arta):
    booking = booked(arta, room, "10:00", "12:00")

    found = move_booking(arta, booking, ask(room, "11:00", "13:00"), now=NOW)

    assert local(found.starts_at, room) == "2027-06-07 11:00"
    assert (found.version, found.sequence, found.local_time) == (2, 1, time(11))
    assert local(Allocation.objects.get().starts_at, room) == "2027-06-07 11:00"


def test_a_move_to_what_is_taken_leaves_it_where_it_was(space, room, arta):
    other = places.resource(space, "Other", capacity=8)
    booked(UserFactory(), other)
    booking = booked(arta, room)

    with pytest.raises(FullError) as refused:
        move_booking(arta, booking, ask(other), now=NOW)

    assert refused.value.choices
    booking.refresh_from_db()
    assert (booking.resource, booking.version) == (room, 1)
    assert Allocation.objects.get(booking=booking).resource == room
    move_booking(arta, booking, ask(other, "12:00", "13:00"), now=NOW)
    assert Allocation.objects.get(booking=booking).resource == other


def test_moving_to_what_needs_approval_asks_again(area, room, arta, manager):
    old = booked(arta, room)
    found = move_booking(arta, old, ask(area), now=NOW)
    assert found.state == "requested"
    with pytest.raises(StaleError):
        move_booking(arta, old, ask(room, "12:00", "13:00"), now=NOW)
    confirm_booking(manager, found, now=NOW)
    times = ask(area, "12:00", "13:00")
    assert move_booking(manager, found, times, now=NOW).state == "confirmed"
    assert move_booking(arta, found, ask(area), now=NOW).state == "requested"
    assert move_booking(arta, found, ask(room), now=NOW).state == "confirmed"


def test_nothing_moves_to_another_space(room, arta):
    far = places.space("peja")
    places.hours(far)
    booking = booked(arta, room)
    with pytest.raises(ValidationError):
        move_booking(arta, booking, ask(places.resource(far)), now=NOW)
    with pytest.raises(PermissionDenied):
        move_booking(UserFactory(), booking, ask(room, "12:00", "13:00"), now=NOW)


# What time does ----------------------------------------------------------------------------


def test_what_is_overdue_is_settled_once(area, desk, room, arta):
    asked = booked(arta, area)
    missed = booked(arta, desk)
    there = booked(arta, room)
    check_in(arta, there, now=AT_TEN)
    coming = booked(arta, room, day=MONDAY + timedelta(1))
    late = AT_TEN + timedelta(hours=5)

    assert settle_overdue(late) == 3
    assert settle_overdue(late) == 0

    states = dict(Booking.objects.values_list("pk", "state"))
    assert states == {
        asked.pk: "expired",
        missed.pk: "no_show",
        there.pk: "completed",
        coming.pk: "confirmed",
    }
    assert set(Allocation.objects.values_list("booking", flat=True)) == {
        there.pk, coming.pk,
    }  # fmt: skip


# Visits ------------------------------------------------------------------------------------


def wish(space, **more):
    days = {"first": MONDAY, "last": MONDAY + timedelta(4)}
    return VisitWish(space, **{**days, "opens": time(9), "closes": time(17), **more})


def days_in(resource, count=3):
    return [
        ask(resource, "09:00", "17:00", MONDAY + timedelta(one)) for one in range(count)
    ]


def test_a_visit_is_booked_as_one(space, room, arta):
    found = book_visit(arta, wish(space, note="Workshops"), days_in(room), now=NOW)

    assert found.is_new
    assert (found.visit.note, found.visit.member) == ("Workshops", arta)
    assert [one.visit for one in found.bookings] == [found.visit] * 3


def test_a_visit_of_which_a_day_is_taken_leaves_nothing(space, room, arta):
    booked(UserFactory(), room, day=MONDAY + timedelta(2))

    with pytest.raises(VisitNotBookedError) as refused:
        book_visit(arta, wish(space), days_in(room), now=NOW)

    assert len(refused.value.full) == 1
    assert not Visit.objects.exists()
    assert not Booking.objects.filter(member=arta).exists()


def test_a_visit_asked_for_twice_is_booked_once(space, room, arta):
    first = book_visit(arta, wish(space), days_in(room), key="k", now=NOW)
    again = book_visit(arta, wish(space), days_in(room), key="k", now=NOW)

    assert (again.visit, again.is_new) == (first.visit, False)
    assert again.bookings == first.bookings
    with pytest.raises(KeyReusedError):
        book_visit(arta, wish(space), days_in(room, 2), key="k", now=NOW)
    with pytest.raises(KeyReusedError):
        book_visit(arta, wish(space, note="New"), days_in(room), key="k", now=NOW)


def test_a_visit_is_cancelled_as_far_as_it_is_to_come(space, room, arta):
    found = book_visit(arta, wish(space), days_in(room), now=NOW)
    midweek = datetime(2027, 6, 8, 16, tzinfo=UTC)
    with pytest.raises(PermissionDenied):
        cancel_visit(UserFactory(), found.visit, now=midweek)

    done = cancel_visit(arta, found.visit, now=midweek)

    assert [one.local_date for one in done] == [date(2027, 6, 9)]
    assert cancel_visit(arta, found.visit, now=midweek) == []
    assert Allocation.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"last": MONDAY - timedelta(1)}, "last"),
        ({"last": MONDAY + timedelta(92)}, "last"),
        ({"closes": time(9)}, "closes"),
        ({"weekdays": frozenset()}, "weekdays"),
        ({"party_size": 0}, "party_size"),
        ({"note": "x" * 501}, "note"),
        ({"first": date.min}, "first"),
    ],
)
def test_odd_wishes_are_refused(space, room, arta, more, field):
    with pytest.raises(ValidationError) as refused:
        book_visit(arta, wish(space, **more), days_in(room), now=NOW)
    assert list(refused.value.error_dict) == [field]


def test_a_visit_is_of_one_space_and_of_some_days(space, room, arta):
    far = places.space("peja")
    places.hours(far)
    elsewhere = days_in(places.resource(far))
    for items in ([], [*days_in(room), *elsewhere], days_in(room) * 40):
        with pytest.raises(ValidationError) as refused:
            book_visit(arta, wish(space), items, now=NOW)
        assert list(refused.value.error_dict) == ["items"]
