"""What moderators do to topics and posts: one address for each verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import URLPattern, path
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.endpoints import require
from cms.core.api.inputs import NothingSerializer, StrictSerializer, checked
from cms.core.api.schema import LOCALE, REFUSED
from community.forums import actions
from community.forums.api import inputs, posts, shapes, topics
from community.forums.api.endpoints import (
    ForumEndpoint,
    seen_forum,
    seen_post,
    seen_topic,
)
from community.forums.models import Forum, Post, Topic
from community.forums.permissions import can_moderate

Values = dict[str, Any]


@dataclass(frozen=True)
class Verb:
    """`do(topic, user, values)` gives the topic that the answer tells of."""

    name: str
    words: str
    takes: type[StrictSerializer]
    do: Callable[[Topic, Any, Values], Topic | None]


def _close(topic: Topic, user: Any, values: Values) -> None:
    actions.close_topic(topic, user, values["reason"])


def _open(topic: Topic, user: Any, values: Values) -> None:
    actions.open_topic(topic, user)


def _pin(topic: Topic, user: Any, values: Values) -> None:
    actions.pin_topic(topic, user)


def _unpin(topic: Topic, user: Any, values: Values) -> None:
    actions.unpin_topic(topic, user)


def _slow(topic: Topic, user: Any, values: Values) -> None:
    actions.slow_topic(topic, user, values["seconds"])


def _move(topic: Topic, user: Any, values: Values) -> None:
    actions.move_topic(topic, user, _target(user, values["forum"]))


def _split(topic: Topic, user: Any, values: Values) -> Topic:
    code = values.get("forum", topic.forum.code)
    forum, title = _target(user, code), values["title"]
    return actions.split_topic(topic, user, values["posts"], title=title, forum=forum)


def _merge(topic: Topic, user: Any, values: Values) -> Topic:
    into = seen_topic(user, values["into"])
    require(can_moderate(user, into.forum))
    return actions.merge_topics(topic, user, into)


def _hide(topic: Topic, user: Any, values: Values) -> None:
    actions.take_away_topic(topic, user, Topic.State.HIDDEN, values["reason"])


def _target(user: Any, code: str) -> Forum:
    """Who moves a topic moderates where it comes from and where it goes."""
    forum = seen_forum(user, code)
    require(can_moderate(user, forum))
    return forum


VERBS = (
    Verb("close", "Nobody answers any more.", inputs.ReasonSerializer, _close),
    Verb("open", "Members answer again.", NothingSerializer, _open),
    Verb(
        "pin",
        "It stands above the others of its forum.",
        NothingSerializer,
        _pin,
    ),
    Verb("unpin", "It stands among the others.", NothingSerializer, _unpin),
    Verb("slow", "Time between two posts of a member.", inputs.SlowSerializer, _slow),
    Verb(
        "move",
        "To another forum that one moderates, too.",
        inputs.MoveSerializer,
        _move,
    ),
    Verb(
        "split",
        "Posts go into a new topic; the answer tells of that one.",
        inputs.SplitSerializer,
        _split,
    ),
    Verb(
        "merge",
        "All posts go behind those of another topic; the answer tells of that one.",
        inputs.MergeSerializer,
        _merge,
    ),
    Verb(
        "hide",
        "Seen by its author and by moderators alone.",
        inputs.ReasonSerializer,
        _hide,
    ),
)


def routes() -> list[URLPattern]:
    """An address for each verb."""
    found = [
        path(f"topics/<int:id>/{verb.name}/", _view(verb), name=f"topic-{verb.name}")
        for verb in VERBS
    ]
    return [*found, path("posts/<int:id>/hide/", PostHide.as_view(), name="post-hide")]


def _view(verb: Verb) -> Any:
    class TopicVerb(ForumEndpoint):
        http_method_names: ClassVar[list[str]] = ["post", "options"]

        @extend_schema(
            operation_id=f"topics_{verb.name}",
            description=f"{verb.words} For those who moderate there.",
            parameters=[LOCALE],
            request=verb.takes,
            responses={200: shapes.TopicSerializer, **REFUSED},
        )
        def post(self, request: Request, id: int) -> Response:
            topic = seen_topic(request.user, id)
            require(can_moderate(request.user, topic.forum))
            values = checked(verb.takes(data=request.data))
            found = verb.do(topic, request.user, values)
            return topics.answer(request, found.pk if found else id)

    return TopicVerb.as_view()


class PostHide(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    @extend_schema(
        operation_id="posts_hide",
        parameters=[LOCALE],
        request=inputs.ReasonSerializer,
        responses={200: shapes.WholePostSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Seen by its author and by moderators alone. The first post cannot go without
        its topic."""
        post = seen_post(request.user, id)
        require(can_moderate(request.user, post.topic.forum))
        values = checked(inputs.ReasonSerializer(data=request.data))
        state = Post.State.HIDDEN
        actions.take_away_post(post, request.user, state, values["reason"])
        return posts.answer(request, id)
