"""What an erased member leaves behind in the spaces, and no rule of a table can say."""

from django.db import transaction
from django.utils import timezone

from community.accounts.models import User
from community.spaces.actions.recording import record
from community.spaces.actions.seats import give_back
from community.spaces.models import Booking, BookingEvent


@transaction.atomic
def forget_member(user: User) -> None:
    """Notes go, and what is still to come is cancelled, so that others find the seats.

    Doing it twice changes nothing.
    """
    now = timezone.now()
    own = Booking.objects.filter(member=user)
    coming = own.live().upcoming(now).select_for_update(no_key=True)
    for booking in coming.order_by("pk"):
        give_back(booking)
        values = {"state": Booking.State.CANCELLED, "hold_expires_at": None}
        record(booking, BookingEvent.Action.CANCELLED, None, now, **values)
    own.exclude(note="", idempotency_key="", request_hash="").update(
        note="", idempotency_key="", request_hash=""
    )
