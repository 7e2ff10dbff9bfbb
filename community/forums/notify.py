"""What happened in a forum, and to whom it matters. Always on commit.

Each function hands a `Happening` to those who have said that they listen
(`settings.HAPPENINGS`, dotted paths of functions that take one); bell and mails are theirs.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from community.accounts.models import Block, User
from community.forums.models import ForumUser, Level, Post, TopicUser


@dataclass(frozen=True)
class Happening:
    """`kind`: 'mentioned', 'quoted', 'replied', 'posted', 'reacted', 'solved', 'hidden',
    'moved'. `to`: numbers of members, never the actor, nobody who blocked the actor."""

    kind: str
    actor: int | None
    topic: int
    post: int | None
    to: frozenset[int]
    detail: str = ""


def posted(post: Post) -> None:
    """A new post: each member is told once, of what concerns them most."""
    transaction.on_commit(lambda: _tell_of_post(post))


def reacted(post: Post, by: User, kind: str) -> None:
    transaction.on_commit(lambda: _tell("reacted", by, post, {post.author_id}, kind))


def solved(post: Post, by: User) -> None:
    """An answer was accepted: its author and who follows the question."""
    transaction.on_commit(
        lambda: _tell("solved", by, post, {post.author_id} | _followers(post))
    )


def hidden(post: Post, by: User, reason: str) -> None:
    transaction.on_commit(lambda: _tell("hidden", by, post, {post.author_id}, reason))


def moved(post: Post, by: User) -> None:
    """A topic went to another forum: its author."""
    transaction.on_commit(lambda: _tell("moved", by, post, {post.author_id}))


def _tell_of_post(post: Post) -> None:
    if not _listeners():
        return
    told: set[Any] = {post.author_id}
    quoted = {int(by) for by in post.refs.get("quotes", {}).values()}
    answered = Post.objects.filter(topic=post.topic_id, number=post.reply_to or 0)
    steps = (
        ("mentioned", set(post.refs.get("members", []))),
        ("quoted", quoted),
        ("replied", set(answered.values_list("author", flat=True))),
        ("posted", watchers(post)),
    )
    for kind, members in steps:
        _tell(kind, post.author, post, members - told)
        told |= members


def watchers(post: Post) -> set[int]:
    """Who wants to be told of every post here: those who watch the topic, and those who
    watch its forum and decided nothing else about the topic."""
    decided = TopicUser.objects.filter(topic=post.topic_id, level__isnull=False)
    levels = dict(decided.values_list("user", "level"))
    forum = ForumUser.objects.filter(forum=post.topic.forum_id, level=Level.WATCH)
    watching = {user for user, level in levels.items() if level == Level.WATCH}
    return watching | (set(forum.values_list("user", flat=True)) - set(levels))


def _followers(post: Post) -> set[int]:
    rows = TopicUser.objects.filter(topic=post.topic_id, level__gte=Level.FOLLOW)
    return set(rows.values_list("user", flat=True))


def _tell(
    kind: str, by: User | None, post: Post, members: set[Any], detail: str = ""
) -> None:
    actor = by.pk if by else None
    wanted = {one for one in members if one and one != actor}
    if not wanted or not _listeners():
        return
    if actor:
        blocks = Block.objects.filter(blocked=actor, by__in=wanted)
        wanted -= set(blocks.values_list("by", flat=True))
    happening = Happening(
        kind, actor, post.topic_id, post.pk, frozenset(wanted), detail
    )
    for listen in _listeners():
        listen(happening)


@cache
def _listeners() -> tuple[Any, ...]:
    return tuple(import_string(path) for path in settings.HAPPENINGS)
