"""Who may do what in spaces. What nobody may has no function: overbooking a resource, and
booking against a closure."""

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from cms.core.languages import CODES, current
from community.spaces.models import (
    Booking,
    Resource,
    Space,
    SpaceRole,
    Visit,
    WaitlistEntry,
)
from community.spaces.querysets import KEEPER, day_in

_MOST_DESKS, _KEPT_FOR = 10, 60  # seconds
_HOSTS = (SpaceRole.Role.HOST, SpaceRole.Role.MANAGER)


def role_in(user: Any, space: Space) -> str:
    """'viewer', 'host' or 'manager'; '' for whoever does not look after it."""
    return roles_of(user).get(space.pk, "")


def roles_of(user: Any) -> dict[int, str]:
    """Role by the number of the space; {} for a visitor. Read once for each request."""
    if not user.is_authenticated:
        return {}
    if not hasattr(user, "_space_roles"):
        rows = SpaceRole.objects.filter(user=user).values_list("space", "role")
        user._space_roles = dict(rows)
    roles: dict[int, str] = user._space_roles
    return roles


def desks_of(user: Any) -> list[tuple[str, str]]:
    """(slug, name) of the spaces that a member looks after, at most ten, for menus.

    At most a minute old, so that most screens ask nothing.
    """
    if not user.is_authenticated:
        return []
    name = _desks_name(user)
    known: list[tuple[str, dict[str, str]]] | None = cache.get(name)
    if known is None:
        rows = Space.objects.filter(roles__user=user)[:_MOST_DESKS]
        known = [
            (one.slug, {code: one.name_in(code) for code in CODES}) for one in rows
        ]
        cache.set(name, known, _KEPT_FOR)
    return [(slug, names[current()]) for slug, names in known]


def _desks_name(user: Any) -> str:
    return f"space-desks-{user.pk}"


def forget_roles(user: Any) -> None:
    """After a role changed: the next question reads it again."""
    transaction.on_commit(lambda: cache.delete(_desks_name(user)))
    if hasattr(user, "_space_roles"):
        del user._space_roles


def can_keep_spaces(user: Any) -> bool:
    """Staff who found spaces and stand in for managers of all of them."""
    return bool(user.is_active and user.has_perm(KEEPER))


def can_see_space(user: Any, space: Space) -> bool:
    """Its pages, hours and how many seats are free: everyone's, once it is shown."""
    return space.is_open or bool(role_in(user, space)) or can_keep_spaces(user)


def can_see_occupancy(user: Any, space: Space) -> bool:
    """The numbers of its desk, without names: all who look after it."""
    return bool(user.is_active and role_in(user, space)) or can_keep_spaces(user)


def can_manage_space(user: Any, space: Space) -> bool:
    """Hours, closures, calendars, confirming and declining, booking for others."""
    is_manager = user.is_active and role_in(user, space) == SpaceRole.Role.MANAGER
    return bool(is_manager) or can_keep_spaces(user)


def can_host_space(user: Any, space: Space) -> bool:
    """Checking others in and marking who did not come."""
    is_host = user.is_active and role_in(user, space) in _HOSTS
    return bool(is_host) or can_keep_spaces(user)


def can_keep_hours(user: Any, space: Space) -> bool:
    return can_manage_space(user, space)


def can_keep_sources(user: Any, space: Space) -> bool:
    """Calendars from elsewhere, whose addresses may be secret."""
    return can_manage_space(user, space)


def can_book(user: Any, resource: Resource) -> bool:
    """Members, in spaces that they see."""
    is_member = user.is_authenticated and user.is_active
    return bool(is_member and can_see_space(user, resource.space))


def can_book_for_others(user: Any, resource: Resource) -> bool:
    return can_manage_space(user, resource.space)


def can_leave_waitlist(user: Any, entry: WaitlistEntry) -> bool:
    """One's own place in the line; who manages the space may strike out others."""
    if not user.is_authenticated or not user.is_active:
        return False
    return entry.member_id == user.pk or can_manage_space(user, entry.resource.space)


def can_see_booking(user: Any, booking: Booking) -> bool:
    """Who booked what: one's own; a host's of today; a manager's and staff's always."""
    if not user.is_authenticated or not user.is_active:
        return False
    space = booking.resource.space
    if booking.member_id == user.pk or can_manage_space(user, space):
        return True
    return can_host_space(user, space) and is_today(booking)


def can_cancel_booking(user: Any, booking: Booking) -> bool:
    """One's own; for others who may book for them."""
    return _is_own(user, booking) or can_book_for_others(user, booking.resource)


def can_change_booking(user: Any, booking: Booking) -> bool:
    return can_cancel_booking(user, booking)


def can_decide_booking(user: Any, booking: Booking) -> bool:
    """Confirm or decline a request."""
    return can_manage_space(user, booking.resource.space)


def can_check_in(user: Any, booking: Booking) -> bool:
    """Oneself, or others as a host."""
    return _is_own(user, booking) or can_host_space(user, booking.resource.space)


def can_mark_no_show(user: Any, booking: Booking) -> bool:
    return can_host_space(user, booking.resource.space)


def can_cancel_visit(user: Any, visit: Visit) -> bool:
    is_own = user.is_authenticated and visit.member_id == user.pk
    return bool(is_own and user.is_active) or can_keep_spaces(user)


def is_today(booking: Booking) -> bool:
    """Some of it lies in the day that it is in the space."""
    start, end = day_in(booking.resource.space.zone_info, timezone.now())
    return booking.starts_at < end and booking.ends_at > start


def _is_own(user: Any, booking: Booking) -> bool:
    is_own = user.is_authenticated and booking.member_id == user.pk
    return bool(is_own and user.is_active)
