"""Who was where: bookings by COPY, so many in the ninety days and so many before them.

Slots are apart on each seat and drawn by a fixed rule, so the database refuses none.
Needs Django.
"""

import random
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bench.houses import DAYS, MEMBER

OWN = 1_000  # of the member who asks, in the window
HISTORY = 1_095  # days
SEED = 2026
_BOOKING = (
    "id", "uuid", "resource_id", "member_id", "starts_at", "ends_at", "local_date",
    "local_time", "zone", "party_size", "state", "version", "sequence",
    "hold_expires_at", "note", "idempotency_key", "request_hash", "created_at",
    "updated_at",
)  # fmt: skip
_ALLOCATION = (
    "resource_id", "seat", "starts_at", "ends_at", "lapses_at", "booking_id",
)  # fmt: skip
_EVENT = (
    "booking_id", "by_id", "action", "from_state", "to_state", "version", "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A seat may be taken from start to end (minutes of UTC)."""

    resource: Any
    seat: int
    start: int
    end: int


def taken(resources: list[Any], begins: datetime, size: int, window: int) -> list[Slot]:
    """So many slots, the earliest first, as bookings have been made over the years."""
    from community.spaces.calendar import utc_minute  # noqa: PLC0415

    now = utc_minute(begins)
    every = list(_slots(resources, now))
    coming = [one for one in every if one.start >= now]
    past = [one for one in every if one.start < now]
    chance = random.Random(SEED)  # noqa: S311 (a fixed rule)
    if len(coming) < window or len(past) < size - window:
        sys.exit(f"Error: there is no room for {size} bookings.")
    found = chance.sample(coming, window) + chance.sample(past, size - window)
    return sorted(found, key=lambda one: one.start)


def _slots(resources: list[Any], begins: int) -> Iterator[Slot]:
    """Two a day on every seat, before and after noon; units as a whole."""
    from community.spaces.calendar import moment_of  # noqa: PLC0415
    from community.spaces.timetable import windows_of  # noqa: PLC0415

    today = moment_of(begins).date()
    first, last = today - timedelta(HISTORY), today + timedelta(DAYS - 1)
    windows = windows_of(resources, first, last)
    chance = random.Random(SEED)  # noqa: S311 (a fixed rule)
    for one in resources:
        terms, zone = one.terms, one.space.zone_info
        for start, end in terms.windows(windows[one.pk], zone):
            if terms.is_whole:
                yield Slot(one, 0, start, end)
            elif end - start >= 9 * 60:  # (a Saturday and a late evening stay empty)
                for seat in range(one.seats):
                    for since in (start + 60, start + 300):
                        from_ = since + 30 * chance.randrange(3)
                        yield Slot(one, seat, from_, from_ + 30 * chance.randint(2, 4))


def write(cursor: Any, slots: list[Slot], begins: datetime) -> None:
    from community.accounts.models import User  # noqa: PLC0415
    from community.spaces.calendar import utc_minute  # noqa: PLC0415

    reader = User.objects.get(email=MEMBER).pk
    members = list(
        User.objects.exclude(pk=reader).order_by("pk").values_list("pk", flat=True)
    )
    now = utc_minute(begins)
    coming = sum(one.start >= now for one in slots)
    own = min(OWN, coming // 10)
    # Their bookings lie evenly among those to come, which are the last ones.
    mine = (
        {len(slots) - coming + n * coming // own for n in range(own)} if own else set()
    )
    who = [
        reader if n in mine else members[n * 7919 % len(members)]
        for n in range(len(slots))
    ]
    with Progress(console=Console(stderr=True)) as bars:
        for table, names, row in (
            ("booking", _BOOKING, _booking),
            ("allocation", _ALLOCATION, _allocation),
            ("bookingevent", _EVENT, _event),
        ):
            task = bars.add_task(table.title(), total=len(slots))
            command = f"COPY spaces_{table} ({', '.join(names)}) FROM STDIN"
            with cursor.copy(command) as out:
                for n, (slot, member) in enumerate(zip(slots, who, strict=True)):
                    out.write_row(row(n + 1, slot, member, now))
                    if not n % 1000:
                        bars.update(task, completed=n)
            bars.update(task, completed=len(slots))
    cursor.execute(
        "SELECT setval(pg_get_serial_sequence('spaces_booking', 'id'), %s)",
        [len(slots)],
    )


def _state(slot: Slot, now: int) -> str:
    if slot.start >= now:
        return "requested" if slot.resource.needs_approval else "confirmed"
    return "completed"


def _booking(number: int, slot: Slot, member: int, now: int) -> tuple[Any, ...]:
    from community.spaces.calendar import local_of, moment_of  # noqa: PLC0415

    start, made = moment_of(slot.start), moment_of(slot.start - 14 * 24 * 60)
    local = local_of(slot.start, slot.resource.space.zone_info)
    state = _state(slot, now)
    return (
        number, uuid.uuid5(uuid.NAMESPACE_OID, f"booking {number}"), slot.resource.pk,
        member, start, moment_of(slot.end), local.date(), local.time(),
        slot.resource.space.zone, 1, state, 1, 0,
        start if state == "requested" else None, "", "", "", made, made,
    )  # fmt: skip


def _allocation(number: int, slot: Slot, _member: int, now: int) -> tuple[Any, ...]:
    """With the moment at which it lapses, where somebody has to confirm or to come."""
    from community.spaces.calendar import moment_of  # noqa: PLC0415

    lapses = None
    if _state(slot, now) == "requested":
        lapses = moment_of(slot.start)
    elif slot.resource.needs_check_in and slot.start >= now:
        lapses = moment_of(slot.start + slot.resource.release_after)
    start, end = moment_of(slot.start), moment_of(slot.end)
    return (slot.resource.pk, slot.seat, start, end, lapses, number)


def _event(number: int, slot: Slot, member: int, now: int) -> tuple[Any, ...]:
    from community.spaces.calendar import moment_of  # noqa: PLC0415

    is_request = _state(slot, now) == "requested"
    action, state = ("requested",) * 2 if is_request else ("booked", "confirmed")
    made = moment_of(slot.start - 14 * 24 * 60)
    return (number, member, action, "", state, 1, made)
