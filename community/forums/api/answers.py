"""What readers say of posts: reactions, votes, which answer helped."""

from typing import Any, ClassVar

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.endpoints import require
from cms.core.api.inputs import checked
from cms.core.api.schema import LOCALE, OWN, REFUSED
from community.forums.actions import (
    accept_answer,
    react,
    take_back_reaction,
    vote,
    withdraw_answer,
)
from community.forums.api import inputs, posts, shapes, topics
from community.forums.api.endpoints import ForumEndpoint, seen_post, seen_topic
from community.forums.cards import one_post
from community.forums.models import Poll, Post
from community.forums.permissions import REACTIONS, can_accept, can_react, can_vote


class PostReaction(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["put", "delete", "options"]

    @extend_schema(
        operation_id="posts_reactions_replace",
        parameters=[LOCALE],
        request=None,
        responses={200: shapes.ReactionsSerializer, **OWN},
    )
    def put(self, request: Request, id: int, kind: str) -> Response:
        """React; a second time changes nothing."""
        post = _post(request, id, kind)
        require(can_react(request.user, post))
        react(post, request.user, kind)
        return _reactions(request, post)

    @extend_schema(
        operation_id="posts_reactions_delete",
        parameters=[LOCALE],
        responses={200: shapes.ReactionsSerializer, **OWN},
    )
    def delete(self, request: Request, id: int, kind: str) -> Response:
        """Take a reaction back; without one nothing changes."""
        post = _post(request, id, kind)
        take_back_reaction(post, request.user, kind)
        return _reactions(request, post)


def _post(request: Request, pk: int, kind: str) -> Post:
    if kind not in REACTIONS:
        raise Http404
    return seen_post(request.user, pk)


def _reactions(request: Request, post: Post) -> Response:
    card = one_post(request.user, post.topic, post.number)
    if card is None:
        raise Http404
    told: dict[str, Any] = {
        "reactions": card.post.reactions,
        "own_reactions": sorted(card.mine),
    }
    return Response(told)


class PostVote(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["put", "options"]

    @extend_schema(
        operation_id="posts_poll_vote",
        parameters=[LOCALE],
        request=inputs.VoteInputSerializer,
        responses={200: shapes.WholePostSerializer, **REFUSED},
    )
    def put(self, request: Request, id: int) -> Response:
        """Vote for these options in place of what one voted before."""
        post = seen_post(request.user, id)
        poll = Poll.objects.filter(post=post).first()
        if poll is None:
            raise Http404
        require(can_vote(request.user, post))
        values = checked(inputs.VoteInputSerializer(data=request.data))
        vote(poll, request.user, values["options"])
        return posts.answer(request, id)


class TopicSolution(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["put", "delete", "options"]

    @extend_schema(
        operation_id="topics_solution_replace",
        parameters=[LOCALE],
        request=inputs.SolutionInputSerializer,
        responses={200: shapes.TopicSerializer, **REFUSED},
    )
    def put(self, request: Request, id: int) -> Response:
        """This post answers the question."""
        topic = seen_topic(request.user, id)
        require(can_accept(request.user, topic))
        values = checked(inputs.SolutionInputSerializer(data=request.data))
        post = seen_post(request.user, values["post"])
        accept_answer(topic, request.user, post)
        return topics.answer(request, id)

    @extend_schema(
        operation_id="topics_solution_delete",
        parameters=[LOCALE],
        responses={200: shapes.TopicSerializer, **OWN},
    )
    def delete(self, request: Request, id: int) -> Response:
        """The question is open again."""
        topic = seen_topic(request.user, id)
        require(can_accept(request.user, topic))
        withdraw_answer(topic, request.user)
        return topics.answer(request, id)
