"""One topic: its posts by windows, and what is new in it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import get_current_timezone_name
from django.views.decorators.http import require_safe

from cms.core.languages import current
from community.forums.cards import (
    PostCard,
    PostWindow,
    full_window,
    posts_of,
    topic_for,
)
from community.forums.cards.topics import tags_of
from community.forums.forms import ReplyForm
from community.forums.models import Post, Reaction, Topic
from community.forums.permissions import abilities, can_write_in
from community.forums.querysets import all_forums
from community.forums.views.answers import (
    for_everybody,
    head_key,
    is_fragment,
    shown,
    topic_path,
)
from community.forums.views.rows import age_of, language_if_other

FARTHEST = 2**31 - 1
SYMBOLS = {
    "thanks": "heart",
    "agree": "thumb",
    "insight": "tip",
    "celebrate": "party",
}


@dataclass(frozen=True)
class PostView:
    """A post with what its template would otherwise have to work out."""

    card: PostCard
    lang: str
    reactions: list[tuple[str, str, str, int, bool]]
    shows: tuple | None  # its HTML is kept under this, unless it holds a form
    is_first_unread: bool = False
    is_solution: bool = False

    @property
    def is_edited_here(self) -> bool:
        """Its author and, of a wiki post, everybody finds "edit" beside it."""
        return "edit" in self.can and (self.card.is_own or self.card.post.is_wiki)

    @property
    def can(self) -> tuple[str, ...]:
        return self.card.can


@require_safe
def topic(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    try:
        found = topic_for(request.user, pk)
    except Http404:
        return redirect(topic_path(led_on(request.user, pk)))
    path = topic_path(found)
    if request.path != path:
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{path}?{query}" if query else path)
    start = start_of(request.GET.get("from", ""), found)
    context = window_context(request, found, start)
    if not is_fragment(request):
        can = context["can"]
        context |= _whole(request, found, can)
        shows = (found.title, found.excerpt, found.forum.name, "reply" in can)
        context["head_key"] = head_key(request, shows)
    return shown(request, "topic.html", context, "_window.html")


@require_safe
def newer(request: HttpRequest, pk: int) -> HttpResponse:
    """A button that loads the posts after `after`, or 204 while there are none."""
    found = _visible(request.user, pk)
    after = _number(request.GET.get("after", ""))
    number = Post.objects.filter(topic=pk, state="shown", number__gt=after).count()
    if not number or found.highest_number <= after:
        return for_everybody(request, HttpResponse(status=204))
    context = {"number": number, "path": topic_path(found), "start": after + 1}
    return shown(request, "_newer.html", context)


def window_context(request: HttpRequest, topic: Topic, start: int) -> dict[str, Any]:
    """What `_window.html` shows: the posts from this number on."""
    window = posts_of(request.user, topic, start)
    is_member = request.user.is_authenticated
    posts = post_views(topic, window.cards, is_member=is_member)
    return {
        "topic": topic,
        "window": window,
        "posts": posts,
        # (of members, each sees something else)
        "posts_show": None if is_member else _all_show(posts),
        "is_end": not window.next,
        "last_shown": _last_shown(topic, window),
        **topic_context(request, topic),
    }


def topic_context(request: HttpRequest, topic: Topic) -> dict[str, Any]:
    """What the fragments of a topic need, whichever of them is shown."""
    return {
        "topic": topic,
        "forum": topic.forum,
        "topic_path": topic_path(topic),
        "post_path": reverse("forums:post", args=[0]).removesuffix("0/"),
        "people_path": reverse("people:list"),
        "can": abilities(request.user, topic),
        "forums": all_forums(),
    }


def post_views(topic: Any, cards: list[PostCard], *, is_member: bool) -> list[PostView]:
    labels = dict(Reaction.Kind.choices)
    now, zone, here = timezone.now(), get_current_timezone_name(), current()
    first_unread = topic.read_to + 1 if topic.is_visited and topic.read_to else 0
    unread = next((c for c in cards if c.post.number >= first_unread > 0), None)
    return [
        PostView(
            card=card,
            lang=language_if_other(card.post.language, here),
            reactions=[
                (kind, str(labels[kind]), SYMBOLS[kind], number, kind in card.mine)
                for kind, number in card.post.reactions.items()
                if number and kind in labels
            ],
            shows=_shows(topic, card, is_member, now, zone),
            is_first_unread=card is unread,
            is_solution=card.post.pk == topic.solution_id,
        )
        for card in cards
    ]


def _all_show(posts: list[PostView]) -> tuple | None:
    """All posts are kept as one where each is, and nothing stands between them."""
    if any(
        one.shows is None or one.card.before or one.is_first_unread for one in posts
    ):
        return None
    return tuple(one.shows for one in posts)


def _shows(
    topic: Topic, card: PostCard, is_member: bool, now: datetime, zone: str
) -> tuple | None:
    """All that `_post.html` writes of a post; two readers for whom this is the same read
    the same. A poll is told anew each time."""
    post, author = card.post, card.author
    if card.poll:
        return None
    return (
        *(post.pk, post.number, post.state, post.is_wiki, post.edit_count),
        *(post.reply_to, post.language, *sorted(post.reactions.items())),
        blake2b(card.html.encode(), digest_size=16).digest(),
        *(author.name, author.slug, author.is_named, is_member, card.can),
        *(*sorted(card.mine), card.is_own, card.is_blocked, topic.pk, topic.slug),
        *(topic.author_id == post.author_id, topic.solution_id == post.pk),
        *(post.created_at, age_of(post.created_at, now), zone),
    )


def start_of(asked: str, topic: Any) -> int:
    """The number from which on posts are shown; nonsense means the beginning."""
    if asked == "last":
        return full_window(topic, topic.highest_number)
    if asked == "unread":
        return full_window(topic, topic.read_to + 1)
    return max(1, _number(asked))


def _whole(request: Any, topic: Any, can: list[str]) -> dict[str, Any]:
    """What stands around the posts."""
    draft = topic.draft_text or ""
    unread = topic.highest_number - topic.read_to if topic.read_to else 0
    about = {
        "tags": tags_of(topic),
        "lang": language_if_other(topic.language),
        "unread": max(0, unread) if topic.is_visited else 0,
    }
    return {
        **about,
        **(reply_context(topic, draft) if "reply" in can else {}),
        "head_tells": (
            *(topic.pk, topic.slug, topic.title, topic.state, topic.kind),
            *(topic.is_pinned, topic.is_closed, topic.slow_seconds > 0),
            *(topic.solution_id or 0, topic.forum.name, topic.forum.network.name),
            *(request.user.is_authenticated, *can, *about.values()),
        ),
        "reactions": [
            (kind, label, SYMBOLS[kind]) for kind, label in Reaction.Kind.choices
        ],
        "is_outside": not can_write_in(request.user, topic.forum),
    }


def reply_context(topic: Topic, draft: str = "") -> dict[str, Any]:
    """What `_reply_form.html` needs before anything was sent. Without a draft it is made
    once for all topics and members, and its form with it (so that is made lazily)."""
    return {
        "form": SimpleLazyObject(lambda: ReplyForm(initial={"text": draft})),
        "is_draft": bool(draft),
        "reply_shows": "" if draft else "empty",
        "client_id": str(uuid.uuid4()),
        "poll_shows": "nothing",
        **reply_places(topic),
    }


def reply_places(topic: Topic) -> dict[str, str]:
    """Where the editor of an answer sends to."""
    return {
        "draft_key": f"topic:{topic.pk}",
        "reply_path": reverse("forums:reply", args=[topic.pk]),
        "mention_path": reverse("forums:people", args=[topic.pk]),
    }


def led_on(user: Any, pk: int) -> Topic:
    """What a merged topic is a part of now; Http404 where the reader does not see it."""
    for _step in range(10):
        rows = Topic.objects.filter(pk=pk, state=Topic.State.MERGED)
        target = rows.values_list("merged_into", flat=True).first()
        if target is None:
            return _visible(user, pk)
        pk = target
    raise Http404


def _visible(user: Any, pk: int) -> Topic:
    found: Topic | None = Topic.objects.visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _last_shown(topic: Topic, window: PostWindow) -> int:
    return window.last if window.next else topic.highest_number


def _number(text: str) -> int:
    return min(int(text), FARTHEST) if text.isdecimal() and len(text) < 12 else 0
