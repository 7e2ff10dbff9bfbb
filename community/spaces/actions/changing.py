"""What becomes of a booking after it was made. Every change holds the row, compares
version and state, and writes a line of its history."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from community.accounts.models import User
from community.spaces import notify
from community.spaces.actions.asking import Ask
from community.spaces.actions.checking import check_words
from community.spaces.actions.freeing import freed, freed_by
from community.spaces.actions.recording import held, must_be, record
from community.spaces.actions.refusals import (
    StaleError,
    TooEarlyError,
    WrongStateError,
)
from community.spaces.actions.seats import give_back, lapse_of, locked
from community.spaces.actions.settling import settle
from community.spaces.models import Allocation, Booking, BookingEvent
from community.spaces.permissions import (
    can_cancel_booking,
    can_change_booking,
    can_check_in,
    can_decide_booking,
    can_mark_no_show,
)

EARLY = timedelta(minutes=30)  # before the start one may arrive
_State, _Action = Booking.State, BookingEvent.Action


def require(is_allowed: bool) -> None:
    """Raises PermissionDenied."""
    if not is_allowed:
        raise PermissionDenied


def opens_at(booking: Booking) -> datetime:
    """From when on one may say that one has arrived."""
    return booking.starts_at - EARLY


def _freeing(
    is_allowed: bool,
    booking: Booking,
    version: int | None,
    now: datetime,
    *states: str,
) -> Booking:
    """As `_held`, before its seats are given back: its resource is held first, in the
    order in which booking holds them, and what has lapsed there is settled."""
    require(is_allowed)
    place = booking.resource_id
    locked([place])
    found = _held(is_allowed, booking, version, now, *states)
    if found.resource_id != place:
        raise StaleError  # (it went elsewhere, and that place is not held here)
    settle([place], now)
    return found


def _held(
    is_allowed: bool,
    booking: Booking,
    version: int | None,
    now: datetime,
    *states: str,
) -> Booking:
    """The row, locked, of somebody who may change it and in one of these states."""
    require(is_allowed)
    found = held(booking, version, now)
    must_be(found, *states)
    return found


@transaction.atomic
def cancel_booking(
    by: User,
    booking: Booking,
    *,
    version: int | None = None,
    now: datetime | None = None,
    is_told: bool = True,
) -> Booking:
    """Until it is over, as long as nobody has arrived. Its seat is free at once.

    Raises PermissionDenied, StaleError, WrongStateError, as all of these.
    """
    now = now or timezone.now()
    found = _freeing(
        can_cancel_booking(by, booking),
        booking,
        version,
        now,
        _State.REQUESTED,
        _State.CONFIRMED,
    )
    if found.ends_at <= now:
        raise WrongStateError
    give_back(found)
    values = {"state": _State.CANCELLED, "hold_expires_at": None}
    record(found, _Action.CANCELLED, by, now, **values)
    freed_by(found, now)
    if is_told:
        notify.cancelled(found, by)
    return found


@transaction.atomic
def confirm_booking(
    by: User,
    booking: Booking,
    *,
    version: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """A request is answered with yes."""
    now = now or timezone.now()
    found = _held(
        can_decide_booking(by, booking), booking, version, now, _State.REQUESTED
    )
    values = {"state": _State.CONFIRMED, "hold_expires_at": None}
    record(found, _Action.CONFIRMED, by, now, **values)
    taken = Allocation.objects.filter(booking=found)
    taken.update(lapses_at=lapse_of(found))
    notify.confirmed(found, by)
    return found


@transaction.atomic
def decline_booking(
    by: User,
    booking: Booking,
    *,
    version: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """A request is answered with no."""
    now = now or timezone.now()
    found = _freeing(
        can_decide_booking(by, booking), booking, version, now, _State.REQUESTED
    )
    give_back(found)
    values = {"state": _State.DECLINED, "hold_expires_at": None}
    record(found, _Action.DECLINED, by, now, **values)
    freed_by(found, now)
    notify.declined(found, by)
    return found


@transaction.atomic
def check_in(
    by: User,
    booking: Booking,
    *,
    version: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """The guest is there; from half an hour before the start on (TooEarlyError)."""
    now = now or timezone.now()
    found = _held(can_check_in(by, booking), booking, version, now, _State.CONFIRMED)
    if now < opens_at(found):
        raise TooEarlyError
    if now >= found.ends_at:
        raise WrongStateError
    record(found, _Action.CHECKED_IN, by, now, state=_State.CHECKED_IN)
    Allocation.objects.filter(booking=found).update(lapses_at=None)
    return found


@transaction.atomic
def check_out(
    by: User,
    booking: Booking,
    *,
    version: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """The guest has left: what is left of the time is free."""
    now = now or timezone.now()
    found = _freeing(
        can_check_in(by, booking), booking, version, now, _State.CHECKED_IN
    )
    record(found, _Action.COMPLETED, by, now, state=_State.COMPLETED)
    taken = Allocation.objects.filter(booking=found, ends_at__gt=now)
    taken.filter(starts_at__lt=now).update(ends_at=now)
    taken.filter(starts_at__gte=now).delete()
    if now < found.ends_at:
        freed(found.resource, now, found.ends_at, now)
    return found


@transaction.atomic
def mark_no_show(
    by: User,
    booking: Booking,
    *,
    version: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """Nobody came; from the start on (TooEarlyError). The seat is free."""
    now = now or timezone.now()
    found = _freeing(
        can_mark_no_show(by, booking), booking, version, now, _State.CONFIRMED
    )
    if now < found.starts_at:
        raise TooEarlyError
    give_back(found)
    record(found, _Action.NO_SHOW, by, now, state=_State.NO_SHOW)
    freed_by(found, now)
    notify.no_show(found, by)
    return found


@transaction.atomic
def edit_note(
    by: User,
    booking: Booking,
    note: str,
    *,
    version: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """Raises ValidationError on 'note', too."""
    now = now or timezone.now()
    found = _held(
        can_change_booking(by, booking),
        booking,
        version,
        now,
        _State.REQUESTED,
        _State.CONFIRMED,
        _State.CHECKED_IN,
    )
    ask = Ask(found.resource, found.starts_at, found.ends_at, note=note)
    check_words(ask)
    if note.strip() == found.note:
        return found
    return record(found, _Action.EDITED, by, now, note=note.strip())
