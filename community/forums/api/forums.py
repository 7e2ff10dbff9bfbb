"""Forums that the asker reads, and how closely a member follows them."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.endpoints import require
from cms.core.api.inputs import checked
from cms.core.api.schema import LOCALE, REFUSED
from community.forums.actions import follow_forum
from community.forums.api import inputs, shapes, told
from community.forums.api.endpoints import ForumEndpoint, seen_forum
from community.forums.cards import forum_cards
from community.forums.permissions import can_follow


class ForumList(ForumEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("network",)

    @extend_schema(
        operation_id="forums_list",
        parameters=[
            LOCALE,
            OpenApiParameter("network", str, description="Code of a network."),
        ],
        responses=shapes.ForumListSerializer,
    )
    def get(self, request: Request) -> Response:
        """All forums that the asker reads, in the order of their networks."""
        found = forum_cards(request.user)
        network = request.query_params.get("network")
        if network is not None:
            found = [one for one in found if one.network.code == network]
        levels = told.forum_levels(request.user)
        return Response(
            {"items": [told.forum(request.user, one, levels) for one in found]}
        )


class ForumDetail(ForumEndpoint):
    @extend_schema(
        operation_id="forums_retrieve",
        parameters=[LOCALE],
        responses=shapes.ForumSerializer,
    )
    def get(self, request: Request, code: str) -> Response:
        """One forum."""
        return Response(_answer(request, code))


class ForumLevel(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["put", "options"]

    @extend_schema(
        operation_id="forums_level_replace",
        parameters=[LOCALE],
        request=inputs.LevelInputSerializer,
        responses={200: shapes.ForumSerializer, **REFUSED},
    )
    def put(self, request: Request, code: str) -> Response:
        """How closely the member follows topics here that they decided nothing about."""
        forum = seen_forum(request.user, code)
        require(can_follow(request.user))
        values = checked(inputs.LevelInputSerializer(data=request.data))
        follow_forum(forum, request.user, told.LEVELS[values["level"]])
        return Response(_answer(request, code))


def _answer(request: Request, code: str) -> dict[str, Any]:
    levels = told.forum_levels(request.user)
    return told.forum(request.user, seen_forum(request.user, code), levels)
