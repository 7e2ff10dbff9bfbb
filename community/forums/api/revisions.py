"""Earlier versions of a post, and what each edit changed."""

import difflib
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import parameters
from cms.core.api.endpoints import require
from cms.core.api.inputs import asked_number
from cms.core.api.schema import CURSOR, LOCALE, OWN
from cms.core.paging import page_of
from community.forums.actions import editable
from community.forums.api import shapes, told
from community.forums.api.endpoints import ForumEndpoint, seen_post
from community.forums.cards.topics import former_member
from community.forums.models import Post, PostRevision
from community.forums.permissions import can_see_revisions
from community.profiles.querysets import shown_names

MOST = 20
# No text has one; so all texts are given their names at once.
_BETWEEN = "\x00"


class PostRevisions(ForumEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("limit", "cursor")
    is_own = True

    @extend_schema(
        operation_id="posts_revisions_list",
        parameters=[
            LOCALE,
            OpenApiParameter(
                "limit", {"type": "integer", "minimum": 1, "maximum": MOST}
            ),
            CURSOR,
        ],
        responses={200: shapes.PostRevisionPageSerializer, **OWN},
    )
    def get(self, request: Request, id: int) -> Response:
        """The edits of a post, the newest first (members only)."""
        limit = asked_number(request, "limit", MOST, most=MOST)
        post = seen_post(request.user, id)
        require(can_see_revisions(request.user, post))
        rows = PostRevision.objects.filter(post=post)
        cursor = request.query_params.get("cursor", "")
        try:
            page = page_of(rows, ("-number",), cursor, limit)
        except ValidationError as wrong:
            raise parameters.cursor_problem(wrong) from wrong
        return Response(
            {
                "next": page.next or None,
                "previous": page.previous or None,
                "items": _edits(request.user, post, page.rows),
            }
        )


def _edits(user: Any, post: Post, revisions: list[Any]) -> list[dict[str, Any]]:
    if not revisions:
        return []
    raws = [_after(post, revisions[0].number), *(one.raw for one in revisions)]
    texts = editable(_BETWEEN.join(raws), user).split(_BETWEEN)
    names = shown_names(user, {one.by_id for one in revisions if one.by_id})
    return [
        {
            "number": one.number,
            "by": told.author(names.get(one.by_id or 0) or former_member()),
            "at": one.created_at,
            "raw": before,
            "diff": _difference(before, after),
        }
        for one, after, before in zip(revisions, texts, texts[1:], strict=False)
    ]


def _after(post: Post, number: int) -> str:
    """The text that an edit made."""
    later = PostRevision.objects.filter(post=post, number__gt=number).order_by("number")
    found = later.values_list("raw", flat=True).first()
    return post.raw if found is None else found


def _difference(before: str, after: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), "before", "after", lineterm=""
    )
    return "\n".join(lines)
