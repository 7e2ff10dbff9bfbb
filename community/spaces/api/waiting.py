"""The waiting list: what one waits for, joining and leaving."""

from typing import ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.endpoints import require
from cms.core.api.inputs import checked
from cms.core.api.schema import CURSOR, GONE, LIMIT, LOCALE, OWN
from community.spaces.actions import join_waitlist, leave_waitlist
from community.spaces.api import booking_shapes as shapes
from community.spaces.api import inputs, told
from community.spaces.api.endpoints import (
    SpacesEndpoint,
    seen_resource,
    seen_space,
    seen_wait,
    seen_waits,
)
from community.spaces.api.paging import asked_states, paged
from community.spaces.api.spaces import asked_page
from community.spaces.models import WaitlistEntry
from community.spaces.permissions import can_leave_waitlist

ORDER = ("-starts_at", "-id")
_STATES = WaitlistEntry.State.values


class WaitList(SpacesEndpoint):
    is_own = True
    parameters: ClassVar[tuple[str, ...]] = ("space", "state", "limit", "cursor")

    @extend_schema(
        operation_id="waitlist_list",
        parameters=[
            LOCALE,
            OpenApiParameter(
                "space",
                str,
                description="Slug of a space: all that one may see there, for those who"
                " manage it.",
            ),
            OpenApiParameter(
                "state",
                {"type": "array", "items": {"type": "string", "enum": _STATES}},
                description="One of these.",
            ),
            LIMIT,
            CURSOR,
        ],
        responses={200: shapes.WaitPageSerializer, **OWN},
    )
    def get(self, request: Request) -> Response:
        """What one waits for and has waited for, or who does in a space; the latest
        first."""
        rows = seen_waits(request.user)
        if "space" in request.query_params:
            space = seen_space(request.user, request.query_params["space"])
            rows = rows.filter(resource__space=space)
        else:
            rows = rows.filter(member=request.user)
        page = asked_page(request, asked_states(request, rows, _STATES), ORDER)
        return Response(paged(page, told.waits(request.user, page.rows, self.locale)))

    @extend_schema(
        operation_id="waitlist_create",
        parameters=[LOCALE],
        request=inputs.WaitInputSerializer,
        responses={
            201: shapes.WholeWaitSerializer,
            200: shapes.WholeWaitSerializer,
            **shapes.WAITS,
        },
    )
    def post(self, request: Request) -> Response:
        """Wait for what is taken; what comes free is booked at once. 200 when one waited
        for it already: what was sent now holds.

        409 with `choices` when it is free, and for who has a place there then; 422 with
        `errors` and `codes` by field when it breaks a rule.
        """
        values = checked(inputs.WaitInputSerializer(data=request.data))
        resource = seen_resource(request.user, values["resource"])
        asked = inputs.ask_of(values, resource)
        joined = join_waitlist(
            request.user,
            asked.ask,
            is_any=values["any_of_kind"],
            until=inputs.until_of(values, resource),
        )
        status = 201 if joined.is_new else 200
        return _answer(self, joined.entry.uuid, asked.hints, status)


class WaitDetail(SpacesEndpoint):
    is_own = True
    http_method_names: ClassVar[list[str]] = ["get", "head", "delete", "options"]

    @extend_schema(
        operation_id="waitlist_retrieve",
        parameters=[LOCALE],
        responses={200: shapes.WholeWaitSerializer, **OWN},
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """One entry, with how many wait before it."""
        return _answer(self, uid)

    @extend_schema(
        operation_id="waitlist_destroy",
        parameters=[LOCALE],
        responses=GONE,
    )
    def delete(self, request: Request, uid: UUID) -> Response:
        """Leave the list; who manages the space strikes out others. 409 once a place has
        come of it: that is a booking."""
        entry = seen_wait(request.user, uid)
        require(can_leave_waitlist(request.user, entry))
        leave_waitlist(request.user, entry)
        return Response(status=204)


def _answer(
    endpoint: SpacesEndpoint, uid: UUID, hints: tuple[str, ...] = (), status: int = 200
) -> Response:
    """The entry as it is now."""
    user = endpoint.request.user
    (body,) = told.waits(user, [seen_wait(user, uid)], endpoint.locale)
    return Response({**body, "hints": list(hints)}, status=status)
