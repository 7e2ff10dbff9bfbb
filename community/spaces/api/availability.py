"""How much of a resource is free, and when. No login is needed, and nobody is named."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.schema import CURSOR, LIMIT, LOCALE
from community.spaces.api import shapes
from community.spaces.api.endpoints import SpacesEndpoint, seen_resource
from community.spaces.api.spaces import (
    RESOURCE_FILTERS,
    RESOURCE_ORDER,
    asked_page,
    narrowed,
)
from community.spaces.api.times import WINDOW, Asked, asked_window, utc_text
from community.spaces.calendar import Segment, moment_of
from community.spaces.models import Resource
from community.spaces.timetable import availability

Edges = tuple[datetime, datetime]


class ResourceDetail(SpacesEndpoint):
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    @extend_schema(
        operation_id="resources_retrieve",
        parameters=[LOCALE],
        responses=shapes.ResourceSerializer,
    )
    def get(self, request: Request, id: int) -> Response:
        """What may be booked, and on what terms."""
        found = seen_resource(request.user, id)
        return Response(shapes.resource(found, self.locale))


class ResourceAvailability(SpacesEndpoint):
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]
    parameters: ClassVar[tuple[str, ...]] = ("from", "to", "tz")

    @extend_schema(
        operation_id="resources_availability",
        parameters=[LOCALE, *WINDOW],
        responses=shapes.ResourceAvailabilitySerializer,
    )
    def get(self, request: Request, id: int) -> Response:
        """When it is open and how many of it are free; from `from` to `to`."""
        asked = asked_window(request)
        one = seen_resource(request.user, id)
        edges = asked.between(one.space)
        found = availability([one], *edges, timezone.now())
        told = _told(one, found[one.pk], self.locale)
        return Response({**_window(edges), **told})


class Availability(SpacesEndpoint):
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]
    parameters: ClassVar[tuple[str, ...]] = (
        *("limit", "cursor", "space", "kind", "capacity"),
        *("from", "to", "tz"),
    )

    @extend_schema(
        operation_id="availability_list",
        parameters=[LOCALE, *RESOURCE_FILTERS, *WINDOW, LIMIT, CURSOR],
        responses=shapes.AvailabilityPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """The same of many, by space."""
        asked = asked_window(request)
        rows = Resource.objects.visible_to(request.user).select_related("space")
        now = timezone.now()
        rows = narrowed(request, rows.active_between(now.date(), date.max))
        page = asked_page(request, rows, RESOURCE_ORDER)
        found = _of_many(page.rows, asked, now)
        items = [_told(one, found[one.pk], self.locale) for one in page.rows]
        return Response(
            {
                "next": page.next or None,
                "previous": page.previous or None,
                "items": items,
            }
        )


def _of_many(
    resources: Sequence[Resource], asked: Asked, now: datetime
) -> dict[int, list[Segment]]:
    """Two statements for each zone: the days that are asked for are those of spaces."""
    zones: dict[str, list[Resource]] = defaultdict(list)
    for one in resources:
        zones[one.space.zone].append(one)
    if not zones:
        # What is wrong with the window is told also where there is nothing.
        asked.within(ZoneInfo("UTC"), now.date())
    found: dict[int, list[Segment]] = {}
    for some in zones.values():
        found |= availability(some, *asked.between(some[0].space), now)
    return found


def _window(edges: Edges) -> dict[str, str]:
    start, end = edges
    return {"from": utc_text(start), "to": utc_text(end)}


def _told(one: Resource, found: Sequence[Segment], locale: str) -> dict[str, Any]:
    return {
        "resource": one.pk,
        "name": one.name_in(locale),
        "kind": one.kind,
        "space": one.space.slug,
        "zone": one.space.zone,
        "seats": one.seats,
        "segments": [
            {
                "starts_at": utc_text(moment_of(start)),
                "ends_at": utc_text(moment_of(end)),
                "free": free,
            }
            for start, end, free in found
        ],
    }
