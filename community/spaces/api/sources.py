"""Calendars from elsewhere that keep a space busy; for those who manage it."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.endpoints import require
from cms.core.api.inputs import NothingSerializer, StrictSerializer, checked, id_field
from cms.core.api.schema import CURSOR, GONE, LIMIT, LOCALE, OWN, PROBLEM, REFUSED
from cms.core.api.serializers import ProblemSerializer
from community.spaces.actions import (
    SourceWish,
    add_source,
    change_source,
    fetch_now,
    remove_source,
)
from community.spaces.api.endpoints import SpacesEndpoint, seen_resource, seen_space
from community.spaces.api.inputs import LONGEST_TEXT
from community.spaces.api.paging import paged
from community.spaces.api.spaces import asked_page
from community.spaces.models import IcsSource
from community.spaces.permissions import can_keep_sources

ORDER = ("name", "id")
STATES = ("new", "good", "failed", "paused")
WRITTEN = {**REFUSED, (422, PROBLEM): ProblemSerializer}


class IcsSourceInputSerializer(StrictSerializer):
    space = serializers.SlugField(max_length=40)
    name = serializers.CharField(
        max_length=LONGEST_TEXT, help_text="120 characters at most."
    )
    address = serializers.CharField(
        max_length=LONGEST_TEXT,
        write_only=True,
        help_text="Of an iCalendar file, https or webcal. It is never told again.",
    )
    resource = id_field(
        required=False,
        allow_null=True,
        help_text="What it keeps busy; all of the space without one.",
    )
    keeps_titles = serializers.BooleanField(
        required=False, help_text="Titles of its events are shown to managers."
    )
    is_paused = serializers.BooleanField(required=False)


class IcsSourceEditSerializer(IcsSourceInputSerializer):
    """What is missing stays as it is."""

    space = None


class IcsSourceSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    space = serializers.SlugField()
    resource = serializers.IntegerField(allow_null=True, help_text="Null: all of it.")
    resource_name = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    host = serializers.CharField(help_text="Of the address, which is not told.")
    keeps_titles = serializers.BooleanField()
    is_paused = serializers.BooleanField()
    state = serializers.ChoiceField(
        choices=STATES, help_text="`new`: it was not read yet."
    )
    failure = serializers.ChoiceField(
        choices=IcsSource.Failure.values,
        allow_null=True,
        help_text="Why the last reading failed; what was read before still holds.",
    )
    failures = serializers.IntegerField(help_text="In a row.")
    asked_at = serializers.DateTimeField(allow_null=True)
    good_at = serializers.DateTimeField(
        allow_null=True, help_text="From when what it keeps busy is."
    )
    next_at = serializers.DateTimeField(allow_null=True)
    events = serializers.IntegerField(help_text="To come.")
    left_out = serializers.IntegerField(
        help_text="Events that could not be taken over in whole."
    )
    created_at = serializers.DateTimeField()


class IcsSourcePageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = IcsSourceSerializer(many=True)


class SourceList(SpacesEndpoint):
    is_own = True
    parameters: ClassVar[tuple[str, ...]] = ("space", "limit", "cursor")

    @extend_schema(
        operation_id="ics_sources_list",
        parameters=[
            LOCALE,
            OpenApiParameter("space", str, description="Slug of a space."),
            LIMIT,
            CURSOR,
        ],
        responses={200: IcsSourcePageSerializer, **OWN},
    )
    def get(self, request: Request) -> Response:
        """Those of the spaces that one manages, by name."""
        rows = IcsSource.objects.visible_to(request.user).told(timezone.now())
        if "space" in request.query_params:
            space = seen_space(request.user, request.query_params["space"])
            require(can_keep_sources(request.user, space))
            rows = rows.filter(space=space)
        page = asked_page(request, rows, ORDER)
        return Response(paged(page, [_told(one, self.locale) for one in page.rows]))

    @extend_schema(
        operation_id="ics_sources_create",
        parameters=[LOCALE],
        request=IcsSourceInputSerializer,
        responses={201: IcsSourceSerializer, **WRITTEN},
    )
    def post(self, request: Request) -> Response:
        """Add one; it is read at once. 409 when the space has 20."""
        values = checked(IcsSourceInputSerializer(data=request.data))
        space = seen_space(request.user, values.pop("space"))
        require(can_keep_sources(request.user, space))
        made = add_source(request.user, space, SourceWish(**_named(request, values)))
        return _answer(self, made.pk, 201)


class SourceDetail(SpacesEndpoint):
    is_own = True

    @extend_schema(
        operation_id="ics_sources_retrieve",
        parameters=[LOCALE],
        responses={200: IcsSourceSerializer, **OWN},
    )
    def get(self, request: Request, id: int) -> Response:
        """One of them."""
        return _answer(self, id)

    @extend_schema(
        operation_id="ics_sources_update",
        parameters=[LOCALE],
        request=IcsSourceEditSerializer(partial=True),
        responses={200: IcsSourceSerializer, **WRITTEN},
    )
    def patch(self, request: Request, id: int) -> Response:
        """Another name, address or resource; pause it, or go on. Read anew where needed."""
        source = seen_source(request.user, id)
        form = IcsSourceEditSerializer(data=request.data, partial=True)
        change_source(request.user, source, **_named(request, checked(form)))
        return _answer(self, id)

    @extend_schema(operation_id="ics_sources_delete", responses=GONE)
    def delete(self, request: Request, id: int) -> Response:
        """Remove it; what it kept busy is free, and whoever waits for it moves up."""
        remove_source(request.user, seen_source(request.user, id))
        return Response(status=204)


class SourceFetching(SpacesEndpoint):
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    @extend_schema(
        operation_id="ics_sources_fetch",
        parameters=[LOCALE],
        request=NothingSerializer,
        responses={202: IcsSourceSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Have it read now; `asked_at` tells when that was. 409 while it is paused, and
        within a minute."""
        source = seen_source(request.user, id)
        checked(NothingSerializer(data=request.data))
        fetch_now(request.user, source)
        return _answer(self, id, 202)


def seen_source(user: Any, pk: int) -> IcsSource:
    """With its space. Raises Http404."""
    rows = IcsSource.objects.visible_to(user).told(timezone.now())
    found: IcsSource | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _named(request: Request, values: dict[str, Any]) -> dict[str, Any]:
    """The resource as this reader sees it."""
    if values.get("resource") is not None:
        return values | {"resource": seen_resource(request.user, values["resource"])}
    return values


def _answer(endpoint: SpacesEndpoint, pk: int, status: int = 200) -> Response:
    source = seen_source(endpoint.request.user, pk)
    return Response(_told(source, endpoint.locale), status=status)


_PLAIN = (
    "name", "host", "keeps_titles", "is_paused", "state", "failures", "asked_at",
    "good_at", "next_at", "events", "left_out", "created_at",
)  # fmt: skip


def _told(one: Any, locale: str) -> dict[str, Any]:
    return {
        "id": one.pk,
        "space": one.space.slug,
        "resource": one.resource_id,
        "resource_name": one.resource.name_in(locale) if one.resource else None,
        "failure": one.failure or None,
        **{name: getattr(one, name) for name in _PLAIN},
    }
