"""After seats were given back: who has them next."""

from datetime import datetime

from community.spaces.actions.covering import cover
from community.spaces.actions.promoting import promote
from community.spaces.models import Booking, Resource


def freed(resource: Resource, start: datetime, end: datetime, now: datetime) -> None:
    """A block over that time takes them; what it leaves, whoever waits. In the
    transaction that gave them back, holds the resource and has settled it."""
    cover(resource, start, end)
    promote(resource, start, end, now)


def freed_by(booking: Booking, now: datetime) -> None:
    """All of its time (with its resource and space)."""
    freed(booking.resource, booking.starts_at, booking.ends_at, now)
