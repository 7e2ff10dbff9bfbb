"""Topics: lists, one topic, starting one, a new title, taking it away and back."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import parameters
from cms.core.api.endpoints import require
from cms.core.api.inputs import NothingSerializer, asked_choice, checked
from cms.core.api.problems import invalid
from cms.core.api.schema import CURSOR, GONE, LIMIT, LOCALE, REFUSED
from cms.core.languages import CODES
from community.forums.actions import (
    TopicPlan,
    classify_topic,
    rename_topic,
    restore_topic,
    start_topic,
    take_away_topic,
)
from community.forums.api import inputs, shapes, told
from community.forums.api.endpoints import ForumEndpoint, seen_forum, seen_topic
from community.forums.cards import topics_for
from community.forums.cards.topics import VIEWS, TopicQuestion, tags_of
from community.forums.models import Topic
from community.forums.permissions import (
    can_delete_topic,
    can_restore_topic,
    can_retitle,
    can_start_topic,
)
from community.forums.querysets import all_forums, rooms_of

LANGUAGES = (*CODES, "other")
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,200}\Z")
FILTERS = [
    OpenApiParameter(
        "view", str, enum=VIEWS, description="The last two are for members."
    ),
    OpenApiParameter("forum", str, description="Code of a forum."),
    OpenApiParameter("network", str, description="Code of a network."),
    OpenApiParameter(
        "language",
        {"type": "array", "items": {"type": "string", "enum": list(LANGUAGES)}},
        description="One of them; topics whose language is not known belong to all.",
    ),
    OpenApiParameter("kind", str, enum=Topic.Kind.values),
    OpenApiParameter("tag", str, description="Slug of a skill."),
    OpenApiParameter(
        "unsolved",
        str,
        enum=["true"],
        description="Questions without an accepted answer.",
    ),
]


class TopicList(ForumEndpoint):
    parameters: ClassVar[tuple[str, ...]] = (
        *("view", "forum", "network", "language", "kind", "tag", "unsolved"),
        *("limit", "cursor"),
    )

    @extend_schema(
        operation_id="topics_list",
        parameters=[LOCALE, *FILTERS, LIMIT, CURSOR],
        responses=shapes.TopicPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Topics, the last answered first; in `new` the last started first."""
        asked, limit = _question(request), parameters.asked_limit(request)
        cursor = request.query_params.get("cursor", "")
        try:
            found = topics_for(request.user, asked, cursor, limit)
        except ValidationError as wrong:
            raise parameters.cursor_problem(wrong) from wrong
        return Response(
            {
                "next": found.paging.next or None,
                "previous": found.paging.previous or None,
                "pinned": [told.topic(request.user, one) for one in found.pinned],
                "items": [told.topic(request.user, one) for one in found.cards],
            }
        )

    @extend_schema(
        operation_id="topics_create",
        parameters=[LOCALE],
        request=inputs.TopicInputSerializer,
        responses={201: shapes.TopicSerializer, 200: shapes.TopicSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Start a topic. 200 with the topic that is there when `client_id` was sent
        before."""
        values = checked(inputs.TopicInputSerializer(data=request.data))
        forum = seen_forum(request.user, values["forum"])
        require(can_start_topic(request.user, forum, values["kind"]))
        plan = TopicPlan(
            title=values["title"],
            text=values["text"],
            kind=values["kind"],
            tags=values["tags"],
            poll=inputs.poll_of(values),
            client_id=values["client_id"],
        )
        topic = start_topic(forum, request.user, plan)
        return answer(request, topic.pk, 200 if topic.was_sent else 201)


class TopicDetail(ForumEndpoint):
    @extend_schema(
        operation_id="topics_retrieve",
        parameters=[LOCALE],
        responses=shapes.TopicSerializer,
    )
    def get(self, request: Request, id: int) -> Response:
        """One topic; its posts are at `topics/{id}/posts/`."""
        return answer(request, id)

    @extend_schema(
        operation_id="topics_update",
        parameters=[LOCALE],
        request=inputs.TopicEditSerializer(partial=True),
        responses={200: shapes.TopicSerializer, **REFUSED},
    )
    def patch(self, request: Request, id: int) -> Response:
        """Another title, kind or other tags."""
        topic = seen_topic(request.user, id)
        require(can_retitle(request.user, topic))
        form = inputs.TopicEditSerializer(data=request.data, partial=True)
        values = checked(form)
        kind = values.get("kind", topic.kind)
        allowed = kind == topic.kind or can_start_topic(request.user, topic.forum, kind)
        require(allowed)
        if "title" in values:
            rename_topic(topic, request.user, values["title"])
        if "kind" in values or "tags" in values:
            tags = values.get("tags", [slug for slug, _label in tags_of(topic)])
            classify_topic(topic, kind, tags)
        return answer(request, id)

    @extend_schema(operation_id="topics_delete", parameters=[LOCALE], responses=GONE)
    def delete(self, request: Request, id: int) -> Response:
        """Take a topic away; its author until somebody answered, moderators always.
        It can be restored."""
        take_away(request.user, seen_topic(request.user, id))
        return Response(status=204)


class TopicRestore(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    @extend_schema(
        operation_id="topics_restore",
        parameters=[LOCALE],
        request=NothingSerializer,
        responses={200: shapes.TopicSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Bring back what was deleted (its author) or hidden (moderators)."""
        topic = seen_topic(request.user, id)
        require(can_restore_topic(request.user, topic))
        checked(NothingSerializer(data=request.data))
        restore_topic(topic, request.user)
        return answer(request, id)


def answer(request: Request, pk: int, status: int = 200) -> Response:
    """The topic as it is now."""
    topic = seen_topic(request.user, pk)
    return Response(told.whole_topic(request.user, topic), status=status)


def take_away(user: Any, topic: Topic) -> None:
    """Somebody else's is hidden, so that its author cannot bring it back."""
    require(can_delete_topic(user, topic))
    is_own = topic.author_id == user.pk
    state = Topic.State.DELETED if is_own else Topic.State.HIDDEN
    take_away_topic(topic, user, state)


# What is asked of the list ------------------------------------------------------------------


def _question(request: Request) -> TopicQuestion:
    view = asked_choice(request, "view", VIEWS, "latest")
    if view != "latest" and not request.user.is_authenticated:
        raise NotAuthenticated
    unsolved = asked_choice(request, "unsolved", ("true",))
    return TopicQuestion(
        view=view,
        forums=_forums(request),
        languages=_languages(request),
        kind=asked_choice(request, "kind", Topic.Kind.values),
        tag=_tag(request),
        is_unsolved=unsolved == "true",
    )


def _forums(request: Request) -> Sequence[int] | None:
    """Those that are named; Http404 for what the asker does not read."""
    asked = request.query_params
    if "forum" not in asked and "network" not in asked:
        return None
    readable = set(rooms_of(request.user).readable)
    found = [
        pk
        for pk, one in all_forums().items()
        if pk in readable
        and asked.get("forum", one.code) == one.code
        and asked.get("network", one.network.code) == one.network.code
    ]
    if not found:
        raise Http404
    return found


def _languages(request: Request) -> list[str]:
    asked = [one for one in request.query_params.getlist("language") if one]
    if not set(asked) <= set(LANGUAGES):
        message = _("Unknown language. Known ones: %(codes)s.")
        raise invalid("language", message % {"codes": ", ".join(LANGUAGES)})
    return asked


def _tag(request: Request) -> str:
    slug: str = request.query_params.get("tag", "")
    if slug and not _SLUG.match(slug):
        raise invalid("tag", _("There is no tag “%(slug)s”.") % {"slug": slug[:50]})
    return slug
