"""Bookings: one's own and those of a space, making one, changing it, its history."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.endpoints import require
from cms.core.api.inputs import checked, required_match, sent_key
from cms.core.api.schema import CURSOR, LIMIT, LOCALE, OWN
from community.accounts.models import User
from community.spaces.actions import book, edit_note, move_booking
from community.spaces.api import booking_shapes as shapes
from community.spaces.api import inputs, told
from community.spaces.api.endpoints import (
    KEY,
    SpacesEndpoint,
    guest_called,
    seen_booking,
    seen_bookings,
    seen_resource,
    seen_space,
)
from community.spaces.api.paging import asked_states, in_window, paged
from community.spaces.api.spaces import asked_page
from community.spaces.api.times import EDGES, TZ
from community.spaces.models import Booking
from community.spaces.permissions import can_book_for_others, can_change_booking

ORDER = ("-starts_at", "-id")
KEY_HEADER = OpenApiParameter(
    KEY,
    str,
    OpenApiParameter.HEADER,
    description="80 characters of ASCII at most. Sent again with the same body it books"
    " nothing more, and the answer is a 200 with what was booked.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description='`version` of what is changed, as `"2"`; `*` for any.',
)


class BookingList(SpacesEndpoint):
    is_own = True
    parameters: ClassVar[tuple[str, ...]] = (
        *("space", "state", "from", "to", "tz"),
        *("limit", "cursor"),
    )

    @extend_schema(
        operation_id="bookings_list",
        parameters=[
            LOCALE,
            OpenApiParameter(
                "space",
                str,
                description="Slug of a space: all bookings there that one may see,"
                " for those who look after it.",
            ),
            OpenApiParameter(
                "state",
                {
                    "type": "array",
                    "items": {"type": "string", "enum": Booking.State.values},
                },
                description="One of these.",
            ),
            *EDGES,
            TZ,
            LIMIT,
            CURSOR,
        ],
        responses={200: shapes.BookingPageSerializer, **OWN},
    )
    def get(self, request: Request) -> Response:
        """One's own bookings, or those of a space; the latest first."""
        rows, zone = seen_bookings(request.user), None
        if "space" in request.query_params:
            space = seen_space(request.user, request.query_params["space"])
            rows, zone = rows.filter(resource__space=space), space.zone_info
        else:
            rows = rows.filter(member=request.user)
        rows = in_window(request, asked_states(request, rows), zone)
        page = asked_page(request, rows, ORDER)
        items = told.bookings(request.user, page.rows, self.locale)
        return Response(paged(page, items))

    @extend_schema(
        operation_id="bookings_create",
        parameters=[LOCALE, KEY_HEADER],
        request=inputs.BookingInputSerializer,
        responses={
            201: shapes.WholeBookingSerializer,
            200: shapes.WholeBookingSerializer,
            **shapes.BOOKED,
        },
    )
    def post(self, request: Request) -> Response:
        """Book. Where somebody confirms bookings it is a request, which holds the place.

        409 with `choices` when it is taken; 422 with `errors` and `codes` by field when it
        breaks a rule.
        """
        values = checked(inputs.BookingInputSerializer(data=request.data))
        key = sent_key(request)
        resource = seen_resource(request.user, values["resource"])
        member = None
        if "member" in values:
            require(can_book_for_others(request.user, resource))
            member = guest_called(request.user, values["member"])
        asked = inputs.ask_of(values, resource)
        booked = book(request.user, asked.ask, member=member, key=key)
        status = 201 if booked.is_new else 200
        return answer(self, booked.booking, asked.hints, status)


class BookingDetail(SpacesEndpoint):
    is_own = True

    @extend_schema(
        operation_id="bookings_retrieve",
        parameters=[LOCALE],
        responses={200: shapes.WholeBookingSerializer, **OWN},
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """One booking; `ETag` tells its version."""
        return answer(self, seen_booking(request.user, uid))

    @extend_schema(
        operation_id="bookings_update",
        parameters=[LOCALE, IF_MATCH],
        request=inputs.BookingEditSerializer(partial=True),
        responses={200: shapes.WholeBookingSerializer, **shapes.CHANGED},
    )
    def patch(self, request: Request, uid: UUID) -> Response:
        """Other times, another place of the same space, more people, another note.

        428 without `If-Match`, 412 when it names another version than the one there is.
        """
        booking = seen_booking(request.user, uid)
        require(can_change_booking(request.user, booking))
        version = required_match(request)
        form = inputs.BookingEditSerializer(data=request.data, partial=True)
        changed, hints = _changed(request.user, booking, checked(form), version)
        return answer(self, changed, hints)


def _changed(
    user: User, booking: Booking, values: dict[str, Any], version: int | None
) -> tuple[Booking, tuple[str, ...]]:
    if not values:
        return booking, ()
    if set(values) == {"note"}:
        return edit_note(user, booking, values["note"], version=version), ()
    resource = booking.resource
    if values.get("resource", resource.pk) != resource.pk:
        resource = seen_resource(user, values["resource"])
    asked = inputs.ask_of(values, resource, booking)
    return move_booking(user, booking, asked.ask, version=version), asked.hints


class BookingHistory(SpacesEndpoint):
    is_own = True
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    @extend_schema(
        operation_id="bookings_events",
        parameters=[LOCALE],
        responses={200: shapes.BookingEventsSerializer, **OWN},
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """What happened to it, in order."""
        booking = seen_booking(request.user, uid)
        rows = list(booking.events.all())
        return Response({"items": told.events(request.user, booking, rows)})


def answer(
    endpoint: SpacesEndpoint,
    booking: Booking,
    hints: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    """The booking as it is now, with its version."""
    body = told.booking(endpoint.request.user, booking, endpoint.locale, hints)
    headers = {"ETag": f'"{booking.version}"'}
    return Response(body, status=status, headers=headers)
