"""Forums, topics and posts, and what each member has read of them."""

from community.forums.models.drafts import Draft, PostImage
from community.forums.models.forums import Forum
from community.forums.models.polls import Poll, PollOption, PollVote
from community.forums.models.posts import (
    LONGEST_POST,
    Post,
    PostRevision,
    Reaction,
)
from community.forums.models.reading import ForumUser, Level, TopicUser, UserReadState
from community.forums.models.topics import (
    LONGEST_TITLE,
    Topic,
    TopicEvent,
    TopicTag,
)

__all__ = [
    "LONGEST_POST",
    "LONGEST_TITLE",
    "Draft",
    "Forum",
    "ForumUser",
    "Level",
    "Poll",
    "PollOption",
    "PollVote",
    "Post",
    "PostImage",
    "PostRevision",
    "Reaction",
    "Topic",
    "TopicEvent",
    "TopicTag",
    "TopicUser",
    "UserReadState",
]
