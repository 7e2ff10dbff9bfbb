"""A stay of several days, booked and cancelled as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.accounts.models import User
from community.spaces import notify
from community.spaces.actions.asking import Ask
from community.spaces.actions.booking import book_all, checked_key, digest_of
from community.spaces.actions.changing import cancel_booking, require
from community.spaces.actions.refusals import (
    KeyReusedError,
    LapsedError,
    StaleError,
    WrongStateError,
    wrong,
)
from community.spaces.actions.seats import locked
from community.spaces.models import LONGEST_NOTE, Booking, Space, Visit
from community.spaces.permissions import can_cancel_visit

MOST_BOOKINGS = 92  # of a visit
_LONGEST = 92  # days


@dataclass(frozen=True)
class VisitWish:
    """On these weekdays (0 is Monday) from the first to the last day, by the clocks of
    the space. `kinds`: of resources; empty for all."""

    space: Space
    first: date
    last: date
    opens: time
    closes: time
    weekdays: frozenset[int] = frozenset(range(7))
    party_size: int = 1
    kinds: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True)
class BookedVisit:
    visit: Visit
    bookings: list[Booking]
    is_new: bool = True


def check_wish(wish: VisitWish) -> None:
    """What no plan can be made for. Raises ValidationError by field: 'first', 'last',
    'opens', 'closes', 'weekdays', 'note'."""
    if not (2000 <= wish.first.year <= 2200 and 2000 <= wish.last.year <= 2200):
        raise wrong("first", _("Give a date of this century."), "horizon")
    if wish.last < wish.first:
        raise wrong("last", _("The end lies before the beginning."), "order")
    if (wish.last - wish.first).days >= _LONGEST:
        message = ngettext(
            "Plan at most %(count)s day.", "Plan at most %(count)s days.", _LONGEST
        )
        raise wrong("last", message % {"count": _LONGEST}, "long")
    if wish.closes <= wish.opens:
        raise wrong("closes", _("The end must be after the start."), "order")
    if not wish.weekdays:
        raise wrong("weekdays", _("Choose at least one weekday."), "required")
    if wish.party_size < 1:
        raise wrong("party_size", _("Give a number of at least one."), "party")
    if len(wish.note) > LONGEST_NOTE or "\0" in wish.note:
        raise wrong("note", _("This note is too long."), "max_length")


def book_visit(
    by: User,
    wish: VisitWish,
    asks: Sequence[Ask],
    *,
    key: str = "",
    request: str = "",
    now: datetime | None = None,
) -> BookedVisit:
    """Everything that is asked for, or nothing. All of it in the space of the wish.
    `request`: as for `sent_visit`.

    Raises PermissionDenied, ValidationError, KeyReusedError, TooManyError, and
    VisitNotBookedError, which says what was taken.
    """
    now = now or timezone.now()
    check_wish(wish)
    _check(wish, asks)
    key = checked_key(key)
    if request:
        digest = digest_of(by, [], request)
    else:
        told = (wish.first, wish.last, wish.opens, wish.closes, wish.note)
        digest = digest_of(by, asks, wish.space.pk, *told)
    known = _known(by, key, digest)
    if known is not None:
        return known
    try:
        return _stored(by, wish, asks, key, digest, now)
    except IntegrityError:
        known = _known(by, key, digest)
        if known is None:
            raise
        return known


def sent_visit(by: User, key: str, request: str) -> BookedVisit | None:
    """What the same key and request have booked before, for those whose asks come from a
    plan: it would be another one now. Raises KeyReusedError for another request."""
    return _known(by, checked_key(key), digest_of(by, [], request))


def cancel_visit(
    by: User, visit: Visit, *, now: datetime | None = None
) -> list[Booking]:
    """Cancels what is still to come; returns that. Doing it twice changes nothing."""
    now = now or timezone.now()
    require(can_cancel_visit(by, visit))
    done = []
    with transaction.atomic():
        rows = visit.bookings.filter(state__in=("requested", "confirmed"))
        coming = list(rows.upcoming(now).select_related("resource__space"))
        # (all at once, in the order in which booking holds them)
        locked({one.resource_id for one in coming})
        for one in sorted(coming, key=lambda one: one.pk):
            try:
                with transaction.atomic():
                    done.append(cancel_booking(by, one, now=now, is_told=False))
            except (LapsedError, StaleError, WrongStateError):
                continue
        if done:
            notify.visit_cancelled(visit, done, by)
    return done


def _check(wish: VisitWish, asks: Sequence[Ask]) -> None:
    if not asks:
        raise wrong("items", _("Choose at least one day."), "required")
    if len(asks) > MOST_BOOKINGS:
        message = ngettext(
            "Book at most %(count)s place at once.",
            "Book at most %(count)s places at once.",
            MOST_BOOKINGS,
        )
        raise wrong("items", message % {"count": MOST_BOOKINGS}, "max_length")
    if any(one.resource.space_id != wish.space.pk for one in asks):
        raise wrong("items", _("All places must be of the same space."), "resource")


def _known(by: User, key: str, digest: str) -> BookedVisit | None:
    if not key:
        return None
    found = Visit.objects.filter(member=by, idempotency_key=key).first()
    if found is None:
        return None
    if found.request_hash != digest:
        raise KeyReusedError
    rows = found.bookings.select_related("resource__space").order_by("starts_at", "pk")
    return BookedVisit(found, list(rows), is_new=False)


@transaction.atomic
def _stored(
    by: User,
    wish: VisitWish,
    asks: Sequence[Ask],
    key: str,
    digest: str,
    now: datetime,
) -> BookedVisit:
    visit = Visit.objects.create(
        member=by,
        first=wish.first,
        last=wish.last,
        opens=wish.opens,
        closes=wish.closes,
        zone=wish.space.zone,
        note=wish.note.strip(),
        idempotency_key=key,
        request_hash=digest,
    )
    bookings = book_all(by, asks, visit=visit, now=now)
    notify.visit_booked(visit, bookings, by)
    return BookedVisit(visit, bookings)
