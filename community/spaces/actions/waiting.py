"""Joining and leaving the waiting list."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.accounts.models import User
from community.spaces import notify
from community.spaces.actions.asking import Ask, FreeChoice
from community.spaces.actions.checking import check_reach, check_words
from community.spaces.actions.promoting import has_place
from community.spaces.actions.refusals import (
    FreeNowError,
    HasPlaceError,
    TooManyWaitsError,
    WrongStateError,
    wrong,
)
from community.spaces.actions.seats import ground_of, locked, seats_for
from community.spaces.actions.settling import settle, settle_here
from community.spaces.models import Resource, WaitlistEntry
from community.spaces.permissions import can_book, can_leave_waitlist

MOST_WAITING = 20  # entries of a member
_State = WaitlistEntry.State


@dataclass(frozen=True)
class Joined:
    """`is_new`: not when the member waited for the same already."""

    entry: WaitlistEntry
    is_new: bool = True


def join_waitlist(
    by: User,
    ask: Ask,
    *,
    is_any: bool = False,
    until: datetime | None = None,
    now: datetime | None = None,
) -> Joined:
    """Waits for what is asked for, or (`is_any`) for any of its kind in the space; until
    the start unless `until` is earlier. Who asks again changes what they asked for.

    Raises PermissionDenied, ValidationError by field (also 'until'), FreeNowError when
    nobody has to wait, HasPlaceError, TooManyWaitsError, BusyError.
    """
    now = now or timezone.now()
    if not can_book(by, ask.resource):
        raise PermissionDenied
    check_words(ask)
    check_reach(ask, now)
    until = _checked_until(ask, until, now)
    try:
        with transaction.atomic():
            return _joined(by, ask, is_any, until, now)
    except (FreeNowError, HasPlaceError):
        # (what time did, and who got a place by it, was undone with the rest)
        settle_here(_would_do(ask, is_any), now)
        raise


@transaction.atomic
def leave_waitlist(
    by: User, entry: WaitlistEntry, *, now: datetime | None = None
) -> WaitlistEntry:
    """Waits no longer; a second time changes nothing. Raises PermissionDenied, and
    WrongStateError for who has got a place: that is a booking now."""
    if not can_leave_waitlist(by, entry):
        raise PermissionDenied
    rows = WaitlistEntry.objects.select_for_update(of=("self",), no_key=True)
    found: WaitlistEntry = rows.select_related("resource__space", "booking").get(
        pk=entry.pk
    )
    if found.state == _State.PROMOTED:
        raise WrongStateError
    if found.state == _State.WAITING:
        found.state, found.updated_at = _State.LEFT, now or timezone.now()
        found.save(update_fields=["state", "updated_at"])
        notify.struck(found, by)
    return found


def _checked_until(ask: Ask, until: datetime | None, now: datetime) -> datetime:
    if until is None:
        return ask.starts_at
    if until.tzinfo is None:
        raise wrong("until", _("Name the zone of the time."), "naive")
    if until > ask.starts_at:
        raise wrong("until", _("Wait until the start at the latest."), "order")
    if until <= now:
        raise wrong("until", _("This time has passed."), "past")
    return until


def _joined(by: User, ask: Ask, is_any: bool, until: datetime, now: datetime) -> Joined:
    """Under the locks of all that would do: what comes free meanwhile is not missed."""
    resources = locked(_would_do(ask, is_any))
    settle(resources, now)
    resource = resources[ask.resource.pk]
    ask = replace(ask, resource=resource)
    others = [one for key, one in resources.items() if key != resource.pk]
    _insist_full([ask, *(replace(ask, resource=one) for one in others)], now)
    times = (ask.starts_at, ask.ends_at)
    if has_place(by, resource, *times, is_any=is_any):
        raise HasPlaceError
    own = WaitlistEntry.objects.filter(member=by)
    # (also one that waited long enough and that nobody has ended yet: it waits again)
    asked = own.filter(resource=resource, starts_at=times[0], ends_at=times[1])
    same = asked.filter(state=_State.WAITING).first()
    if same is None and own.waiting(now).count() >= MOST_WAITING:
        raise TooManyWaitsError
    values = {
        "is_any": is_any,
        "party_size": ask.party_size,
        "note": ask.note.strip(),
        "until": until,
    }
    if same is None:
        same = WaitlistEntry.objects.create(
            member=by, resource=resource, starts_at=times[0], ends_at=times[1], **values
        )
        return Joined(same)
    for name, value in values.items():
        setattr(same, name, value)
    same.save(update_fields=[*values, "updated_at"])
    return Joined(same, is_new=False)


def _would_do(ask: Ask, is_any: bool) -> set[int]:
    resource = ask.resource
    keys = {resource.pk}
    if is_any:
        rows = Resource.objects.filter(space=resource.space_id, kind=resource.kind)
        rows = rows.filter(capacity__gte=ask.party_size)
        active = rows.active_between(ask.starts_at.date(), date.max)
        keys |= set(active.values_list("pk", flat=True))
    return keys


def _insist_full(asks: list[Ask], now: datetime) -> None:
    """Raises FreeNowError, or the ValidationError of the asked resource (the first) when
    its own terms or hours are against it: nobody waits for what cannot be."""
    ground = ground_of(asks, now)
    free = [asks[0]] if seats_for(asks[0], ground, now) else []
    for one in asks[1:]:
        try:
            free += [one] if seats_for(one, ground, now) else []
        except ValidationError:
            continue
    if free:
        choices = [FreeChoice(one.resource, one.starts_at, one.ends_at) for one in free]
        raise FreeNowError(choices[:3])
