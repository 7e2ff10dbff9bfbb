"""Seats under the lock of their resources: reading what is taken, taking, giving back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError
from psycopg.errors import LockNotAvailable, QueryCanceled

from community.spaces.actions.asking import Ask
from community.spaces.actions.checking import check_terms
from community.spaces.actions.refusals import BusyError
from community.spaces.calendar import Busy, Window, free_seats
from community.spaces.models import Allocation, Booking, Resource
from community.spaces.querysets import busy_between
from community.spaces.timetable import windows_of

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass
class Ground:
    """What holds around the asked times, by number of the resource."""

    windows: dict[int, list[Window]]
    busy: dict[int, list[Busy]]


def locked(resources: Iterable[int]) -> dict[int, Resource]:
    """In the order of their numbers, so that two visits never wait for each other. With
    their spaces, which are not locked. Inside a transaction. Raises BusyError when others
    hold them for longer than a statement may take."""
    rows = Resource.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("space").filter(pk__in=set(resources)).order_by("pk")
    try:
        return {one.pk: one for one in found}
    except OperationalError as late:
        if isinstance(late.__cause__, QueryCanceled | LockNotAvailable):
            raise BusyError from late
        raise


def ground_of(
    asks: Sequence[Ask], now: datetime, *, until: timedelta = timedelta()
) -> Ground:
    """Two statements. `until`: how much longer than the asked times to look."""
    resources = list({one.resource.pk: one.resource for one in asks}.values())
    start = min(one.starts_at for one in asks)
    end = max(one.ends_at for one in asks) + until
    wide = max(one.buffer for one in resources) * _MINUTE
    first, last = (start - 2 * _DAY).date(), (end + _DAY).date()
    return Ground(
        windows_of(resources, first, last),
        busy_between(
            [one.pk for one in resources],
            start - _DAY - wide,
            end + _DAY + wide,
            now,
        ),
    )


def seats_for(ask: Ask, ground: Ground, now: datetime) -> list[int]:
    """Numbers of the seats, [] when too few are free. Raises ValidationError when the
    terms or the hours do not allow it."""
    resource = ask.resource
    check_terms(ask, ground.windows[resource.pk], now)
    busy = ground.busy[resource.pk]
    wanted, buffer = ask.seats, resource.buffer
    return free_seats(
        busy, resource.seats, ask.start, ask.end, wanted=wanted, buffer=buffer
    )


def take(booking: Booking, seats: Sequence[int], ground: Ground | None = None) -> None:
    """The seats are the booking's; what is read after it in `ground` knows."""
    Allocation.objects.bulk_create(
        Allocation(
            resource_id=booking.resource_id,
            seat=seat,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            lapses_at=lapse_of(booking),
            booking=booking,
        )
        for seat in seats
    )
    if ground is not None:
        ask = Ask(booking.resource, booking.starts_at, booking.ends_at)
        taken = [(ask.start, ask.end, seat) for seat in seats]
        ground.busy[booking.resource_id].extend(taken)


def give_back(booking: Booking) -> None:
    Allocation.objects.filter(booking=booking).delete()


def lapse_of(booking: Booking) -> datetime | None:
    """When its seats are free although it says otherwise: a request that nobody
    answered, a guest who did not come. Reads the resource."""
    resource = booking.resource
    if booking.state == Booking.State.REQUESTED:
        return booking.hold_expires_at
    if booking.state == Booking.State.CONFIRMED and resource.needs_check_in:
        return booking.starts_at + resource.release_after * _MINUTE
    return None


def hold_of(resource: Resource, starts_at: datetime, now: datetime) -> datetime:
    """Until when a request holds the seat: never into the time that it is for."""
    return min(now + timedelta(hours=resource.hold_hours), starts_at)


def values_of(ask: Ask) -> dict[str, Any]:
    """What a booking of it has in its columns, beside the resource and the state."""
    space = ask.resource.space
    local = ask.starts_at.astimezone(space.zone_info)
    return {
        "starts_at": ask.starts_at,
        "ends_at": ask.ends_at,
        "local_date": local.date(),
        "local_time": local.time(),
        "zone": space.zone,
        "party_size": ask.party_size,
        "note": ask.note.strip(),
    }
