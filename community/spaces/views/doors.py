"""The index of spaces, and the page of one: where it is, its hours, what is let."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from community.spaces.cards import (
    coming_changes,
    coming_week,
    let_in,
    space_cards,
    today_in,
)
from community.spaces.models import Space, SpaceIndexPage, SpacePage
from community.spaces.planning.stays import stays_of
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
    return {
        "space": space,
        "today": today_in(space),
        "week": coming_week(space),
        "changes": coming_changes(space),
        "resources": let_in(space),
    }
