"""Booking: one place, or several of them, all or none.

Nothing is ever booked twice: who books holds the row of the resource, reads what is
taken, and takes seats; the table itself refuses a second one (`seat_taken_once`).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.accounts.models import User
from community.spaces import notify
from community.spaces.actions.asking import Ask
from community.spaces.actions.checking import check_reach, check_words
from community.spaces.actions.choices import all_choices, free_choices
from community.spaces.actions.placing import (
    MOST_COMING,
    first_line,
    number_coming,
    place,
)
from community.spaces.actions.refusals import (
    FullError,
    KeyReusedError,
    TooManyError,
    VisitNotBookedError,
    wrong,
)
from community.spaces.actions.seats import ground_of, locked, seats_for, take
from community.spaces.actions.settling import settle, settle_here
from community.spaces.models import Booking, BookingEvent, Visit
from community.spaces.permissions import can_book, can_book_for_others

LONGEST_KEY = 80
_State = Booking.State


@dataclass(frozen=True)
class Booked:
    """`is_new`: not when the same key and request came before."""

    booking: Booking
    is_new: bool = True


class _TakenError(Exception):
    """Inside the transaction, which it undoes: these are full. `has_settled`: what time
    has done to other bookings is undone with it."""

    def __init__(self, asks: Sequence[Ask], *, has_settled: bool) -> None:
        super().__init__()
        self.asks = asks
        self.has_settled = has_settled


def book(
    by: User,
    ask: Ask,
    *,
    member: User | None = None,
    key: str = "",
    now: datetime | None = None,
) -> Booked:
    """For oneself, or as a manager for a member. What needs approval becomes a request
    that holds the seat, save where the manager books.

    `key` (of the request, 80 characters): with the same one and the same request the
    first booking is returned. Raises PermissionDenied, ValidationError (by field),
    FullError, KeyReusedError, TooManyError.
    """
    now = now or timezone.now()
    guest = member or by
    key, digest = checked_key(key), digest_of(by, [ask])
    known = _known(guest, key, digest)
    if known is not None:
        return Booked(known, is_new=False)
    _check(by, guest, [ask], now)
    try:
        (booking,) = _stored(
            by, guest, [ask], now, idempotency_key=key, request_hash=digest
        )
    except _TakenError as taken:
        # (the same request, a moment before)
        known = _known(guest, key, digest)
        if known is not None:
            return Booked(known, is_new=False)
        _settle_again(taken, now)
        raise FullError(ask, free_choices(ask, now)) from taken
    except IntegrityError:
        known = _known(guest, key, digest)
        if known is None:
            raise
        return Booked(known, is_new=False)
    return Booked(booking)


def book_all(
    by: User,
    asks: Sequence[Ask],
    *,
    member: User | None = None,
    visit: Visit | None = None,
    now: datetime | None = None,
) -> list[Booking]:
    """In one transaction, all or none. Raises as `book`, and VisitNotBookedError."""
    now = now or timezone.now()
    guest = member or by
    _check(by, guest, asks, now)
    try:
        return _stored(by, guest, asks, now, visit=visit)
    except _TakenError as taken:
        _settle_again(taken, now)
        raise VisitNotBookedError(all_choices(taken.asks, now)) from taken


def checked_key(key: str) -> str:
    """Raises ValidationError on 'key'."""
    is_plain = key.isascii() and (key.isprintable() or not key)
    if len(key) > LONGEST_KEY or not is_plain:
        message = _("A key has at most %(count)s printable characters of ASCII.")
        raise wrong("key", message % {"count": LONGEST_KEY}, "key")
    return key


def digest_of(by: User, asks: Sequence[Ask], *more: Any) -> str:
    """The same for the same request alone."""
    told = [
        (one.resource.pk, one.starts_at, one.ends_at, one.party_size, one.note)
        for one in asks
    ]
    text = json.dumps([by.pk, told, more], default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _settle_again(taken: _TakenError, now: datetime) -> None:
    """So that who waits has their place, also when who asked for it is turned away."""
    if taken.has_settled:
        settle_here({one.resource.pk for one in taken.asks}, now)


def _known(guest: User, key: str, digest: str) -> Booking | None:
    if not key:
        return None
    rows = Booking.objects.filter(member=guest, idempotency_key=key)
    found = rows.select_related("resource__space").first()
    if found is not None and found.request_hash != digest:
        raise KeyReusedError
    return found


def _check(by: User, guest: User, asks: Sequence[Ask], now: datetime) -> None:
    for ask in asks:
        is_own = guest.pk == by.pk
        is_allowed = can_book(by, ask.resource) and (
            is_own or can_book_for_others(by, ask.resource)
        )
        if not is_allowed:
            raise PermissionDenied
        check_words(ask)
        check_reach(ask, now)
    if not guest.is_active:
        raise wrong("member", _("This member cannot book."), "member")
    if number_coming(guest, now) + len(asks) > MOST_COMING:
        raise TooManyError


@transaction.atomic
def _stored(
    by: User, guest: User, asks: Sequence[Ask], now: datetime, **values: Any
) -> list[Booking]:
    keys = {one.resource.pk for one in asks}
    resources = locked(keys)
    has_settled = settle(keys, now) > 0
    # What was read before the lock may have changed: its terms count as they are now.
    asks = [replace(one, resource=resources[one.resource.pk]) for one in asks]
    ground = ground_of(asks, now)
    found, full = [], []
    for ask in asks:
        seats = seats_for(ask, ground, now)
        if not seats:
            full.append(ask)
        elif not full:
            found.append(place(by, guest, ask, now, **values))
            take(found[-1], seats, ground)
    if full:
        raise _TakenError(full, has_settled=has_settled)
    BookingEvent.objects.bulk_create(first_line(one, by) for one in found)
    if values.get("visit") is None:
        for one in found:
            tell = notify.requested if one.state == _State.REQUESTED else notify.booked
            tell(one, by)
    return found
