"""Bookings that cannot be kept as they are: it is closed by now, blocked, or too small."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from community.spaces.calendar import Window, fits, joined, utc_minute
from community.spaces.models import Allocation, Block, Booking, Resource, Space
from community.spaces.timetable import windows_of

_DAY = timedelta(days=1)
MOST_LOOKED_AT = 5000  # bookings to come


@dataclass(frozen=True)
class Conflict:
    """A booking that cannot be kept as it is. `why`: 'closed' or 'blocked'."""

    booking: Booking
    why: str
    reason: str = ""


def conflicts(space: Space, now: datetime) -> list[Conflict]:
    """Bookings to come at a time when the space or the resource is closed by now, is not
    let any more, or has been blocked; in order of time. Four statements."""
    coming = list(_coming(Q(resource__space=space), now)[:MOST_LOOKED_AT])
    if not coming:
        return []
    blocked = _blocked(coming)
    resources = {one.resource.pk: one.resource for one in coming}
    last = max(one.ends_at for one in coming).date() + _DAY
    first = min(one.starts_at for one in coming).date() - 2 * _DAY
    opening = windows_of(list(resources.values()), first, last)
    open_now = {pk: joined(windows) for pk, windows in opening.items()}
    found = []
    for one in coming:
        if not _is_open(open_now[one.resource.pk], one):
            found.append(Conflict(one, "closed"))
        elif one.pk in blocked:
            found.append(Conflict(one, "blocked", blocked[one.pk]))
    return found


def too_many_for(
    resource: Resource, capacity: int, is_shared: bool, now: datetime
) -> list[Booking]:
    """What has been booked and would have no room if the resource were so small."""
    seats = capacity if is_shared else 1
    without = Allocation.objects.filter(resource=resource, seat__gte=seats)
    own = Q(resource=resource)
    large = Q(party_size__gt=capacity)
    if is_shared and not resource.is_shared:
        # (who had all of it has one seat then)
        large |= Q(party_size__gt=1)
    return list(_coming(own & (large | Q(pk__in=without.values("booking"))), now))


def digest_of(found: Iterable[Conflict]) -> str:
    """Names this very list: who has read it may go on, and nobody who read another."""
    keys = sorted(one.booking.pk for one in found)
    return hashlib.sha256(repr(keys).encode()).hexdigest()[:16]


def _coming(which: Q, now: datetime) -> Any:
    rows = Booking.objects.filter(which).live().upcoming(now)
    rows = rows.exclude(state="requested", hold_expires_at__lte=now)
    return rows.select_related("resource__space", "visit").order_by(
        "starts_at", "resource__position", "id"
    )


def _is_open(windows: Sequence[Window], booking: Booking) -> bool:
    return fits(windows, utc_minute(booking.starts_at), utc_minute(booking.ends_at))


def _blocked(coming: Sequence[Booking]) -> dict[int, str]:
    """Why, by number of the booking, for those over whose time a block lies. It takes all
    of a resource, of those let by the seat too; of several the first one counts."""
    rows = Block.objects.filter(
        resource__bookings__in=[one.pk for one in coming],
        starts_at__lt=F("resource__bookings__ends_at"),
        ends_at__gt=F("resource__bookings__starts_at"),
    )
    told = rows.order_by("-starts_at", "-pk")
    return dict(told.values_list("resource__bookings", "reason"))
