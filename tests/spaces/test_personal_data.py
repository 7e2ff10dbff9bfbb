"""What of the spaces an erasure takes along, and what others keep."""

from datetime import timedelta

from django.utils import timezone

from community.accounts.actions.erasing import steps
from community.spaces.actions import forget_member, issue_feed_token
from community.spaces.feeds.called import token_called
from community.spaces.models import (
    Allocation,
    Booking,
    BookingEvent,
    FeedToken,
    SpaceRole,
    Visit,
)
from tests.factories import places


def test_an_erased_member_is_nowhere_and_their_seats_are_free(desks, manager):
    now = timezone.now()
    visit = Visit.objects.create(
        member=manager,
        first=now,
        last=now,
        opens="09:00",
        closes="17:00",
        note="Dentist",
    )
    past = places.booking(
        desks, manager, now - timedelta(days=9), note="With Blerim", state="completed"
    )
    coming = places.booking(desks, manager, now + timedelta(days=9), visit=visit)
    BookingEvent.objects.create(
        booking=coming, by=manager, action="booked", to_state="confirmed", version=1
    )
    issue_feed_token(manager)

    for step in steps():
        step(manager)
    forget_member(manager)

    assert not Visit.objects.exists()
    assert not FeedToken.objects.exists()
    assert not SpaceRole.objects.exists()
    past.refresh_from_db()
    coming.refresh_from_db()
    assert (past.member, past.note, past.state) == (None, "", "completed")
    assert (coming.member, coming.state, coming.version) == (None, "cancelled", 2)
    assert not Allocation.objects.filter(booking=coming).exists()
    lines = BookingEvent.objects.values_list("action", "by", "version")
    assert list(lines) == [("booked", None, 1), ("cancelled", None, 2)]


def test_others_keep_theirs(desks, arta, manager):
    theirs = places.booking(desks, arta, timezone.now() + timedelta(days=1), note="Me")

    for step in steps():
        step(manager)

    assert Booking.objects.get() == theirs
    assert Booking.objects.get().note == "Me"
    assert Allocation.objects.count() == 1


def test_of_a_feeds_secret_only_the_hash_is_kept(space, arta):
    _made, secret = issue_feed_token(arta)

    token = token_called(secret)
    assert token == FeedToken.objects.get()
    assert secret not in (token.digest, str(token))
    assert token_called(token.digest) is None
