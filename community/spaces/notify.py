"""What spaces write to guests and managers; always after the change is stored.

`by` is who did it; None for what time did, as when a request expires.
"""

from collections.abc import Sequence

from community.accounts.models import User
from community.spaces.models import Booking, Visit


def requested(booking: Booking, by: User | None) -> None:
    """Somebody has to answer: the guest waits, the managers are asked."""


def booked(booking: Booking, by: User | None) -> None:
    """At once, without being asked."""


def confirmed(booking: Booking, by: User | None) -> None:
    """A request was answered with yes."""


def declined(booking: Booking, by: User | None) -> None:
    """A request was answered with no."""


def expired(booking: Booking, by: User | None) -> None:
    """Nobody answered in time."""


def moved(booking: Booking, by: User | None) -> None:
    """Another time or another resource."""


def cancelled(booking: Booking, by: User | None) -> None:
    """It does not take place."""


def no_show(booking: Booking, by: User | None) -> None:
    """Nobody is written to: it would come too late to change anything."""


def visit_booked(visit: Visit, bookings: Sequence[Booking], by: User | None) -> None:
    """One mail for the whole stay."""


def visit_cancelled(visit: Visit, bookings: Sequence[Booking], by: User | None) -> None:
    """One mail with what was cancelled of a stay."""
