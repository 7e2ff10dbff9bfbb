"""Spaces, what is let in them, and when they are open. No login is needed."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import parameters
from cms.core.api.problems import invalid
from cms.core.api.schema import LOCALE
from cms.core.paging import PageOfRows, page_of
from community.profiles.api.directory import PAGING, PeopleEndpoint
from community.spaces.api import shapes
from community.spaces.api.times import DAY, LONGEST_WINDOW, USUAL_WINDOW
from community.spaces.cards import today_in
from community.spaces.models import Resource, Space
from community.spaces.models.resources import MOST_SEATS
from community.spaces.timetable import open_days

ORDER = ("position", "slug")
RESOURCE_ORDER = ("space_id", "position", "id")
LIST_PAGING = [one for one in PAGING if one.name != "sort"]
RESOURCE_FILTERS = [
    OpenApiParameter("space", str, description="Slug of a space."),
    OpenApiParameter("kind", str, enum=Resource.Kind.values),
    OpenApiParameter(
        "capacity",
        {"type": "integer", "minimum": 1},
        description="For as many people at least.",
    ),
]


def space_called(user: Any, slug: str) -> Space:
    """Raises Http404 for one that this reader does not see."""
    found = Space.objects.visible_to(user).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def asked_page(request: Request, rows: Any, order: tuple[str, ...]) -> PageOfRows:
    limit = parameters.asked_limit(request)
    try:
        return page_of(rows, order, request.query_params.get("cursor", ""), limit)
    except ValidationError as wrong:
        raise parameters.cursor_problem(wrong) from wrong


def asked_day(request: Request, name: str, default: date) -> date:
    text = request.query_params.get(name)
    if text is None:
        return default
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not 2000 <= found.year <= 2200:
        raise invalid(name, _("Give a date as 2027-05-01."))
    return found


class SpaceList(PeopleEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("locale", "limit", "cursor")

    @extend_schema(
        operation_id="spaces_list",
        parameters=[LOCALE, *LIST_PAGING],
        responses=shapes.SpaceListSerializer,
    )
    def get(self, request: Request) -> Response:
        """All spaces in their order."""
        page = asked_page(request, Space.objects.visible_to(request.user), ORDER)
        items = [shapes.space(one, self.locale) for one in page.rows]
        return Response(_paged(page, items))


class SpaceDetail(PeopleEndpoint):
    @extend_schema(
        operation_id="spaces_retrieve",
        parameters=[LOCALE],
        responses=shapes.SpaceDetailSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """One space with its house rules."""
        one = space_called(request.user, slug)
        today = today_in(one)
        number = one.resources.active_between(today, date.max).count()
        return Response(shapes.space_detail(one, self.locale, number))


class OpeningHours(PeopleEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("locale", "from", "to")

    @extend_schema(
        operation_id="spaces_opening_hours",
        parameters=[
            LOCALE,
            OpenApiParameter("from", DAY, description="First day; today unless given."),
            OpenApiParameter(
                "to",
                DAY,
                description="Last day, at most 366 days; two weeks unless given.",
            ),
        ],
        responses=shapes.OpeningHoursSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Each day with its hours in the time of the space; holidays by name."""
        one = space_called(request.user, slug)
        first = asked_day(request, "from", today_in(one))
        last = asked_day(request, "to", first + timedelta(days=USUAL_WINDOW - 1))
        if last < first:
            raise invalid("to", _("The end lies before the beginning."))
        if (last - first).days >= LONGEST_WINDOW:
            raise invalid("to", _("Ask for at most 366 days."))
        with translation.override(self.locale):
            days = [shapes.open_day(day) for day in open_days(one, first, last)]
        return Response({"space": one.slug, "zone": one.zone, "days": days})


class ResourceList(PeopleEndpoint):
    parameters: ClassVar[tuple[str, ...]] = (
        *("locale", "limit", "cursor"),
        *("space", "kind", "capacity"),
    )

    @extend_schema(
        operation_id="resources_list",
        parameters=[
            LOCALE,
            *LIST_PAGING,
            *RESOURCE_FILTERS,
        ],
        responses=shapes.ResourceListSerializer,
    )
    def get(self, request: Request) -> Response:
        """Desks, rooms and areas that are let now or later, by space."""
        rows = Resource.objects.visible_to(request.user).select_related("space")
        today = timezone.localdate()
        rows = narrowed(request, rows.active_between(today, date.max))
        page = asked_page(request, rows, RESOURCE_ORDER)
        items = [shapes.resource(one, self.locale) for one in page.rows]
        return Response(_paged(page, items))


def narrowed(request: Request, rows: Any) -> Any:
    """By `space`, `kind` and `capacity`; a 400 for what is none of them."""
    asked = request.query_params
    if "space" in asked:
        rows = rows.filter(space__slug=asked["space"])
    if "kind" in asked:
        if asked["kind"] not in Resource.Kind.values:
            names = ", ".join(Resource.Kind.values)
            message = _("There is no such kind. Known ones: %(names)s.")
            raise invalid("kind", message % {"names": names})
        rows = rows.filter(kind=asked["kind"])
    if "capacity" in asked:
        rows = rows.filter(capacity__gte=_number(asked["capacity"]))
    return rows


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST_SEATS:
        message = _("Give a number from 1 to %(limit)s.") % {"limit": MOST_SEATS}
        raise invalid("capacity", message)
    return int(text)


def _paged(page: PageOfRows, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "next": page.next or None,
        "previous": page.previous or None,
        "items": items,
    }
