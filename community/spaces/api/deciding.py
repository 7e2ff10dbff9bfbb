"""What becomes of a booking: one address for each verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.urls import URLPattern, path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.inputs import NothingSerializer, checked, matched_number
from cms.core.api.schema import LOCALE
from community.spaces import actions
from community.spaces.api import booking_shapes as shapes
from community.spaces.api.bookings import IF_MATCH, answer
from community.spaces.api.endpoints import SpacesEndpoint, seen_booking
from community.spaces.models import Booking


@dataclass(frozen=True)
class Verb:
    """`do(by, booking, version=…)` gives the booking as it is then."""

    name: str
    words: str
    do: Callable[..., Booking]


VERBS = (
    Verb(
        "cancel",
        "It does not take place; its guest, or who manages the space.",
        actions.cancel_booking,
    ),
    Verb(
        "confirm",
        "A request is answered with yes; who manages the space.",
        actions.confirm_booking,
    ),
    Verb(
        "decline",
        "A request is answered with no; who manages the space.",
        actions.decline_booking,
    ),
    Verb(
        "check-in",
        "The guest is there; from half an hour before on. Its guest, or a host.",
        actions.check_in,
    ),
    Verb(
        "check-out",
        "The guest has left; what is left of the time is free.",
        actions.check_out,
    ),
    Verb("no-show", "Nobody came; a host, once it began.", actions.mark_no_show),
)


def endpoint_of(verb: Verb) -> type[SpacesEndpoint]:
    class Deciding(SpacesEndpoint):
        http_method_names: ClassVar[list[str]] = ["post", "options"]

        @extend_schema(
            operation_id=f"bookings_{verb.name.replace('-', '_')}",
            parameters=[LOCALE, IF_MATCH],
            request=NothingSerializer,
            responses={200: shapes.WholeBookingSerializer, **shapes.DECIDED},
            description=f"{verb.words} 409 when its state does not allow it; `If-Match`"
            " is optional.",
        )
        def post(self, request: Request, uid: UUID) -> Response:
            booking = seen_booking(request.user, uid)
            checked(NothingSerializer(data=request.data))
            version = matched_number(request)
            done = verb.do(request.user, booking, version=version)
            return answer(self, done)

    return Deciding


def routes() -> list[URLPattern]:
    return [
        path(
            f"bookings/<uuid:uid>/{verb.name}/",
            endpoint_of(verb).as_view(),
            name=f"booking-{verb.name}",
        )
        for verb in VERBS
    ]
