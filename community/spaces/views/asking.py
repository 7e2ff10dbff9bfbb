"""What the screens of bookings ask first: which space, which booking, who may."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from cms.core.cards import Card, cards, rows_for
from cms.core.rows.reads import ORDERS
from community.spaces.cards import let_in
from community.spaces.models import Booking, Resource, Space, SpacePage
from community.spaces.permissions import can_see_occupancy

LONGEST_NUMBER = 9  # digits


def space_called(user: Any, slug: str) -> Space:
    """Raises Http404 for one that this reader does not see."""
    found: Space | None = Space.objects.visible_to(user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def desk_called(user: Any, slug: str, may: Callable[[Any, Space], bool]) -> Space:
    """One that somebody looks after: Http404 for whoever does not, PermissionDenied where
    their role does not allow this (`may`)."""
    space = space_called(user, slug)
    if not can_see_occupancy(user, space):
        raise Http404
    insist(may(user, space))
    return space


def booking_called(user: Any, uid: Any) -> Booking:
    """With its resource, its space and its visit. Raises Http404."""
    rows = Booking.objects.visible_to(user).select_related("resource__space", "visit")
    found: Booking | None = rows.filter(uuid=uid).first()
    if found is None:
        raise Http404
    return found


def insist(is_allowed: bool) -> None:
    """Raises PermissionDenied."""
    if not is_allowed:
        raise PermissionDenied


def front_of(request: HttpRequest, space: Space) -> Card | None:
    """The page of a space in the tree, if it has one."""
    rows = rows_for(request).of_type(SpacePage.api_type)
    found = cards(rows.having(f"space:{space.slug}").page(ORDERS["newest"], 1), Card)
    return found[0] if found else None


def resource_asked(request: Any, space: Space) -> Resource | None:
    """The one that the address or the form names; None when none is named. Raises
    Http404 for one that is not let in this space."""
    text = request.POST.get("resource") or request.GET.get("resource", "")
    if not text:
        return None
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    number = int(text) if is_number else 0
    found = next((one for one in let_in(space) if one.pk == number), None)
    if found is None:
        raise Http404
    return found
