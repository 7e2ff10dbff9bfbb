"""A new booking, once its seats are known; under the lock of the resource."""

from datetime import datetime
from typing import Any

from community.accounts.models import User
from community.spaces.actions.asking import Ask
from community.spaces.actions.seats import hold_of, values_of
from community.spaces.models import Booking, BookingEvent
from community.spaces.permissions import can_manage_space

MOST_COMING = 200  # bookings of a member
_State, _Action = Booking.State, BookingEvent.Action


def place(by: User, guest: User, ask: Ask, now: datetime, **values: Any) -> Booking:
    """Where somebody confirms bookings it is a request, save where a manager books."""
    resource = ask.resource
    waits = resource.needs_approval and not can_manage_space(by, resource.space)
    return Booking.objects.create(
        resource=resource,
        member=guest,
        by=None if by.pk == guest.pk else by,
        state=_State.REQUESTED if waits else _State.CONFIRMED,
        hold_expires_at=hold_of(resource, ask.starts_at, now) if waits else None,
        **values_of(ask),
        **values,
    )


def first_line(booking: Booking, by: User | None) -> BookingEvent:
    """Of its history; not stored yet."""
    is_asked = booking.state == _State.REQUESTED
    return BookingEvent(
        booking=booking,
        by=by,
        action=_Action.REQUESTED if is_asked else _Action.BOOKED,
        to_state=booking.state,
        version=booking.version,
    )


def number_coming(member: User, now: datetime) -> int:
    """Bookings of a member that are not over; `MOST_COMING` are the most."""
    count: int = Booking.objects.filter(member=member).live().upcoming(now).count()
    return count
