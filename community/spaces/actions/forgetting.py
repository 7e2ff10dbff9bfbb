"""What an erased member leaves behind in the spaces, and no rule of a table can say."""

from django.db import transaction
from django.utils import timezone

from community.accounts.models import User
from community.spaces.actions.freeing import freed_by
from community.spaces.actions.recording import record
from community.spaces.actions.seats import give_back, locked
from community.spaces.actions.settling import settle
from community.spaces.models import Booking, BookingEvent, WaitlistEntry


@transaction.atomic
def forget_member(user: User) -> None:
    """Notes go, and what is still to come is cancelled, so that others find the seats;
    who waits for them gets them.

    Doing it twice changes nothing.
    """
    now = timezone.now()
    own = Booking.objects.filter(member=user)
    coming = own.live().upcoming(now)
    WaitlistEntry.objects.filter(member=user).delete()
    places = locked(coming.values_list("resource", flat=True))
    settle(places, now)
    held = coming.filter(resource__in=places).select_for_update(
        of=("self",), no_key=True
    )
    cancelled = list(held.select_related("resource__space").order_by("pk"))
    for booking in cancelled:
        give_back(booking)
        values = {"state": Booking.State.CANCELLED, "hold_expires_at": None}
        record(booking, BookingEvent.Action.CANCELLED, None, now, **values)
    for booking in cancelled:
        freed_by(booking, now)
    own.exclude(note="", idempotency_key="", request_hash="").update(
        note="", idempotency_key="", request_hash=""
    )
