"""Bookings of the demo as rows: as the actions would have left them by now."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection

from community.accounts.models import User
from community.spaces.models import Allocation, Booking, BookingEvent, Resource

_State, _Action = Booking.State, BookingEvent.Action
_ASKED_BEFORE = timedelta(days=6)
_UNTIL_ANSWERED = timedelta(hours=5)
# (the time of a line cannot be chosen otherwise, and never be changed)
_LINE = """
    INSERT INTO spaces_bookingevent
        (booking_id, by_id, action, from_state, to_state, version, created_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""


@dataclass
class Planned:
    """Somebody has a seat from a moment to a moment."""

    resource: Resource
    member: User
    seat: int
    starts_at: datetime
    ends_at: datetime
    party_size: int


class Step(NamedTuple):
    """A line of its history: what happened, to which state, when."""

    action: str
    state: str
    at: datetime


def store(planned: Sequence[Planned], now: datetime) -> int:
    """Bookings with their seats and histories; returns how many."""
    chance = random.Random(len(planned))  # noqa: S311 (nothing here is secret)
    told = [(one, list(_history(one, now, chance))) for one in planned]
    bookings = Booking.objects.bulk_create(_row(*one, now) for one in told)
    for booking, (_one, steps) in zip(bookings, told, strict=True):
        booking.created_at = steps[0].at
    Booking.objects.bulk_update(bookings, ["created_at"], batch_size=500)
    Allocation.objects.bulk_create(
        _seat(booking, one.seat)
        for booking, (one, _steps) in zip(bookings, told, strict=True)
        if booking.state not in (_State.NO_SHOW, _State.CANCELLED)
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            _LINE,
            [
                line
                for booking, (_one, steps) in zip(bookings, told, strict=True)
                for line in _lines(booking, steps)
            ],
        )
    return len(bookings)


def _history(one: Planned, now: datetime, chance: random.Random) -> Iterator[Step]:
    asked = min(one.starts_at, now) - _ASKED_BEFORE * chance.uniform(0.2, 1)
    needs_answer = one.resource.needs_approval
    if needs_answer and one.starts_at > now + _ASKED_BEFORE:
        # Waits for an answer: asked for a moment ago, so that the hold lasts.
        yield Step(_Action.REQUESTED, _State.REQUESTED, now - timedelta(hours=2))
        return
    if needs_answer:
        yield Step(_Action.REQUESTED, _State.REQUESTED, asked)
        yield Step(_Action.CONFIRMED, _State.CONFIRMED, asked + _UNTIL_ANSWERED)
    else:
        yield Step(_Action.BOOKED, _State.CONFIRMED, asked)
    if one.starts_at > now:
        return
    fate = chance.random()
    if fate < 0.06 and one.ends_at < now:
        before = one.starts_at - timedelta(minutes=30)
        yield Step(_Action.CANCELLED, _State.CANCELLED, before)
        return
    if not one.resource.needs_check_in:
        return
    if fate < 0.12 and one.ends_at < now:
        late = one.starts_at + timedelta(minutes=one.resource.release_after)
        yield Step(_Action.NO_SHOW, _State.NO_SHOW, late)
        return
    yield Step(_Action.CHECKED_IN, _State.CHECKED_IN, one.starts_at)
    if one.ends_at <= now:
        yield Step(_Action.COMPLETED, _State.COMPLETED, one.ends_at)


def _row(one: Planned, steps: Sequence[Step], now: datetime) -> Booking:
    space = one.resource.space
    local = one.starts_at.astimezone(space.zone_info)
    state = steps[-1].state
    hold = timedelta(hours=one.resource.hold_hours)
    waits = state == _State.REQUESTED
    return Booking(
        resource=one.resource,
        member=one.member,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        local_date=local.date(),
        local_time=local.time(),
        zone=space.zone,
        party_size=one.party_size,
        state=state,
        version=len(steps),
        sequence=len(steps) - 1,
        hold_expires_at=min(now + hold, one.starts_at) if waits else None,
    )


def _seat(booking: Booking, seat: int) -> Allocation:
    resource, lapses = booking.resource, booking.hold_expires_at
    if booking.state == _State.CONFIRMED and resource.needs_check_in:
        lapses = booking.starts_at + timedelta(minutes=resource.release_after)
    return Allocation(
        resource=resource,
        seat=seat,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        lapses_at=lapses,
        booking=booking,
    )


def _lines(booking: Booking, steps: Sequence[Step]) -> Iterator[tuple]:
    before = ""
    for version, step in enumerate(steps, start=1):
        by = None if step.action == _Action.NO_SHOW else booking.member_id
        yield (booking.pk, by, step.action, before, step.state, version, step.at)
        before = step.state
