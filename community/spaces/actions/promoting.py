"""The waiting list moves up, in the transaction that frees a seat.

Who frees one holds the row of the resource; who waits is locked after it, in the order in
which they came. So a seat that comes free goes to the first who can use it, before
anybody who books at the same moment can see it.
"""

from datetime import datetime

from django.core.exceptions import ValidationError

from community.accounts.models import User
from community.spaces import notify
from community.spaces.actions.asking import Ask
from community.spaces.actions.placing import (
    MOST_COMING,
    first_line,
    number_coming,
    place,
)
from community.spaces.actions.seats import ground_of, seats_for, take
from community.spaces.models import Booking, Resource, WaitlistEntry
from community.spaces.permissions import can_book

_AT_ONCE = 200  # entries looked at for one freed seat
_State = WaitlistEntry.State


def promote(resource: Resource, start: datetime, end: datetime, now: datetime) -> int:
    """Gives what is free between two moments to those who wait for it; how many got a
    place. Inside a transaction that holds the resource and has settled it."""
    rows = WaitlistEntry.objects.waiting(now).content_with(resource)
    rows = rows.overlapping(start, end).select_for_update(of=("self",), no_key=True)
    found = list(rows.select_related("member").order_by("created_at", "pk")[:_AT_ONCE])
    if not found:
        return 0
    asks = [ask_of(one, resource) for one in found]
    ground = ground_of(asks, now)
    done = 0
    for entry, ask in zip(found, asks, strict=True):
        try:
            seats = seats_for(ask, ground, now)
        except ValidationError:
            continue  # (closed by now, or too soon to book)
        if not seats or not _may_have(entry, ask, now):
            continue
        booking = place(entry.member, entry.member, ask, now)
        take(booking, seats, ground)
        first_line(booking, None).save()
        _close(entry, _State.PROMOTED, now, booking)
        notify.promoted(booking, None)
        done += 1
    return done


def ask_of(entry: WaitlistEntry, resource: Resource) -> Ask:
    """What the entry waits for, in this resource."""
    return Ask(resource, entry.starts_at, entry.ends_at, entry.party_size, entry.note)


def has_place(
    member: User, resource: Resource, start: datetime, end: datetime, *, is_any: bool
) -> bool:
    """The member has booked the resource (or any of its kind in the space) then."""
    rows = Booking.objects.filter(member=member).live().overlapping(start, end)
    if is_any:
        rows = rows.filter(resource__space=resource.space, resource__kind=resource.kind)
    else:
        rows = rows.filter(resource=resource)
    return rows.exists()


def _may_have(entry: WaitlistEntry, ask: Ask, now: datetime) -> bool:
    member = entry.member
    if not member.is_active or not can_book(member, ask.resource):
        return False
    times = (ask.starts_at, ask.ends_at)
    if has_place(member, ask.resource, *times, is_any=entry.is_any):
        _close(entry, _State.LAPSED, now)
        return False
    return number_coming(member, now) < MOST_COMING


def _close(
    entry: WaitlistEntry, state: str, now: datetime, booking: Booking | None = None
) -> None:
    entry.state, entry.booking, entry.updated_at = state, booking, now
    entry.save(update_fields=["state", "booking", "updated_at"])
