"""Bookings, visits and plans as members of JSON, each with what the reader `can` do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from community.profiles.querysets import Shown, shown_names
from community.spaces.actions import opens_at
from community.spaces.api.times import told_times, utc_text
from community.spaces.models import Booking, BookingEvent, Visit, WaitlistEntry
from community.spaces.permissions import (
    can_cancel_booking,
    can_cancel_visit,
    can_change_booking,
    can_check_in,
    can_decide_booking,
    can_leave_waitlist,
    can_manage_space,
    can_mark_no_show,
)

Members = dict[str, Any]
_S = Booking.State
_TO_COME = (_S.REQUESTED, _S.CONFIRMED)


@dataclass(frozen=True)
class _Verb:
    """May be done by whom it is allowed to, in these states, at that time."""

    is_allowed: Callable[[Any, Booking], bool]
    states: tuple[str, ...]
    is_time: Callable[[Booking, datetime], bool]


def _before_end(one: Booking, now: datetime) -> bool:
    return now < one.ends_at


def _at_the_door(one: Booking, now: datetime) -> bool:
    return opens_at(one) <= now < one.ends_at


def _since_start(one: Booking, now: datetime) -> bool:
    return one.starts_at <= now


_VERBS = {
    "change": _Verb(can_change_booking, _TO_COME, _before_end),
    "cancel": _Verb(can_cancel_booking, _TO_COME, _before_end),
    "confirm": _Verb(can_decide_booking, (_S.REQUESTED,), _before_end),
    "decline": _Verb(can_decide_booking, (_S.REQUESTED,), _before_end),
    "check_in": _Verb(can_check_in, (_S.CONFIRMED,), _at_the_door),
    "check_out": _Verb(can_check_in, (_S.CHECKED_IN,), _since_start),
    "no_show": _Verb(can_mark_no_show, (_S.CONFIRMED,), _since_start),
}


def bookings(user: Any, rows: Sequence[Booking], locale: str) -> list[Members]:
    """Rows of `seen_bookings`; one statement for names."""
    names = shown_names(user, {one.member_id for one in rows if one.member_id})
    return [_booking(user, one, names, locale) for one in rows]


def booking(user: Any, one: Booking, locale: str, hints: Iterable[str] = ()) -> Members:
    (told,) = bookings(user, [one], locale)
    return {**told, "hints": list(hints)}


def _booking(user: Any, one: Booking, names: dict[int, Shown], locale: str) -> Members:
    resource = one.resource
    return {
        "id": one.uuid,
        "resource": resource.pk,
        "resource_name": resource.name_in(locale),
        "space": resource.space.slug,
        "member": person(names.get(one.member_id or 0)),
        "visit": one.visit.uuid if one.visit else None,
        **told_times(one.starts_at, one.ends_at, ZoneInfo(one.zone)),
        "party_size": one.party_size,
        "state": one.state,
        "version": one.version,
        "note": one.note,
        "hold_expires_at": one.hold_expires_at,
        "created_at": one.created_at,
        "can": abilities(user, one),
    }


def waits(user: Any, rows: Sequence[WaitlistEntry], locale: str) -> list[Members]:
    """Rows of `seen_waits`; one statement for names."""
    names = shown_names(user, {one.member_id for one in rows})
    return [_wait(user, one, names, locale) for one in rows]


def _wait(
    user: Any, one: WaitlistEntry, names: dict[int, Shown], locale: str
) -> Members:
    resource, waits = one.resource, _is_waiting(one)
    before: int = one.before  # type: ignore[attr-defined]
    return {
        "id": one.uuid,
        "resource": resource.pk,
        "resource_name": resource.name_in(locale),
        "space": resource.space.slug,
        "any_of_kind": one.is_any,
        "member": person(names.get(one.member_id)),
        **told_times(one.starts_at, one.ends_at, resource.space.zone_info),
        "party_size": one.party_size,
        "note": one.note,
        "until": utc_text(one.until),
        "state": one.state,
        "before": before if waits else None,
        "booking": one.booking.uuid if one.booking else None,
        "created_at": one.created_at,
        "can": ["leave"] if waits and can_leave_waitlist(user, one) else [],
    }


def _is_waiting(one: WaitlistEntry) -> bool:
    is_late = one.until <= timezone.now()
    return one.state == WaitlistEntry.State.WAITING and not is_late


def abilities(user: Any, one: Booking) -> list[str]:
    now = timezone.now()
    return [
        name
        for name, verb in _VERBS.items()
        if one.state in verb.states
        and verb.is_time(one, now)
        and verb.is_allowed(user, one)
    ]


def person(who: Shown | None) -> Members | None:
    if who is None:
        return None
    return {"name": who.name, "slug": who.slug, "is_named": who.is_named}


def events(user: Any, one: Booking, rows: Sequence[BookingEvent]) -> list[Members]:
    """What happened to a booking; who did it is for those who manage the space."""
    is_manager = can_manage_space(user, one.resource.space)
    asked = {row.by_id for row in rows if row.by_id} if is_manager else set()
    names = shown_names(user, asked)
    return [
        {
            "action": row.action,
            "from_state": row.from_state or None,
            "to_state": row.to_state,
            "version": row.version,
            "at": row.created_at,
            "by": person(names.get(row.by_id or 0)),
        }
        for row in rows
    ]


def visits(user: Any, rows: Sequence[Visit], locale: str) -> list[Members]:
    """Visits with their bookings in `kept`; one statement for names."""
    every = [one for visit in rows for one in visit.kept]  # type: ignore[attr-defined]
    told = iter(bookings(user, every, locale))
    return [
        _visit(user, one, [next(told) for _one in one.kept])  # type: ignore[attr-defined]
        for one in rows
    ]


def _visit(user: Any, one: Visit, own: list[Members]) -> Members:
    is_to_come = any("cancel" in booking["can"] for booking in own)
    may = is_to_come and can_cancel_visit(user, one)
    return {
        "id": one.uuid,
        "first": one.first,
        "last": one.last,
        "opens": f"{one.opens:%H:%M}",
        "closes": f"{one.closes:%H:%M}",
        "zone": one.zone,
        "note": one.note,
        "created_at": one.created_at,
        "bookings": own,
        "can": ["cancel"] if may else [],
    }
