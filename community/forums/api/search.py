"""Posts that hold certain words."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import parameters
from cms.core.api.problems import invalid
from cms.core.api.schema import CURSOR, LIMIT, LOCALE
from community.forums.api import shapes, told
from community.forums.api.endpoints import ForumEndpoint
from community.forums.cards.search import LONGEST_QUERY, found_posts
from community.forums.cards.topics import former_member
from community.forums.markup import plain
from community.forums.permissions import post_abilities
from community.profiles.querysets import shown_names

EXCERPT = 240  # characters


class PostSearch(ForumEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("q", "limit", "cursor")

    @extend_schema(
        operation_id="posts_search",
        parameters=[
            LOCALE,
            OpenApiParameter("q", str, description="Beginnings of words, all of them."),
            LIMIT,
            CURSOR,
        ],
        responses=shapes.FoundPostPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Posts with these words, of the newest 500 the best first."""
        text = request.query_params.get("q", "")
        if len(text) > LONGEST_QUERY:
            message = _("Give at most %(number)s characters.")
            raise invalid("q", message % {"number": LONGEST_QUERY})
        limit, cursor = (
            parameters.asked_limit(request),
            request.query_params.get("cursor", ""),
        )
        try:
            page = found_posts(request.user, text, cursor, limit)
        except ValidationError as wrong:
            raise parameters.cursor_problem(wrong) from wrong
        names = shown_names(
            request.user, {one.author_id for one in page.rows if one.author_id}
        )
        return Response(
            {
                "next": page.next or None,
                "previous": page.previous or None,
                "items": [_found(request.user, one, names) for one in page.rows],
            }
        )


def _found(user: Any, one: Any, names: dict[int, Any]) -> dict[str, Any]:
    return {
        "id": one.pk,
        "number": one.number,
        "topic": one.topic_id,
        "title": one.topic.title,
        "forum": one.topic.forum.code,
        "author": told.author(names.get(one.author_id or 0) or former_member()),
        "language": one.language,
        "created_at": one.created_at,
        "excerpt": plain(one.html)[:EXCERPT],
        "can": post_abilities(user, one),
    }
