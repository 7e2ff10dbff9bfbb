"""Feeds of a forum (its newest topics) and of a topic (its newest posts).

They hold what visitors may read, whoever asks: programs that collect feeds log in nowhere.
Names are those that visitors see.
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.core.feeds import LENGTH, Channel, Item, answer_atom, answer_json
from community.forums.cards.posts import filled_html
from community.forums.markup import marked, plain
from community.forums.models import Forum, Post, Topic
from community.profiles.querysets import Shown, shown_names

_SUMMARY = 240  # characters
_OURS = dict(settings.LANGUAGES)


@require_safe
def forum_feed(request: HttpRequest, code: str) -> HttpResponse:
    return answer_atom(request, _of_forum(code))


@require_safe
def forum_feed_json(request: HttpRequest, code: str) -> HttpResponse:
    return answer_json(request, _of_forum(code))


@require_safe
def topic_feed(request: HttpRequest, pk: int) -> HttpResponse:
    return answer_atom(request, _of_topic(pk))


@require_safe
def topic_feed_json(request: HttpRequest, pk: int) -> HttpResponse:
    return answer_json(request, _of_topic(pk))


def _of_forum(code: str) -> Channel:
    """Raises Http404 where visitors read nothing."""
    nobody = AnonymousUser()
    forum = get_object_or_404(Forum.objects.visible_to(nobody), code=code)
    topics = Topic.objects.listed_for(nobody).filter(forum=forum)
    newest = topics.order_by("-created_at", "-id").values("pk")[:LENGTH]
    first = Post.objects.filter(topic__in=newest, number=1, state=Post.State.SHOWN)
    posts = first.select_related("topic").order_by("-created_at", "-id")
    return Channel(
        title=forum.name,
        description=forum.about,
        path=_page(reverse("forums:forum-feed", args=[code])),
        items=_items(posts, _topic_of),
    )


def _of_topic(pk: int) -> Channel:
    nobody = AnonymousUser()
    topic = get_object_or_404(Topic.objects.listed_for(nobody), pk=pk)
    shown = Post.objects.filter(topic=topic, state=Post.State.SHOWN)
    posts = shown.select_related("topic").order_by("-number")[:LENGTH]
    return Channel(
        title=topic.title,
        description=topic.excerpt,
        path=_page_of_topic(pk),
        items=_items(posts, _itself),
    )


def _topic_of(one: Post) -> tuple[str, str, str]:
    """Identity, title and page of the entry."""
    return f"topic/{one.topic_id}", one.topic.title, _page_of_topic(one.topic_id)


def _itself(one: Post) -> tuple[str, str, str]:
    title = one.topic.title if one.number == 1 else f"{one.topic.title} ({one.number})"
    return f"post/{one.pk}", title, reverse("forums:post", args=[one.pk])


def _items(
    posts: Iterable[Post], about: Callable[[Post], tuple[str, str, str]]
) -> list[Item]:
    posts = list(posts)
    people = {one.author_id for one in posts}
    for one in posts:
        people |= marked(one.html)[0]
    names = shown_names(AnonymousUser(), people - {None})
    return [_item(one, names, *about(one)) for one in posts]


def _item(
    one: Post, names: dict[int, Shown], identity: str, title: str, path: str
) -> Item:
    by = names.get(one.author_id or 0)
    html = filled_html(one.html, names)
    return Item(
        key=_key(identity),
        path=path,
        title=title,
        summary=plain(one.html)[:_SUMMARY],
        language=one.language if one.language in _OURS else "und",
        published=one.created_at,
        updated=one.edited_at or one.created_at,
        html=lambda: html,
        authors=[by.name] if by else [],
        # Names change without the post.
        version=html,
    )


def _key(identity: str) -> UUID:
    """The same as long as the site has its address, wherever the post is moved."""
    return uuid5(NAMESPACE_URL, f"{settings.SITE_URL}/{identity}")


def _page_of_topic(pk: int) -> str:
    return _page(reverse("forums:topic-feed", args=[pk]))


def _page(feed: Any) -> str:
    """The page that a feed belongs to."""
    return str(feed).removesuffix("feed/")
