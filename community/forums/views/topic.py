"""One topic: its posts by windows, and what is new in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from community.forums.cards import (
    PostCard,
    PostWindow,
    full_window,
    posts_of,
    topic_for,
)
from community.forums.cards.topics import tags_of
from community.forums.forms import ReplyForm
from community.forums.models import Draft, Level, Post, Reaction, Topic
from community.forums.permissions import abilities, can_write_in
from community.forums.querysets import all_forums
from community.forums.views.answers import (
    digest,
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
    shows: str | None  # its HTML is kept under this, unless it holds a form
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
        context |= _whole(request, found)
        shows = (found.title, found.excerpt, found.forum.name, bool(context["form"]))
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
    posts = post_views(topic, window.cards)
    return {
        "topic": topic,
        "window": window,
        "posts": posts,
        # (of members, each sees something else)
        "posts_show": None if request.user.is_authenticated else _all_show(posts),
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


def post_views(topic: Any, cards: list[PostCard]) -> list[PostView]:
    labels = dict(Reaction.Kind.choices)
    now = timezone.now()
    first_unread = topic.read_to + 1 if topic.is_visited and topic.read_to else 0
    unread = next((c for c in cards if c.post.number >= first_unread > 0), None)
    return [
        PostView(
            card=card,
            lang=language_if_other(card.post.language),
            reactions=[
                (kind, str(labels[kind]), SYMBOLS[kind], number, kind in card.mine)
                for kind, number in card.post.reactions.items()
                if number and kind in labels
            ],
            shows=_shows(topic, card, now),
            is_first_unread=card is unread,
            is_solution=card.post.pk == topic.solution_id,
        )
        for card in cards
    ]


def _all_show(posts: list[PostView]) -> str | None:
    """All posts are kept as one where each is, and nothing stands between them."""
    if any(
        one.shows is None or one.card.before or one.is_first_unread for one in posts
    ):
        return None
    return digest([one.shows for one in posts])


def _shows(topic: Topic, card: PostCard, now: datetime) -> str | None:
    """A poll has a token of the session in its form, and is told anew each time."""
    post = card.post
    if card.poll:
        return None
    return digest(
        *(post.pk, post.number, post.state, post.is_wiki, post.edit_count),
        *(post.reply_to, post.language, sorted(post.reactions.items()), card.html),
        *(card.author, card.can, sorted(card.mine), card.is_own, card.is_blocked),
        *(topic.pk, topic.author_id == post.author_id, topic.solution_id == post.pk),
        *(post.created_at.timestamp(), age_of(post.created_at, now)),
    )


def start_of(asked: str, topic: Any) -> int:
    """The number from which on posts are shown; nonsense means the beginning."""
    if asked == "last":
        return full_window(topic, topic.highest_number)
    if asked == "unread":
        return full_window(topic, topic.read_to + 1)
    return max(1, _number(asked))


def _whole(request: Any, topic: Any) -> dict[str, Any]:
    """What stands around the posts."""
    is_member = request.user.is_authenticated
    can_reply = is_member and "reply" in abilities(request.user, topic)
    draft = _draft(request.user, topic) if can_reply else ""
    return {
        "tags": tags_of(topic),
        "lang": language_if_other(topic.language),
        "levels": Level.choices,
        "reactions": [
            (kind, label, SYMBOLS[kind]) for kind, label in Reaction.Kind.choices
        ],
        "form": ReplyForm(initial={"text": draft}) if can_reply else None,
        "is_draft": bool(draft),
        "poll_shows": "nothing",
        "draft_key": f"topic:{topic.pk}",
        "is_outside": not can_write_in(request.user, topic.forum),
        "unread": max(0, topic.highest_number - topic.read_to)
        if topic.is_visited and topic.read_to
        else 0,
    }


def _draft(user: Any, topic: Topic) -> str:
    drafts = Draft.objects.visible_to(user).filter(key=f"topic:{topic.pk}")
    return drafts.values_list("raw", flat=True).first() or ""


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
