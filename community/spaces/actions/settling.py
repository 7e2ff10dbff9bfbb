"""What time has done to bookings, made real: requests expire, nobody came, a stay is over.

Reads know it without this (`Allocation.lapses_at`); the next write on a resource makes it
real there, and a periodic job everywhere. Who waits for the seats gets them with it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.spaces import notify
from community.spaces.actions.freeing import freed_by
from community.spaces.actions.recording import record
from community.spaces.actions.refusals import BusyError
from community.spaces.actions.seats import give_back, locked
from community.spaces.models import Allocation, Booking, BookingEvent

_AT_ONCE = 200
_State, _Action = Booking.State, BookingEvent.Action


def settle(resources: Iterable[int], now: datetime) -> int:
    """Inside a transaction that holds these resources; returns how many changed."""
    changed, free = lapse(resources, now)
    # (all are given back first: a seat that nobody has may stand in the way of another)
    for booking in free:
        freed_by(booking, now)
    return changed


def lapse(resources: Iterable[int], now: datetime) -> tuple[int, list[Booking]]:
    """How many changed, and those whose seats were given back, which are nobody's yet."""
    lapsed = Allocation.objects.lapsed(now).filter(resource__in=list(resources))
    keys = set(lapsed.values_list("booking", flat=True))
    if not keys:
        return 0, []
    rows = Booking.objects.filter(pk__in=keys)
    held = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = list(held.select_related("resource__space"))
    return len(found), [one for one in found if _lapsed(one, now)]


def settle_here(resources: Iterable[int], now: datetime) -> None:
    """In a transaction of its own, where the one that asked for these was undone."""
    keys = set(resources)
    if Allocation.objects.lapsed(now).filter(resource__in=keys).exists():
        with transaction.atomic():
            settle(locked(keys), now)


def settle_overdue(now: datetime | None = None) -> int:
    """Everywhere; returns how many bookings changed. Doing it twice changes nothing."""
    now = now or timezone.now()
    lapsed = Allocation.objects.lapsed(now).order_by("resource")
    done = 0
    for key in lapsed.values_list("resource", flat=True).distinct():
        try:
            with transaction.atomic():
                done += settle(locked([key]), now)
        except BusyError:
            continue  # (very many are booking it, and each of them settles it)
    return done + _complete(now)


def _complete(now: datetime) -> int:
    """Those who have arrived and whose time is over."""
    rows = Booking.objects.filter(state=_State.CHECKED_IN, ends_at__lte=now)
    done = 0
    while True:
        with transaction.atomic():
            # (one that somebody is changing at this moment waits for the next time)
            held = rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
            found = list(held.order_by("pk")[:_AT_ONCE])
            for booking in found:
                record(booking, _Action.COMPLETED, None, now, state=_State.COMPLETED)
        done += len(found)
        if len(found) < _AT_ONCE:
            return done


def _lapsed(booking: Booking, now: datetime) -> bool:
    """Writes what time did; True when its seats are given back."""
    if booking.state == _State.REQUESTED:
        give_back(booking)
        values = {"state": _State.EXPIRED, "hold_expires_at": None}
        record(booking, _Action.EXPIRED, None, now, **values)
        notify.expired(booking, None)
        return True
    if booking.state == _State.CONFIRMED:
        give_back(booking)
        record(booking, _Action.NO_SHOW, None, now, state=_State.NO_SHOW)
        notify.no_show(booking, None)
        return True
    Allocation.objects.filter(booking=booking).update(lapses_at=None)
    return False
