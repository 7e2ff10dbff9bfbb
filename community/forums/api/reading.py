"""What a member has read, and how closely they follow."""

from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.endpoints import require
from cms.core.api.inputs import asked_number, checked
from cms.core.api.schema import LOCALE, OWN, REFUSED
from community.forums.actions import follow_topic, mark_read, mark_unread_from
from community.forums.api import inputs, shapes, told, topics
from community.forums.api.endpoints import ForumEndpoint, seen_topic
from community.forums.models import Topic, UserReadState
from community.forums.permissions import can_follow
from community.forums.querysets import unread_of

MOST = 99


class TopicRead(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["put", "delete", "options"]
    written: ClassVar[tuple[str, ...]] = ("number",)

    @extend_schema(
        operation_id="topics_read_replace",
        parameters=[LOCALE],
        request=inputs.ReadInputSerializer,
        responses={200: shapes.ReadingSerializer, **REFUSED},
    )
    def put(self, request: Request, id: int) -> Response:
        """Everything up to this number was read; reading goes forward only."""
        topic = seen_topic(request.user, id)
        require(can_follow(request.user))
        values = checked(inputs.ReadInputSerializer(data=request.data))
        mark_read(topic, request.user, values["number"])
        return _read_to(request, id)

    @extend_schema(
        operation_id="topics_read_delete",
        parameters=[
            LOCALE,
            OpenApiParameter(
                "number",
                {"type": "integer", "minimum": 1, "default": 1},
                description="The first post that is unread again.",
            ),
        ],
        responses={200: shapes.ReadingSerializer, **OWN},
    )
    def delete(self, request: Request, id: int) -> Response:
        """This post and all after it are unread again, and the topic is followed."""
        topic = seen_topic(request.user, id)
        require(can_follow(request.user))
        mark_unread_from(topic, request.user, asked_number(request, "number", 1))
        return _read_to(request, id)


def _read_to(request: Request, pk: int) -> Response:
    topic = seen_topic(request.user, pk)
    return Response({"read_to": topic.read_to})  # type: ignore[attr-defined]


class TopicLevel(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["put", "options"]

    @extend_schema(
        operation_id="topics_level_replace",
        parameters=[LOCALE],
        request=inputs.TopicLevelInputSerializer,
        responses={200: shapes.TopicSerializer, **REFUSED},
    )
    def put(self, request: Request, id: int) -> Response:
        """How closely the member follows this topic."""
        topic = seen_topic(request.user, id)
        require(can_follow(request.user))
        level = checked(inputs.TopicLevelInputSerializer(data=request.data))["level"]
        follow_topic(topic, request.user, told.LEVELS[level] if level else None)
        return topics.answer(request, id)


class OwnUnread(ForumEndpoint):
    is_own = True

    @extend_schema(
        operation_id="me_unread_retrieve",
        parameters=[LOCALE],
        responses={200: shapes.UnreadSerializer, **OWN},
    )
    def get(self, request: Request) -> Response:
        """How many topics are unread or new to the member; 99 stands for more, too.
        The topics are those of `topics/?view=unread` and `view=new`."""
        rows = Topic.objects.listed_for(request.user)
        since = UserReadState.objects.since(request.user)
        new = rows.new_to(request.user, since).order_by()[:MOST]
        unread = min(unread_of(request.user), MOST)
        return Response({"unread": unread, "new": new.count()})
