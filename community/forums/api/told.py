"""Forums, topics and posts as members of JSON, each with what the reader `can` do."""

from typing import Any

from community.forums.actions import is_open
from community.forums.cards import PostCard, TopicCard
from community.forums.cards.posts import EventCard, PollCard
from community.forums.cards.topics import former_member, tags_of
from community.forums.models import Forum, ForumUser, Level, Post, Topic
from community.forums.permissions import (
    abilities,
    can_follow,
    can_moderate,
    can_start_topic,
    can_vote,
)
from community.profiles.querysets import Shown, shown_names

Members = dict[str, Any]
LEVELS = {one.name.lower(): one for one in Level}
_NAMES = {one.value: name for name, one in LEVELS.items()}


def author(who: Shown) -> Members:
    return {"name": who.name, "slug": who.slug, "is_named": who.is_named}


def forum_levels(user: Any) -> dict[int, int]:
    """How closely a member follows forums, by their numbers; one statement."""
    if not user.is_authenticated:
        return {}
    return dict(ForumUser.objects.filter(user=user.pk).values_list("forum", "level"))


def forum(user: Any, one: Forum, levels: dict[int, int]) -> Members:
    asked = {
        "start": can_start_topic(user, one),
        "announce": can_start_topic(user, one, Topic.Kind.ANNOUNCEMENT),
        "follow": can_follow(user),
        "moderate": can_moderate(user, one),
    }
    level = levels.get(one.pk, Level.NORMAL) if user.is_authenticated else None
    return {
        "code": one.code,
        "name": one.name,
        "about": one.about,
        "network": {"code": one.network.code, "name": one.network.name},
        "is_public": one.network.is_public,
        "is_closed": one.is_closed,
        "topics": one.topic_count,
        "posts": one.post_count,
        "last_posted_at": one.last_posted_at,
        "level": level_name(level),
        "can": [name for name, is_allowed in asked.items() if is_allowed],
    }


def level_name(level: int | None) -> str | None:
    return None if level is None else _NAMES[level]


def topic(user: Any, card: TopicCard) -> Members:
    one: Any = card.topic
    return {
        "id": one.pk,
        "forum": card.forum.code,
        "network": card.forum.network.code,
        "title": one.title,
        "kind": one.kind,
        "language": one.language,
        "state": one.state,
        "is_pinned": one.is_pinned,
        "is_closed": one.is_closed,
        "slow_seconds": one.slow_seconds,
        "tags": [{"slug": slug, "label": label} for slug, label in card.tags],
        "author": author(card.author),
        "last_post_by": author(card.last_by),
        "created_at": one.created_at,
        "last_posted_at": one.last_posted_at,
        "excerpt": one.excerpt,
        "posts": one.post_count,
        "reactions": one.reaction_count,
        "highest_number": one.highest_number,
        "solution": one.solution_id,
        "read_to": card.read_to,
        "unread": card.unread,
        "level": level_name(one.own_level),
        "can": abilities(user, one),
    }


def whole_topic(user: Any, one: Any) -> Members:
    """A topic of `topic_for`; one statement for names."""
    names = shown_names(user, {one.author_id, one.last_post_by_id} - {None})
    card = TopicCard(
        topic=one,
        forum=one.forum,
        author=names.get(one.author_id or 0) or former_member(),
        last_by=names.get(one.last_post_by_id or 0) or former_member(),
        tags=tags_of(one),
        read_to=one.read_to if one.is_visited else None,
    )
    return topic(user, card)


def post(user: Any, card: PostCard) -> Members:
    one = card.post
    return {
        "id": one.pk,
        "topic": one.topic_id,
        "number": one.number,
        "author": author(card.author),
        "language": one.language,
        "created_at": one.created_at,
        "edited_at": one.edited_at,
        "edits": one.edit_count,
        "reply_to": one.reply_to,
        "state": one.state,
        "is_wiki": one.is_wiki,
        "is_own": card.is_own,
        "is_blocked": card.is_blocked,
        "is_solution": one.topic.solution_id == one.pk,
        "html": str(card.html),
        "reactions": one.reactions,
        "own_reactions": sorted(card.mine),
        "poll": poll(user, one, card.poll) if card.poll else None,
        "before": [event(told) for told in card.before],
        "can": list(card.can),
    }


def poll(user: Any, one: Post, card: PollCard) -> Members:
    asked = card.poll
    votes = can_vote(user, one) and is_open(asked)
    return {
        "question": asked.question,
        "is_multiple": asked.is_multiple,
        "is_open": is_open(asked),
        "closes_at": asked.closes_at,
        "voters": asked.voter_count,
        "options": [
            {"position": o.position, "text": o.text, "votes": o.vote_count}
            for o in card.options
        ],
        "own_votes": sorted(card.votes),
        "can": ["vote"] if votes else [],
    }


def event(card: EventCard) -> Members:
    one = card.event
    return {
        "kind": one.kind,
        "by": author(card.by),
        "at": one.created_at,
        "reason": one.reason,
        "post": one.post_id,
    }
