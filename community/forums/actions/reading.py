"""What a member has read, and how closely they follow."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.database.prepared import sent
from community.accounts.models import User
from community.forums.models import (
    Forum,
    ForumUser,
    Level,
    Topic,
    TopicUser,
    UserReadState,
)
from community.forums.querysets import forget_unread

# Reading goes forward only; `mark_unread_from` goes back.
_READ = """
    INSERT INTO forums_topicuser (user_id, topic_id, last_read, seen_at)
    VALUES (%(user)s, %(topic)s, LEAST(%(number)s, %(highest)s), %(now)s)
    ON CONFLICT (user_id, topic_id) DO UPDATE SET
        last_read = GREATEST(forums_topicuser.last_read, EXCLUDED.last_read),
        is_kept_unread = false,
        seen_at = %(now)s
"""


def mark_read(topic: Topic, user: User, number: int) -> None:
    """Everything up to this post was read; a number beyond the last means the last."""
    values: dict[str, Any] = {
        "user": user.pk,
        "topic": topic.pk,
        "number": max(0, min(number, 2**31 - 1)),
        "highest": topic.highest_number,
        "now": timezone.now(),
    }
    sent(_READ, values)
    forget_unread(user)


@transaction.atomic
def mark_unread_from(topic: Topic, user: User, number: int) -> None:
    """This post and all after it are unread again, and the topic is followed."""
    before = max(0, min(number, topic.highest_number) - 1)
    mine, _made = TopicUser.objects.get_or_create(user=user, topic=topic)
    mine.last_read, mine.is_kept_unread = before, True
    mine.level = max(mine.level or Level.FOLLOW, Level.FOLLOW)
    mine.save(update_fields=["last_read", "is_kept_unread", "level"])
    forget_unread(user)


@transaction.atomic
def mark_all_read(user: User) -> None:
    """Nothing that is there now is new or unread."""
    kept = TopicUser.objects.filter(user=user, is_kept_unread=True)
    kept.update(is_kept_unread=False)
    UserReadState.objects.update_or_create(
        user=user, defaults={"oldest_unread": timezone.now()}
    )
    _forget_rooms(user)


def _forget_rooms(user: User) -> None:
    """What was read of this member in the request is out of date."""
    user.__dict__.pop("_forum_rooms", None)
    forget_unread(user)


def follow_topic(topic: Topic, user: User, level: int | None) -> None:
    """How closely one follows a topic; None: as closely as its forum."""
    TopicUser.objects.update_or_create(
        user=user,
        topic=topic,
        defaults={"level": None if level is None else Level(level)},
        create_defaults={
            "level": None if level is None else Level(level),
            "last_read": 0,
        },
    )
    forget_unread(user)


def follow_forum(forum: Forum, user: User, level: int) -> None:
    """How closely one follows all topics of a forum that one has not decided about."""
    ForumUser.objects.update_or_create(
        user=user, forum=forum, defaults={"level": Level(level)}
    )
    _forget_rooms(user)
