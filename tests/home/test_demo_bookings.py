"""The bookings of the demo: as the actions leave them, once, and one day is full."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from community.accounts.models import User
from community.profiles.actions import load_taxonomy
from community.spaces.actions import promote_waiting, settle_overdue
from community.spaces.conflicts import conflicts
from community.spaces.models import (
    Allocation,
    Booking,
    BookingEvent,
    IcsSource,
    Resource,
    Space,
    SpaceRole,
    Visit,
    WaitlistEntry,
)
from community.spaces.timetable import availability
from home.demo.bookings import AFTER, load_bookings
from home.demo.indexes import tasks_put_aside
from home.demo.logins import LOGINS
from home.demo.members import load_members
from home.demo.people import load_people
from home.demo.spaces import found_spaces


@pytest.fixture
def loaded(db):
    """A Tuesday in autumn at eleven; how many bookings there are."""
    with time_machine.travel("2026-10-06T09:00:00Z", tick=False), tasks_put_aside():
        load_taxonomy()
        load_people()
        load_members()
        found_spaces()
        yield load_bookings()


def test_a_month_of_bookings_is_loaded_once(loaded):
    events = BookingEvent.objects.count()

    assert loaded == Booking.objects.count() > 600
    assert load_bookings() == 0
    assert (Booking.objects.count(), BookingEvent.objects.count()) == (loaded, events)
    states = Counter(Booking.objects.values_list("state", flat=True))
    assert set(states) == {
        "requested", "confirmed", "checked_in", "completed", "cancelled", "no_show",
    }  # fmt: skip


def test_they_are_as_the_actions_leave_them(loaded):
    seated = set(Allocation.objects.values_list("booking", flat=True))
    for one in Booking.objects.prefetch_related("events"):
        events = list(one.events.all())
        assert [event.version for event in events] == list(range(1, one.version + 1))
        assert events[-1].to_state == one.state
        assert one.local_start == one.starts_at.astimezone(
            Space(zone=one.zone).zone_info
        ).replace(tzinfo=None)
        assert (one.pk in seated) == (one.state not in ("cancelled", "no_show"))
        assert bool(one.hold_expires_at) == (one.state == "requested")

    assert settle_overdue() == 0


def test_one_day_in_peja_is_full(loaded):
    there = list(Resource.objects.filter(space__slug="peja").select_related("space"))
    now = timezone.now()
    full = set()
    for number in range(1, AFTER.days):
        noon = now + timedelta(days=number)
        start, end = (noon.replace(hour=hour) for hour in (0, 23))
        found = availability(there, start, end, now)
        told = [
            (end - start >= one.shortest and free)
            for one in there
            for start, end, free in found[one.pk]
        ]
        if told and not any(told):
            full.add(noon.date().isoformat())

    assert full == {"2026-10-09"}


def test_on_that_day_three_wait_and_the_member_is_the_last(loaded):
    waits = WaitlistEntry.objects.waiting(timezone.now()).with_before(timezone.now())
    told = [(one.member.email, one.before, one.is_any) for one in waits]

    assert len(told) == 3
    assert [one[1:] for one in told] == [(0, False), (1, False), (2, True)]
    assert all(email.startswith("demo-") for email, _b, _any in told[:2])
    assert told[2][0] == "member@example.org"
    assert {one.starts_at.date().isoformat() for one in waits} == {"2026-10-09"}
    assert promote_waiting() == 0
    assert WaitlistEntry.objects.filter(state="waiting").count() == 3


def test_those_who_can_log_in_have_bookings_and_roles(loaded):
    arta = User.objects.get(email="member@example.org")

    visit = Visit.objects.get()
    assert visit.member == arta
    assert visit.bookings.count() == 10
    assert visit.bookings.values("resource").distinct().count() == 1
    states = Counter(arta.space_bookings.values_list("state", flat=True))
    assert states == {"confirmed": 11, "requested": 1}
    roles = SpaceRole.objects.values_list("user__email", "role")
    assert {("spaces@example.org", "manager"), ("host@example.org", "host")} == set(
        roles
    )
    assert {email for email, _role in roles} < {email for _what, email, _p in LOGINS}


def test_a_course_has_a_room_on_its_evenings(loaded):
    source = IcsSource.objects.get()
    zone = source.space.zone_info

    assert (source.resource.name_en, source.is_paused) == ("Room Sharri", True)
    blocks = list(source.blocks.all())
    assert len(blocks) > 40
    starts = {one.starts_at.astimezone(zone) for one in blocks}
    assert {f"{one:%a %H:%M}" for one in starts} == {"Tue 18:30", "Thu 18:30"}
    taken = Allocation.objects.filter(block__source=source)
    assert taken.count() == len(blocks)
    assert conflicts(source.space, timezone.now()) == []
