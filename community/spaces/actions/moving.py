"""Another time, or another place of the same space."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.accounts.models import User
from community.spaces import notify
from community.spaces.actions.asking import Ask
from community.spaces.actions.checking import check_reach, check_words
from community.spaces.actions.choices import free_choices
from community.spaces.actions.freeing import freed
from community.spaces.actions.recording import held, must_be, record
from community.spaces.actions.refusals import (
    FullError,
    StaleError,
    WrongStateError,
    wrong,
)
from community.spaces.actions.seats import (
    give_back,
    ground_of,
    hold_of,
    locked,
    seats_for,
    take,
    values_of,
)
from community.spaces.actions.settling import settle
from community.spaces.models import Booking, BookingEvent
from community.spaces.permissions import can_change_booking, can_manage_space

_State = Booking.State


class _TakenError(Exception):
    """Undoes the transaction: the booking stays where it was."""


def move_booking(
    by: User,
    booking: Booking,
    ask: Ask,
    *,
    version: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """Times, resource, people and note become those of `ask`; until the first time has
    passed. Its own seats do not stand in its way. Where bookings are confirmed it becomes
    a request again, save where a manager moves it.

    Raises PermissionDenied, ValidationError, FullError, StaleError, WrongStateError; then
    the booking is as it was.
    """
    now = now or timezone.now()
    if not can_change_booking(by, booking):
        raise PermissionDenied
    if ask.resource.space_id != booking.resource.space_id:
        raise wrong("resource", _("Choose a place of the same space."), "resource")
    check_words(ask)
    check_reach(ask, now)
    try:
        return _moved(by, booking, ask, version, now)
    except _TakenError as taken:
        raise FullError(ask, free_choices(ask, now)) from taken


@transaction.atomic
def _moved(
    by: User, booking: Booking, ask: Ask, version: int | None, now: datetime
) -> Booking:
    keys = {booking.resource_id, ask.resource.pk}
    resources = locked(keys)
    found = held(booking, version, now)
    must_be(found, _State.REQUESTED, _State.CONFIRMED)
    if found.resource_id not in keys:
        raise StaleError  # (it went elsewhere, and that place is not held here)
    if found.ends_at <= now:
        raise WrongStateError
    settle(keys, now)
    ask = replace(ask, resource=resources[ask.resource.pk])
    before = (found.resource, found.starts_at, found.ends_at)
    give_back(found)
    ground = ground_of([ask], now)
    seats = seats_for(ask, ground, now)
    if not seats:
        raise _TakenError
    _put(by, found, ask, now)
    take(found, seats)
    freed(*before, now)
    notify.moved(found, by)
    return found


def _put(by: User, found: Booking, ask: Ask, now: datetime) -> None:
    resource = ask.resource
    is_kept = found.state == _State.CONFIRMED and (
        not resource.needs_approval or can_manage_space(by, resource.space)
    )
    is_free = not resource.needs_approval or is_kept
    found.resource = resource
    record(
        found,
        BookingEvent.Action.MOVED,
        by,
        now,
        resource_id=resource.pk,
        **values_of(ask),
        state=_State.CONFIRMED if is_free else _State.REQUESTED,
        hold_expires_at=None if is_free else hold_of(resource, ask.starts_at, now),
    )
