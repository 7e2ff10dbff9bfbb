"""Posts: windows of a topic, one post, replies, edits, taking away and back, search."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.endpoints import require
from cms.core.api.inputs import NothingSerializer, asked_number, checked
from cms.core.api.problems import StaleProblem, invalid
from cms.core.api.schema import GONE, LOCALE, PROBLEM, REFUSED
from cms.core.api.serializers import ProblemSerializer
from community.forums.actions import (
    EditedMeanwhileError,
    PostPlan,
    TopicIsClosedError,
    edit_post,
    editable,
    keep_draft,
    reply,
    restore_post,
    take_away_post,
)
from community.forums.api import inputs, shapes, told
from community.forums.api.endpoints import ForumEndpoint, seen_post, seen_topic
from community.forums.api.topics import take_away
from community.forums.cards import one_post, posts_of
from community.forums.models import Post, Topic
from community.forums.permissions import (
    can_delete,
    can_edit,
    can_reply,
    can_restore,
    can_write_in,
)

WINDOW, LARGEST_WINDOW = 20, 50  # posts


class TopicPosts(ForumEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("from", "limit")

    @extend_schema(
        operation_id="topics_posts_list",
        parameters=[
            LOCALE,
            OpenApiParameter(
                "from",
                {"type": "integer", "minimum": 1, "default": 1},
                description="Number of the first post; beyond the end: the last ones.",
            ),
            OpenApiParameter(
                "limit",
                {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": LARGEST_WINDOW,
                    "default": WINDOW,
                },
            ),
        ],
        responses=shapes.PostWindowSerializer,
    )
    def get(self, request: Request, id: int) -> Response:
        """Posts of a topic in the order of their numbers."""
        start = asked_number(request, "from", 1)
        limit = asked_number(request, "limit", WINDOW, most=LARGEST_WINDOW)
        topic = seen_topic(request.user, id)
        window = posts_of(request.user, topic, start, limit)
        return Response(
            {
                "next": window.next or None,
                "previous": window.previous or None,
                "items": [told.post(request.user, one) for one in window.cards],
                "after": [told.event(one) for one in window.after],
            }
        )

    @extend_schema(
        operation_id="topics_posts_create",
        parameters=[LOCALE],
        request=inputs.PostInputSerializer,
        responses={201: shapes.PostSerializer, 200: shapes.PostSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Answer. 200 with the post that is there when `client_id` was sent before; 409
        in a closed topic, and the text is kept as a draft."""
        topic = seen_topic(request.user, id)
        values = checked(inputs.PostInputSerializer(data=request.data))
        plan = PostPlan(
            text=values["text"],
            reply_to=values["reply_to"],
            poll=inputs.poll_of(values),
            client_id=values["client_id"],
        )
        try:
            _require_reply(request.user, topic)
            post = reply(topic, request.user, plan)
        except TopicIsClosedError:
            keep_draft(request.user, f"topic:{topic.pk}", text=plan.text)
            raise
        if post.was_sent or post.topic_id != topic.pk:
            return answer(request, post.pk)
        return told_whole(request, post, topic, 201)


def _require_reply(user: Any, topic: Topic) -> None:
    """Raises TopicIsClosedError where one could write but for that."""
    is_closed = topic.is_closed and topic.state == Topic.State.SHOWN
    if is_closed and not can_reply(user, topic) and can_write_in(user, topic.forum):
        raise TopicIsClosedError
    require(can_reply(user, topic))


class PostDetail(ForumEndpoint):
    @extend_schema(
        operation_id="posts_retrieve",
        parameters=[LOCALE],
        responses=shapes.WholePostSerializer,
    )
    def get(self, request: Request, id: int) -> Response:
        """One post; with `raw` for those who may edit it."""
        return answer(request, id)

    @extend_schema(
        operation_id="posts_update",
        parameters=[
            LOCALE,
            OpenApiParameter(
                "If-Match",
                str,
                OpenApiParameter.HEADER,
                description='`edits` of the version that was edited, as `"2"`.',
            ),
        ],
        request=inputs.PostEditSerializer,
        responses={
            200: shapes.WholePostSerializer,
            **REFUSED,
            (412, PROBLEM): ProblemSerializer,
        },
    )
    def patch(self, request: Request, id: int) -> Response:
        """Another text; the one before is kept. When somebody edited the post since,
        409 for `seen_edits` and 412 for `If-Match`."""
        post = seen_post(request.user, id)
        require(can_edit(request.user, post))
        values = checked(inputs.PostEditSerializer(data=request.data))
        matched = _if_match(request)
        seen = matched if matched is not None else values.get("seen_edits")
        if seen is None:
            raise invalid("seen_edits", _("Say which version you have edited."))
        try:
            edit_post(post, request.user, values["text"], seen_edits=seen)
        except EditedMeanwhileError as stale:
            if matched is None:
                raise
            raise StaleProblem(str(stale)) from stale
        return answer(request, id)

    @extend_schema(operation_id="posts_delete", parameters=[LOCALE], responses=GONE)
    def delete(self, request: Request, id: int) -> Response:
        """Take a post away; it can be restored. The first one takes its topic along."""
        post = seen_post(request.user, id)
        if post.number == 1:
            take_away(request.user, post.topic)
        else:
            require(can_delete(request.user, post))
            is_own = post.author_id == request.user.pk
            state = Post.State.DELETED if is_own else Post.State.HIDDEN
            take_away_post(post, request.user, state)
        return Response(status=204)


def _if_match(request: Request) -> int | None:
    """The number of edits; -1, which nothing has, for what is no such number."""
    told_tag = request.headers.get("If-Match")
    if told_tag is None:
        return None
    number = told_tag.strip().strip('"')
    is_number = number.isascii() and number.isdigit() and len(number) <= 10
    return int(number) if is_number else -1


class PostRestore(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    @extend_schema(
        operation_id="posts_restore",
        parameters=[LOCALE],
        request=NothingSerializer,
        responses={200: shapes.WholePostSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Bring back what was deleted (its author) or hidden (moderators)."""
        post = seen_post(request.user, id)
        require(can_restore(request.user, post))
        checked(NothingSerializer(data=request.data))
        restore_post(post, request.user)
        return answer(request, id)


def answer(request: Request, pk: int, status: int = 200) -> Response:
    """The post as it is now."""
    post = seen_post(request.user, pk)
    return told_whole(request, post, post.topic, status)


def told_whole(request: Request, post: Post, topic: Topic, status: int) -> Response:
    """A post of a topic from `seen_topic`, with its source for those who may edit it."""
    card = one_post(request.user, topic, post.number)
    if card is None:
        raise Http404
    whole = told.post(request.user, card)
    if "edit" in card.can:
        whole["raw"] = editable(post.raw, request.user)
    return Response(whole, status=status)
