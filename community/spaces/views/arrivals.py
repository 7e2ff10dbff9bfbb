"""Arriving: the screen behind the code at the door, and the codes to print."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.languages import CODES
from community.spaces.arrivals import ENTRANCE, arrival_address, number_in, picture_of
from community.spaces.cards import let_in
from community.spaces.models import Booking, Resource, Space
from community.spaces.permissions import can_host_space
from community.spaces.querysets import day_in
from community.spaces.views.asking import desk_called, front_of, space_called
from community.spaces.views.lines import Line, lines_of

MOST_CODES = 100


@require_safe
def here(request: Any, slug: str, code: str) -> HttpResponse:
    """One's own bookings of today in the space, those of the scanned place first, each
    with a button that says that one is there."""
    space = space_called(request.user, slug)
    resource = _scanned(space, code)
    lines = _today(request.user, space)
    if resource is not None:
        lines.sort(key=lambda line: line.resource != resource)
    book = reverse("spaces:book", args=[space.slug])
    context = {
        "space": space,
        "front": front_of(request, space),
        "resource": resource,
        "lines": lines,
        "book": f"{book}?resource={resource.pk}" if resource else book,
        "now": timezone.now().astimezone(space.zone_info),
    }
    return render(request, "spaces/here.html", context)


@require_safe
def codes(request: Any, slug: str) -> HttpResponse:
    """One code for the entrance and one for each desk and room, to print."""
    space = desk_called(request.user, slug, can_host_space)
    resources = let_in(space)[:MOST_CODES]
    context = {
        "space": space,
        "front": front_of(request, space),
        "cards": [_Code.of(space, one) for one in (None, *resources)],
        "sentences": _sentences(),
    }
    return render(request, "spaces/codes.html", context)


@dataclass(frozen=True)
class _Code:
    """What is printed for a place (None: the entrance)."""

    resource: Resource | None
    address: str
    side: int
    path: str

    @classmethod
    def of(cls, space: Space, resource: Resource | None) -> "_Code":
        address = arrival_address(space, resource)
        return cls(resource, address, *picture_of(address))


def _sentences() -> list[tuple[str, str]]:
    """What a printed code says, in every language: guests read one of them."""
    found = []
    for language in CODES:
        with translation.override(language):
            found.append((language, _("Scan this when you arrive.")))
    return found


def _scanned(space: Space, code: str) -> Resource | None:
    """None for the code of the entrance. Raises Http404 for one that is not of the space,
    or of what is not let there any more."""
    number = number_in(space, code)
    if number is None:
        raise Http404
    if number == ENTRANCE:
        return None
    found = next((one for one in let_in(space) if one.pk == number), None)
    if found is None:
        raise Http404
    return found


def _today(user: Any, space: Space) -> list[Line]:
    start, end = day_in(space.zone_info)
    rows = Booking.objects.filter(member=user, resource__space=space).live()
    rows = rows.overlapping(start, end).select_related("resource__space", "visit")
    return lines_of(rows.order_by("starts_at", "id"))
