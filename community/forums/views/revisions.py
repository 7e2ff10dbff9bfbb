"""Earlier versions of a post."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from community.forums.cards.topics import former_member
from community.forums.markup import MENTION
from community.forums.models import Post, PostRevision
from community.forums.permissions import can_see_revisions
from community.forums.views.answers import insist, members_only, shown
from community.forums.views.differences import difference
from community.forums.views.posts import place_of, post_for
from community.profiles.querysets import Shown, shown_names

MOST = 20


@dataclass(frozen=True)
class Change:
    revision: PostRevision
    by: Shown
    html: SafeString


@members_only
@require_safe
def revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """What each edit changed, the newest first."""
    post = post_for(request.user, pk)
    insist(can_see_revisions(request.user, post))
    found = list(PostRevision.objects.filter(post=post).order_by("-number")[:MOST])
    context = {
        "post": post,
        "topic": post.topic,
        "changes": _changes(request.user, post, found),
        "most": MOST if post.edit_count > MOST else 0,
        "back": place_of(post),
    }
    return shown(request, "revisions.html", context)


def _changes(user: Any, post: Post, found: list[PostRevision]) -> list[Change]:
    texts = [post.raw, *(one.raw for one in found)]
    members = {int(n) for text in texts for n in MENTION.findall(text)}
    names = shown_names(user, members | {one.by_id for one in found} - {None})
    told = [_with_names(text, names) for text in texts]
    return [
        Change(
            one,
            names.get(one.by_id or 0) or former_member(),
            difference(told[place + 1], told[place]),
        )
        for place, one in enumerate(found)
    ]


def _with_names(text: str, names: dict[int, Shown]) -> str:
    return MENTION.sub(
        lambda m: f"@{(names.get(int(m[1])) or former_member()).name}", text
    )
