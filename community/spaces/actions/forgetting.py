"""What an erased member leaves behind in the spaces, and no rule of a table can say."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.accounts.models import User
from community.spaces.models import Allocation, Booking, BookingEvent
from community.spaces.querysets import LIVE


@transaction.atomic
def forget_member(user: User) -> None:
    """Notes go, and what is still to come is cancelled, so that others find the seats.

    Doing it twice changes nothing.
    """
    own = Booking.objects.filter(member=user)
    coming = own.filter(state__in=LIVE, ends_at__gt=timezone.now())
    for booking in coming.select_for_update(no_key=True).order_by("pk"):
        _cancel(booking)
    own.exclude(note="", idempotency_key="", request_hash="").update(
        note="", idempotency_key="", request_hash=""
    )


def _cancel(booking: Booking) -> None:
    Allocation.objects.filter(booking=booking).delete()
    BookingEvent.objects.create(
        booking=booking,
        action=BookingEvent.Action.CANCELLED,
        from_state=booking.state,
        to_state=Booking.State.CANCELLED,
        version=booking.version + 1,
    )
    Booking.objects.filter(pk=booking.pk).update(
        state=Booking.State.CANCELLED,
        version=F("version") + 1,
        sequence=F("sequence") + 1,
        hold_expires_at=None,
    )
