"""The index of spaces, and the page of one: where it is, its hours, what is let."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from community.spaces.cards import Coming, space_cards
from community.spaces.models import Space, SpaceIndexPage, SpacePage
from community.spaces.planning.stays import stays_of
from community.spaces.views.business import business_of
from community.spaces.views.calendar import Calendar
from community.spaces.views.plans import stay_address


def space_index(page: SpaceIndexPage, request: HttpRequest) -> dict[str, Any]:
    found = space_cards(request)
    spaces = [one.space for one in found]
    stays = stays_of(request.user, spaces, timezone.localdate())
    return {"cards": found, "stays": [(one, stay_address(one)) for one in stays]}


def space_front(page: SpacePage, request: HttpRequest) -> dict[str, Any]:
    """Raises Http404 where this reader does not see the space."""
    space = Space.objects.visible_to(request.user).filter(pk=page.space_id).first()
    if space is None:
        raise Http404
    calendar, coming = Calendar(request, space), Coming(space)
    return {
        "space": space,
        "calendar": calendar,
        "resources": calendar.resources,
        "coming": coming,
        # Asked by the page alone, not by the part of it that is swapped.
        "business": lambda: business_of(space, coming.days),
    }
