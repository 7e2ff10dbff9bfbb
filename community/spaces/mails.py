"""The mails about bookings: in the words of who gets them, with the file that a calendar
understands.

A job for each mail: a mail server that does not answer keeps nobody from booking, and
what is tried again is not sent to others twice. A mail says what holds when it leaves;
what has been overtaken by then is not sent, since a later mail tells of it.
"""

from collections.abc import Sequence
from email.mime.text import MIMEText
from email.utils import parseaddr
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.core.jobs import job
from community.accounts.models import User
from community.profiles.querysets import shown_names
from community.spaces.entries import (
    booking_address,
    own_entry,
    place_of,
    space_address,
    stay_of,
    visit_address,
)
from community.spaces.ics import Calendar, Guest, Method, write
from community.spaces.models import Booking, Space, Visit, WaitlistEntry
from community.spaces.models.spaces import ZONE

FILE = "booking.ics"
_State = Booking.State


class Kind(NamedTuple):
    """In which states a mail still holds, and what its file asks of the calendar: NONE
    for mails without one, which go to those who look after the space."""

    states: frozenset[str]
    method: Method


_LIVE = frozenset((_State.REQUESTED, _State.CONFIRMED, _State.CHECKED_IN))
_TAKEN = _LIVE - {_State.REQUESTED}
# REQUEST and CANCEL, not PUBLISH: programs then change or take out the entry that they
# have, by UID and SEQUENCE, where of a published one they would make a second.
KINDS = {
    "asked": Kind(frozenset((_State.REQUESTED,)), Method.NONE),
    "requested": Kind(frozenset((_State.REQUESTED,)), Method.REQUEST),
    "booked": Kind(_TAKEN, Method.REQUEST),
    "promoted": Kind(_LIVE, Method.REQUEST),
    "confirmed": Kind(_TAKEN, Method.REQUEST),
    "moved": Kind(_LIVE, Method.REQUEST),
    "declined": Kind(frozenset((_State.DECLINED,)), Method.CANCEL),
    "expired": Kind(frozenset((_State.EXPIRED,)), Method.CANCEL),
    "cancelled": Kind(frozenset((_State.CANCELLED,)), Method.CANCEL),
}
# A file may ask for one event alone (RFC 5546, 3.2.2 and 3.2.5); several are published.
VISITS = {
    "visit_booked": Kind(_LIVE, Method.PUBLISH),
    "visit_asked": Kind(frozenset((_State.REQUESTED,)), Method.NONE),
    "visit_cancelled": Kind(frozenset((_State.CANCELLED,)), Method.PUBLISH),
}

# Without a file: there is nothing to be in a calendar.
WAITS = {
    "lapsed": WaitlistEntry.State.LAPSED,
    "struck": WaitlistEntry.State.LEFT,
}


@job(attempts=5, limit=60)
def tell(kind: str, booking: int, to: int, by: int | None = None) -> None:
    """One mail about one booking to one person."""
    person = User.objects.filter(pk=to, is_active=True).first()
    rows = Booking.objects.filter(pk=booking, state__in=KINDS[kind].states)
    found = rows.select_related("resource__space", "member").first()
    if person and found:
        _send(kind, KINDS[kind], person, [found], by)


@job(attempts=5, limit=60)
def tell_of_visit(kind: str, visit: int, to: int, by: int | None, *keys: int) -> None:
    """One mail about the bookings of a stay to one person."""
    person = User.objects.filter(pk=to, is_active=True).first()
    rows = Booking.objects.filter(pk__in=keys, state__in=VISITS[kind].states)
    found = rows.select_related("resource__space", "member").order_by("starts_at", "pk")
    stay = Visit.objects.filter(pk=visit).first()
    if person and found and stay:
        _send(kind, VISITS[kind], person, list(found), by, stay)


@job(attempts=5, limit=60)
def tell_who_waits(kind: str, entry: int) -> None:
    """One mail about an entry of the waiting list that came to nothing."""
    rows = WaitlistEntry.objects.filter(
        pk=entry, state=WAITS[kind], member__is_active=True
    )
    found = rows.select_related("resource__space", "member").first()
    if found:
        _send_of_wait(kind, found)


def _send_of_wait(kind: str, entry: WaitlistEntry) -> None:
    space, person = entry.resource.space, entry.member
    with translation.override(person.language), timezone.override(space.zone_info):
        context = {
            "person": person,
            "booking": entry,
            "space": space,
            "zone": _zone_words(space),
            "address": space_address(space.slug),
            "site_name": settings.WAGTAIL_SITE_NAME,
        }
        subject, body = _text(kind, context)
        message = EmailMessage(subject, body, None, [person.email])
        if space.email:
            message.reply_to = [space.email]
    message.send()


def _send(
    name: str,
    kind: Kind,
    person: User,
    bookings: Sequence[Booking],
    by: int | None,
    visit: Visit | None = None,
) -> None:
    space = bookings[0].resource.space
    with translation.override(person.language), timezone.override(space.zone_info):
        subject, body = _text(name, _context(person, bookings, by, visit))
        message = EmailMessage(subject, body, None, [person.email])
        if space.email:
            message.reply_to = [space.email]
        if kind.method:
            message.attach(_file(kind.method, person, bookings))
    message.send()


def _context(
    person: User, bookings: Sequence[Booking], by: int | None, visit: Visit | None
) -> dict[str, Any]:
    space = bookings[0].resource.space
    number = bookings[0].member_id or 0
    guest = shown_names(person, {number}).get(number)
    return {
        "person": person,
        # As the reader meets them elsewhere: a hidden name is hidden here, too.
        "guest": guest.name if guest else _("Former member"),
        "booking": bookings[0],
        "lines": [(one, booking_address(one.uuid)) for one in bookings],
        "expires": min(
            filter(None, (one.hold_expires_at for one in bookings)), default=None
        ),
        "space": space,
        "zone": _zone_words(space),
        "by_other": by is not None and by != bookings[0].member_id,
        "is_waiting": any(one.state == _State.REQUESTED for one in bookings),
        "address": visit_address(visit.uuid)
        if visit
        else booking_address(bookings[0].uuid),
        "visit": visit,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }


def _text(name: str, context: dict[str, Any]) -> tuple[str, str]:
    """The first line is the subject."""
    whole = render_to_string(f"spaces/mail/{name}.txt", context).lstrip()
    subject, _newline, body = whole.partition("\n")
    return " ".join(subject.split()), body.lstrip()


def _file(method: Method, person: User, bookings: Sequence[Booking]) -> MIMEText:
    entries = [own_entry(stay_of(one), place_of(one.resource)) for one in bookings]
    around = Calendar(
        method=method,
        organizer=Guest(
            settings.WAGTAIL_SITE_NAME, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        ),
        guest=Guest(person.display_name, person.email),
    )
    part = MIMEText(write(entries, around).decode(), "calendar", "utf-8")
    part.set_param("method", str(method))
    part.add_header("Content-Disposition", "attachment", filename=FILE)
    return part


def _zone_words(space: Space) -> str:
    """By which clocks the times are."""
    if space.zone == ZONE:
        return _("Prishtina time")
    return _("time of %(zone)s") % {"zone": space.zone}
