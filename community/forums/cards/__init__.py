"""What lists and topics show, read in few statements; for screens and for the API."""

from community.forums.cards.posts import (
    PostCard,
    PostWindow,
    full_window,
    one_post,
    posts_of,
)
from community.forums.cards.topics import (
    ForumLines,
    TopicCard,
    TopicList,
    forum_cards,
    forums_now,
    topic_for,
    topics_for,
)

__all__ = [
    "ForumLines",
    "PostCard",
    "PostWindow",
    "TopicCard",
    "TopicList",
    "forum_cards",
    "forums_now",
    "full_window",
    "one_post",
    "posts_of",
    "topic_for",
    "topics_for",
]
