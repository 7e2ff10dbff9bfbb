"""One change of a booking: compared, counted, written down."""

from datetime import datetime
from typing import Any

from community.accounts.models import User
from community.spaces.actions.refusals import LapsedError, StaleError, WrongStateError
from community.spaces.models import Allocation, Booking, BookingEvent


def held(booking: Booking, version: int | None, now: datetime) -> Booking:
    """The row as it is now, locked until the transaction ends, with resource and space.

    Raises StaleError when it has another version than the one named, LapsedError when
    its time has run out, though nobody has written that down yet.
    """
    rows = Booking.objects.select_for_update(of=("self",), no_key=True)
    found: Booking = rows.select_related("resource__space", "member").get(pk=booking.pk)
    if version is not None and found.version != version:
        raise StaleError
    if Allocation.objects.filter(booking=found).lapsed(now).exists():
        raise LapsedError
    return found


def must_be(booking: Booking, *states: str) -> None:
    """Raises WrongStateError."""
    if booking.state not in states:
        raise WrongStateError


def record(
    booking: Booking, action: str, by: User | None, now: datetime, **values: Any
) -> Booking:
    """Writes the values, raises version and sequence, and adds a line to the history.

    The row must be locked (`held`): compare and swap is then a plain write.
    """
    before = booking.state
    values = {
        **values,
        "version": booking.version + 1,
        "sequence": booking.sequence + 1,
        "updated_at": now,
    }
    for name, value in values.items():
        setattr(booking, name, value)
    Booking.objects.filter(pk=booking.pk).update(**values)
    BookingEvent.objects.create(
        booking=booking,
        by=by,
        action=action,
        from_state=before,
        to_state=booking.state,
        version=booking.version,
    )
    return booking
