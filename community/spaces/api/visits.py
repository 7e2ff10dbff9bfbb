"""Visits of several days: a plan, booking it as one, and cancelling it."""

import json
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.inputs import NothingSerializer, checked, sent_key
from cms.core.api.problems import RefusedProblem
from cms.core.api.schema import CURSOR, LIMIT, LOCALE, OWN
from community.spaces.actions import (
    Ask,
    BookedVisit,
    VisitWish,
    book_visit,
    cancel_visit,
    check_wish,
    sent_visit,
)
from community.spaces.api import booking_shapes as shapes
from community.spaces.api import inputs, told
from community.spaces.api.bookings import KEY_HEADER
from community.spaces.api.endpoints import (
    SpacesEndpoint,
    seen_resources,
    seen_space,
    seen_visit,
)
from community.spaces.api.paging import paged
from community.spaces.api.plans import told_gaps, told_plan
from community.spaces.api.spaces import asked_page
from community.spaces.models import Booking, Visit
from community.spaces.planning import PlanGap, plan_visit

ORDER = ("-first", "-id")
_MANY = ("weekdays", "kinds")
_WISH = tuple(inputs.WishSerializer().fields)
Values = dict[str, Any]
Body = dict[str, Any]


class VisitPlanning(SpacesEndpoint):
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]
    parameters: ClassVar[tuple[str, ...]] = _WISH

    @extend_schema(
        operation_id="visits_plan",
        parameters=[LOCALE, inputs.WishSerializer],
        responses={200: shapes.PlanSerializer, **shapes.PLANNED},
    )
    def get(self, request: Request) -> Response:
        """Where to sit on each day of a stay, with the fewest moves; for everybody. It
        holds nothing: what is told may be taken a moment later."""
        asked = request.query_params
        data = {
            name: asked.getlist(name) if name in _MANY else asked[name]
            for name in asked
            if name != "locale"
        }
        values = checked(inputs.WishSerializer(data=data))
        wish = inputs.wish_of(values, seen_space(request.user, values["space"]))
        check_wish(wish)
        plan = plan_visit(request.user, wish)
        return Response(told_plan(wish.space, plan, self.locale))


class VisitList(SpacesEndpoint):
    is_own = True
    parameters: ClassVar[tuple[str, ...]] = ("limit", "cursor")

    @extend_schema(
        operation_id="visits_list",
        parameters=[LOCALE, LIMIT, CURSOR],
        responses={200: shapes.VisitPageSerializer, **OWN},
    )
    def get(self, request: Request) -> Response:
        """One's own visits with their bookings, the latest first."""
        rows = Visit.objects.visible_to(request.user).filter(member=request.user)
        page = asked_page(request, _with_bookings(rows), ORDER)
        items = told.visits(request.user, page.rows, self.locale)
        return Response(paged(page, items))

    @extend_schema(
        operation_id="visits_create",
        parameters=[LOCALE, KEY_HEADER],
        request=inputs.VisitInputSerializer,
        responses={
            201: shapes.NewVisitSerializer,
            200: shapes.NewVisitSerializer,
            **shapes.VISIT_BOOKED,
        },
    )
    def post(self, request: Request) -> Response:
        """Book the `items`, or without them the plan: all of it, or nothing.

        409 with `full` when some of it was taken, with `gaps` when the plan has days on
        which all is taken. Days on which nothing is open are left out.
        """
        values = checked(inputs.VisitInputSerializer(data=request.data))
        key = sent_key(request)
        space = seen_space(request.user, values["space"])
        wish = inputs.wish_of(values, space)
        check_wish(wish)
        hints: tuple[str, ...] = ()
        gaps: list[PlanGap] = []
        if "items" in values:
            asks, hints = _asked(request.user, values)
            done = book_visit(request.user, wish, asks, key=key)
        else:
            done, gaps = self._planned(request, wish, values, key)
        body = _told(request.user, done.visit, self.locale)
        body |= {"hints": hints, "gaps": told_gaps(gaps, self.locale)}
        return Response(body, status=201 if done.is_new else 200)

    def _planned(
        self, request: Request, wish: VisitWish, values: Values, key: str
    ) -> tuple[BookedVisit, list[PlanGap]]:
        text = json.dumps(values, default=str, sort_keys=True)
        known = sent_visit(request.user, key, text)
        if known is not None:
            return known, []
        plan = plan_visit(request.user, wish)
        taken = [one for one in plan.gaps if one.reason != "closed"]
        if not plan.days or (taken and values["all_or_nothing"]):
            message = _("There is not a place on all of these days. Nothing is booked.")
            gaps = told_gaps(plan.gaps, self.locale)
            raise RefusedProblem(message, {"gaps": gaps})
        asks = [one.ask for one in plan.days]
        done = book_visit(request.user, wish, asks, key=key, request=text)
        return done, plan.gaps


class VisitDetail(SpacesEndpoint):
    is_own = True
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    @extend_schema(
        operation_id="visits_retrieve",
        parameters=[LOCALE],
        responses={200: shapes.BookableVisitSerializer, **OWN},
    )
    def get(self, request: Request, uid: UUID) -> Response:
        """One visit with its bookings."""
        visit = seen_visit(request.user, uid)
        return Response(_told(request.user, visit, self.locale))


class VisitCancelling(SpacesEndpoint):
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    @extend_schema(
        operation_id="visits_cancel",
        parameters=[LOCALE],
        request=NothingSerializer,
        responses={200: shapes.BookableVisitSerializer, **shapes.DECIDED},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Cancels what is still to come; a second time changes nothing."""
        visit = seen_visit(request.user, uid)
        checked(NothingSerializer(data=request.data))
        cancel_visit(request.user, visit)
        return Response(_told(request.user, visit, self.locale))


def _asked(user: Any, values: Values) -> tuple[list[Ask], tuple[str, ...]]:
    items = values["items"]
    resources = seen_resources(user, {one["resource"] for one in items})
    found = []
    for one in items:
        item = {"party_size": values["party_size"], **one}
        found.append(inputs.ask_of(item, resources[one["resource"]]))
    return [one.ask for one in found], tuple(
        hint for one in found for hint in one.hints
    )


def _with_bookings(rows: Any) -> Any:
    """In `kept`, in their order."""
    own = Booking.objects.select_related("resource__space")
    own = own.order_by("starts_at", "pk")
    return rows.prefetch_related(Prefetch("bookings", queryset=own, to_attr="kept"))


def _told(user: Any, visit: Visit, locale: str) -> Body:
    rows = _with_bookings(Visit.objects.filter(pk=visit.pk))
    (body,) = told.visits(user, list(rows), locale)
    return body
