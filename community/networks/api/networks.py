"""Networks, who is in them, and one's place in one. The answer depends on who asks."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import parameters
from cms.core.api.schema import LOCALE
from cms.core.paging import page_of
from community.networks.api import shapes
from community.networks.cards import (
    fellows_for,
    fellows_page,
    in_charge_of,
    with_roles,
)
from community.networks.models import Network
from community.networks.permissions import (
    can_see_members,
    standing_of,
    standings_of,
)
from community.profiles.api import person_shapes
from community.profiles.api.directory import PAGING, REFUSED, PeopleEndpoint
from community.profiles.cards import PersonCard
from community.profiles.filters import MAX_QUERY_LENGTH
from community.profiles.querysets.pages import MOST_COUNTED

ORDER = ("position", "code")
LIST_PAGING = [one for one in PAGING if one.name != "sort"]
WORDS = OpenApiParameter(
    "q", str, description="Beginnings of words: name, occupation, skill or place."
)


def network_called(code: str) -> Network:
    """Raises Http404."""
    found = Network.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


class NetworkList(PeopleEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("locale", "limit", "cursor")

    @extend_schema(
        operation_id="networks_list",
        parameters=[LOCALE, *LIST_PAGING],
        responses=shapes.NetworkPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """All networks in their order, with what the asker may do in each."""
        limit = parameters.asked_limit(request)
        cursor = request.query_params.get("cursor", "")
        networks = Network.objects.visible_to(request.user)
        try:
            page = page_of(networks, ORDER, cursor, limit)
        except ValidationError as wrong:
            raise parameters.cursor_problem(wrong) from wrong
        standings = standings_of(request.user, page.rows)
        return Response(
            {
                "next": page.next or None,
                "previous": page.previous or None,
                "items": [
                    shapes.network(request.user, one, standings[one.pk], self.locale)
                    for one in page.rows
                ],
            }
        )


class NetworkDetail(PeopleEndpoint):
    @extend_schema(
        operation_id="networks_retrieve",
        parameters=[LOCALE],
        responses=shapes.NetworkDetailSerializer,
    )
    def get(self, request: Request, code: str) -> Response:
        """One network, with those in charge as far as they show themselves."""
        one = network_called(code)
        standing = standing_of(request.user, one)
        codes = one.occupations.order_by("code").values_list("code", flat=True)
        content = {
            **shapes.network(request.user, one, standing, self.locale),
            "occupations": list(codes),
            "in_charge": [
                {"role": found.role, "person": shapes.person(found.person)}
                for found in in_charge_of(one, request.user)
            ],
        }
        return Response(content)


class NetworkMembers(PeopleEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("locale", "q", "limit", "cursor")

    @extend_schema(
        operation_id="networks_members",
        parameters=[LOCALE, WORDS, *LIST_PAGING],
        responses={200: shapes.FellowsSerializer, **REFUSED},
    )
    def get(self, request: Request, code: str) -> Response:
        """Members of the directory, as far as the asker may see them; for members.

        Fellow members see what is shown to "members of my networks".
        """
        network = network_called(code)
        if not request.user.is_authenticated:
            raise NotAuthenticated
        if not can_see_members(request.user, network):
            raise PermissionDenied
        limit = parameters.asked_limit(request)
        text = request.query_params.get("q", "")[:MAX_QUERY_LENGTH]
        fellows = fellows_for(request.user, network).called(text)
        try:
            page = fellows_page(fellows, request.query_params.get("cursor", ""), limit)
        except ValidationError as wrong:
            raise parameters.cursor_problem(wrong) from wrong
        people = with_roles(network, [PersonCard(one) for one in page.rows])
        return Response(
            {
                "total": min(fellows.count(), MOST_COUNTED),
                "next": page.next or None,
                "previous": page.previous or None,
                "items": [self._fellow(card, row) for card, row in people],
            }
        )

    def _fellow(self, card: PersonCard, membership: Any) -> dict[str, Any]:
        return {
            "role": membership.role,
            "joined": membership.joined_at,
            "person": person_shapes.card(card.content, self.locale),
        }
