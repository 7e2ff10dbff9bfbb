"""Who is told what about bookings; always after the change is stored.

The guest of whatever happens to their booking, also of what they did themselves: the mail
carries the file that brings their calendar up to date. The managers only of what waits
for their answer; what happens in the space stands on its desk and in its feed.

`by` is who did it; None for what time did, as when a request expires.
"""

from collections.abc import Iterable, Sequence

from community.accounts.models import User
from community.spaces.mails import tell, tell_of_visit, tell_who_waits
from community.spaces.models import Booking, SpaceRole, Visit, WaitlistEntry


def requested(booking: Booking, by: User | None) -> None:
    """Somebody has to answer: the guest waits, the managers are asked."""
    _tell("requested", booking, by)
    _ask_managers(booking, by)


def booked(booking: Booking, by: User | None) -> None:
    """At once, without being asked."""
    _tell("booked", booking, by)


def promoted(booking: Booking, by: User | None) -> None:
    """Who waited has a place, or, where somebody confirms, holds one."""
    _tell("promoted", booking, by)
    _ask_managers(booking, by)


def confirmed(booking: Booking, by: User | None) -> None:
    """A request was answered with yes."""
    _tell("confirmed", booking, by)


def declined(booking: Booking, by: User | None) -> None:
    """A request was answered with no."""
    _tell("declined", booking, by)


def expired(booking: Booking, by: User | None) -> None:
    """Nobody answered in time."""
    _tell("expired", booking, by)


def moved(booking: Booking, by: User | None) -> None:
    """Another time or another resource; who has to answer is asked anew."""
    _tell("moved", booking, by)
    _ask_managers(booking, by)


def cancelled(booking: Booking, by: User | None) -> None:
    """It does not take place."""
    _tell("cancelled", booking, by)


def lapsed(entry: WaitlistEntry) -> None:
    """Who waited has no place."""
    tell_who_waits.later("lapsed", entry.pk)


def struck(entry: WaitlistEntry, by: User) -> None:
    """Off the waiting list; who left it knows."""
    if entry.member_id != by.pk:
        tell_who_waits.later("struck", entry.pk)


def no_show(booking: Booking, by: User | None) -> None:
    """Nobody is written to: it would come too late to change anything."""


def visit_booked(visit: Visit, bookings: Sequence[Booking], by: User | None) -> None:
    """One mail for the whole stay, and one to each manager who has to answer."""
    _tell_of_visit("visit_booked", visit, bookings, by)
    asked = [one for one in bookings if one.state == Booking.State.REQUESTED]
    keys = [one.pk for one in asked]
    for one in _managers(asked, by):
        tell_of_visit.later("visit_asked", visit.pk, one, _key(by), *keys)


def visit_cancelled(visit: Visit, bookings: Sequence[Booking], by: User | None) -> None:
    """One mail with what was cancelled of a stay."""
    _tell_of_visit("visit_cancelled", visit, bookings, by)


def _ask_managers(booking: Booking, by: User | None) -> None:
    if booking.state == Booking.State.REQUESTED:
        for one in _managers([booking], by):
            tell.later("asked", booking.pk, one, _key(by))


def _tell(kind: str, booking: Booking, by: User | None) -> None:
    if booking.member_id:
        tell.later(kind, booking.pk, booking.member_id, _key(by))


def _tell_of_visit(
    kind: str, visit: Visit, bookings: Sequence[Booking], by: User | None
) -> None:
    keys = [one.pk for one in bookings]
    if visit.member_id and keys:
        tell_of_visit.later(kind, visit.pk, visit.member_id, _key(by), *keys)


def _managers(bookings: Iterable[Booking], by: User | None) -> list[int]:
    """Who answers for the spaces, but for who did it and knows."""
    spaces = {one.resource.space_id for one in bookings}
    if not spaces:
        return []
    rows = SpaceRole.objects.managers().filter(space__in=spaces, user__is_active=True)
    keys = rows.values_list("user", flat=True).distinct()
    return sorted(key for key in keys if key != _key(by))


def _key(by: User | None) -> int | None:
    return by.pk if by else None
