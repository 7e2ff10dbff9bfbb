"""Bookings as entries of a calendar, in the words of the active language.

One's own, those of a space for who looks after it, and what everybody may know: that a
place is taken, never by whom.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.languages import current
from community.spaces.ics import Event, Status
from community.spaces.models import Booking, Resource, reference_of

_State = Booking.State
# Stands in addresses that are made once for a thousand entries.
_NONE = str(UUID(int=0))
_STATUS = {_State.REQUESTED: Status.TENTATIVE} | dict.fromkeys(
    (_State.DECLINED, _State.EXPIRED, _State.CANCELLED, _State.NO_SHOW),
    Status.CANCELLED,
)


class Place(NamedTuple):
    """What is let, with names in the reader's language; `seats` is 1 where a booking
    takes all of it."""

    resource: str
    space: str
    slug: str
    address: str
    city: str
    zone: str
    seats: int


class Stay(NamedTuple):
    """A booking as the tables have it. Nobody is named: feeds end in calendars of others,
    where no rule of visibility reaches."""

    uuid: UUID
    starts_at: datetime
    ends_at: datetime
    updated_at: datetime
    sequence: int
    state: str
    party_size: int
    note: str
    taken: int = 1


class Closure(NamedTuple):
    """A block. `reason` is '' for readers whom it does not concern."""

    pk: int
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    reason: str = ""


def place_of(resource: Resource) -> Place:
    """With its space."""
    space = resource.space
    return Place(
        resource.name,
        space.name,
        space.slug,
        space.address,
        space.city,
        space.zone,
        resource.seats,
    )


def stay_of(booking: Booking) -> Stay:
    return Stay(
        booking.uuid,
        booking.starts_at,
        booking.ends_at,
        booking.updated_at,
        booking.sequence,
        booking.state,
        booking.party_size,
        booking.note,
    )


def own_entry(stay: Stay, place: Place) -> Event:
    """As the guest's calendar has it, whether by a feed or by mail."""
    what = _("%(resource)s, %(space)s") % {
        "resource": place.resource,
        "space": place.space,
    }
    address = booking_address(stay.uuid)
    told = (_state_words(stay), _people(stay), stay.note, address)
    return _entry(stay, place, uid_of(stay.uuid), what, told, address)


def kept_entry(stay: Stay, place: Place) -> Event:
    """For who looks after the space: what is taken, and the reference under which the
    desk tells who comes."""
    what = f"{place.resource}: {reference_of(stay.uuid)}"
    address = booking_address(stay.uuid)
    told = (_state_words(stay), _people(stay), address)
    # (other than the guest's own, which the same person may have subscribed to)
    uid = uid_of(uuid5(stay.uuid, "space"))
    return _entry(stay, place, uid, what, told, address)


def public_entry(stay: Stay, place: Place) -> Event:
    """That it is taken. The identity tells nothing of the booking's address."""
    what = _("Taken: %(resource)s") % {"resource": place.resource}
    told: tuple[str, ...] = ()
    if place.seats > 1 and stay.taken:
        words = _("%(count)d of %(all)d seats")
        told = (words % {"count": stay.taken, "all": place.seats},)
    uid = f"{salted_hmac('space-feed', str(stay.uuid)).hexdigest()[:32]}@{_host()}"
    return _entry(stay, place, uid, what, told, space_address(place.slug))


def block_entry(closure: Closure, place: Place) -> Event:
    """A resource is not to be had; why is for those who look after the space."""
    what = _("Not to be had: %(resource)s") % {"resource": place.resource}
    return Event(
        uid=f"block-{closure.pk}@{_host()}",
        starts_at=closure.starts_at,
        ends_at=closure.ends_at,
        zone=place.zone,
        updated_at=closure.created_at,
        sequence=0,
        status=Status.CONFIRMED,
        summary=what,
        description=closure.reason,
        location=_location(place),
        url=space_address(place.slug),
    )


def status_of(state: str) -> Status:
    return _STATUS.get(_State(state), Status.CONFIRMED)


def uid_of(uuid: UUID) -> str:
    """The same in each feed and mail, and after each change."""
    return f"{uuid}@{_host()}"


def booking_address(uuid: UUID) -> str:
    """Of the page of a booking, in the active language."""
    return f"{settings.SITE_URL}{_booking_path(current()).replace(_NONE, str(uuid))}"


def visit_address(uuid: UUID) -> str:
    """Of the page of a visit, in the active language."""
    try:
        path = reverse("spaces:visit", args=[uuid])
    except NoReverseMatch:
        path = f"/{current()}/spaces/visits/{uuid}/"
    return f"{settings.SITE_URL}{path}"


def space_address(slug: str) -> str:
    """Of what may be booked in a space, in the active language."""
    return f"{settings.SITE_URL}{_space_path(current()).replace(_NONE, slug)}"


@lru_cache
def _booking_path(language: str) -> str:
    try:
        return reverse("spaces:booking", args=[_NONE])
    except NoReverseMatch:
        return f"/{language}/spaces/bookings/{_NONE}/"


@lru_cache
def _space_path(language: str) -> str:
    try:
        return reverse("spaces:book", args=[_NONE])
    except NoReverseMatch:
        return f"/{language}/spaces/{_NONE}/book/"


def _entry(
    stay: Stay, place: Place, uid: str, what: str, told: Iterable[str], address: str
) -> Event:
    status = status_of(stay.state)
    if status == Status.CANCELLED:
        # Not every calendar shows by itself what does not take place.
        what = _("Cancelled: %(what)s") % {"what": what}
    return Event(
        uid=uid,
        starts_at=stay.starts_at,
        ends_at=stay.ends_at,
        zone=place.zone,
        updated_at=stay.updated_at,
        sequence=stay.sequence,
        status=status,
        summary=what,
        description="\n".join(filter(None, told)),
        location=_location(place),
        url=address,
    )


def _state_words(stay: Stay) -> str:
    """'' for what is as it should be."""
    if status_of(stay.state) == Status.CONFIRMED:
        return ""
    return str(_State(stay.state).label)


def _people(stay: Stay) -> str:
    """'' for one."""
    if stay.party_size == 1:
        return ""
    words = ngettext("%(count)s person", "%(count)s people", stay.party_size)
    return words % {"count": stay.party_size}


def _location(place: Place) -> str:
    return ", ".join(filter(None, (place.space, place.address, place.city)))


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
