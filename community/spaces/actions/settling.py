"""What time has done to bookings, made real: requests expire, nobody came, a stay is over.

Reads know it without this (`Allocation.lapses_at`); the next write on a resource makes it
real there, and a periodic job everywhere.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from community.spaces import notify
from community.spaces.actions.recording import record
from community.spaces.actions.seats import give_back
from community.spaces.models import Allocation, Booking, BookingEvent

_AT_ONCE = 200
_State, _Action = Booking.State, BookingEvent.Action


def settle(resources: Iterable[int], now: datetime) -> None:
    """Inside a transaction that holds these resources."""
    lapsed = Allocation.objects.lapsed(now).filter(resource__in=list(resources))
    keys = set(lapsed.values_list("booking", flat=True))
    if keys:
        _settle(Booking.objects.filter(pk__in=keys), now)


def settle_overdue(now: datetime | None = None) -> int:
    """Everywhere; returns how many bookings changed. Doing it twice changes nothing."""
    now = now or timezone.now()
    lapsed = Allocation.objects.lapsed(now).values("booking")
    done = 0
    for rows in (
        Booking.objects.filter(pk__in=lapsed),
        Booking.objects.filter(state=_State.CHECKED_IN, ends_at__lte=now),
    ):
        while True:
            with transaction.atomic():
                # (one that somebody is changing at this moment waits for the next time)
                keys = list(
                    rows.select_for_update(of=("self",), no_key=True, skip_locked=True)
                    .order_by("pk")
                    .values_list("pk", flat=True)[:_AT_ONCE]
                )
                _settle(Booking.objects.filter(pk__in=keys), now)
            done += len(keys)
            if len(keys) < _AT_ONCE:
                break
    return done


def _settle(rows: QuerySet[Booking], now: datetime) -> None:
    held = rows.select_for_update(of=("self",), no_key=True).order_by("pk")
    for booking in held.select_related("resource__space"):
        if booking.state == _State.REQUESTED:
            give_back(booking)
            values = {"state": _State.EXPIRED, "hold_expires_at": None}
            record(booking, _Action.EXPIRED, None, now, **values)
            notify.expired(booking, None)
        elif booking.state == _State.CONFIRMED:
            give_back(booking)
            record(booking, _Action.NO_SHOW, None, now, state=_State.NO_SHOW)
            notify.no_show(booking, None)
        elif booking.state == _State.CHECKED_IN and booking.ends_at <= now:
            record(booking, _Action.COMPLETED, None, now, state=_State.COMPLETED)
        else:
            Allocation.objects.filter(booking=booking).update(lapses_at=None)
