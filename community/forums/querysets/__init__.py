"""Named reads of forums. `visible_to(user)` stands before everything else."""

from community.forums.querysets.access import (
    Rooms,
    all_forums,
    announce_rooms,
    blocked_by,
    forums_version,
    rooms_of,
)
from community.forums.querysets.drafts import DraftQuerySet, PostImageQuerySet
from community.forums.querysets.forums import ForumQuerySet
from community.forums.querysets.posts import PostQuerySet, ReactionQuerySet
from community.forums.querysets.reading import ReadStateQuerySet
from community.forums.querysets.topics import TopicEventQuerySet, TopicQuerySet
from community.forums.querysets.unread import (
    forget_unread,
    unread_badge,
    unread_of,
)

__all__ = [
    "DraftQuerySet",
    "ForumQuerySet",
    "PostImageQuerySet",
    "PostQuerySet",
    "ReactionQuerySet",
    "ReadStateQuerySet",
    "Rooms",
    "TopicEventQuerySet",
    "TopicQuerySet",
    "all_forums",
    "announce_rooms",
    "blocked_by",
    "forget_unread",
    "forums_version",
    "rooms_of",
    "unread_badge",
    "unread_of",
]
