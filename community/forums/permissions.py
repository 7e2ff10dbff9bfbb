"""Who may do what in forums. What one may not even see is settled by `visible_to`."""

from typing import Any

from community.forums.models import Forum, Post, Reaction, Topic
from community.networks.permissions import (
    can_keep_networks,
    can_moderate_network,
    can_take_part,
    roles_of,
)

SHOWN = "shown"


def can_moderate(user: Any, forum: Forum) -> bool:
    """Moderators and leads of its network, and staff who keep networks."""
    return can_moderate_network(user, forum.network)


def can_write_in(user: Any, forum: Forum) -> bool:
    """Members of its network, while it is open; those who moderate always."""
    if can_moderate(user, forum):
        return True
    return can_take_part(user, forum.network) and not forum.is_closed


def can_start_topic(user: Any, forum: Forum, kind: str = "discussion") -> bool:
    """Announcements are for those who moderate."""
    if kind == Topic.Kind.ANNOUNCEMENT:
        return can_moderate(user, forum)
    return can_write_in(user, forum)


def can_reply(user: Any, topic: Topic) -> bool:
    """In a closed topic only those who moderate there."""
    if can_moderate(user, topic.forum):
        return topic.state != Topic.State.MERGED
    is_open = topic.state == SHOWN and not topic.is_closed
    return is_open and can_write_in(user, topic.forum)


def can_edit(user: Any, post: Post) -> bool:
    """Its author while the topic is open; for wiki posts everyone who may write there;
    those who moderate always."""
    topic = post.topic
    if can_moderate(user, topic.forum):
        return True
    if post.state != SHOWN or not can_reply(user, topic):
        return False
    return post.is_wiki or _is_author(user, post)


def can_retitle(user: Any, topic: Topic) -> bool:
    """Who changes title, kind and tags: its author while it is open, and moderators."""
    if can_moderate(user, topic.forum):
        return True
    return _is_author(user, topic) and can_reply(user, topic)


def can_delete(user: Any, post: Post) -> bool:
    """One's own post while nobody hid it, and those who moderate. The first post is the
    topic: see `can_delete_topic`."""
    if post.number == 1:
        return can_delete_topic(user, post.topic)
    if can_moderate(user, post.topic.forum):
        return post.state == SHOWN
    return _is_author(user, post) and post.state == SHOWN


def can_delete_topic(user: Any, topic: Topic) -> bool:
    """Those who moderate; its author as long as nobody has answered."""
    if topic.state != SHOWN:
        return False
    if can_moderate(user, topic.forum):
        return True
    return _is_author(user, topic) and topic.post_count <= 1


def can_restore(user: Any, post: Post) -> bool:
    """Take a deletion back: the author their own; those who moderate everything."""
    if post.state == SHOWN:
        return False
    if can_moderate(user, post.topic.forum):
        return True
    return _is_author(user, post) and post.state == Post.State.DELETED


def can_restore_topic(user: Any, topic: Topic) -> bool:
    if topic.state not in (Topic.State.HIDDEN, Topic.State.DELETED):
        return False
    if can_moderate(user, topic.forum):
        return True
    return _is_author(user, topic) and topic.state == Topic.State.DELETED


def can_accept(user: Any, topic: Topic) -> bool:
    """Who says which answer helped: who asked, and those who moderate."""
    if topic.kind != Topic.Kind.QUESTION or topic.state != SHOWN:
        return False
    return _is_author(user, topic) or can_moderate(user, topic.forum)


def can_react(user: Any, post: Post) -> bool:
    """Everyone who may write in the network, but not to themselves."""
    return (
        post.state == SHOWN
        and post.topic.state == SHOWN
        and not _is_author(user, post)
        and can_take_part(user, post.topic.forum.network)
    )


def can_vote(user: Any, post: Post) -> bool:
    """Members of the network, while the topic is open."""
    topic = post.topic
    is_open = post.state == SHOWN and topic.state == SHOWN and not topic.is_closed
    return is_open and can_take_part(user, topic.forum.network)


def can_follow(user: Any) -> bool:
    """Every member may follow or mute what they read, and keep marks of it."""
    return bool(user.is_authenticated and user.is_active)


def can_see_revisions(user: Any, post: Post) -> bool:
    """Earlier versions of what one reads: members; of hidden posts those who moderate."""
    if can_moderate(user, post.topic.forum):
        return True
    return bool(user.is_authenticated and user.is_active and post.state == SHOWN)


def can_send_pictures(user: Any) -> bool:
    """Who writes somewhere: members of a network, and staff who keep networks."""
    is_member = bool(user.is_authenticated and user.is_active and roles_of(user))
    return is_member or can_keep_networks(user)


def can_keep_forums(user: Any) -> bool:
    """Staff who found forums and change them."""
    return can_keep_networks(user)


def _is_author(user: Any, thing: Topic | Post) -> bool:
    return bool(user.is_authenticated and user.is_active and thing.author_id == user.pk)


def abilities(user: Any, topic: Topic) -> list[str]:
    """What this reader may do with a topic, by the names of the API."""
    if not user.is_authenticated:
        return []
    asked = {
        "reply": can_reply(user, topic),
        "edit": can_retitle(user, topic),
        "delete": can_delete_topic(user, topic),
        "restore": can_restore_topic(user, topic),
        "accept": can_accept(user, topic),
        "follow": can_follow(user),
        "moderate": can_moderate(user, topic.forum),
    }
    return [name for name, is_allowed in asked.items() if is_allowed]


def post_abilities(user: Any, post: Post) -> list[str]:
    """The same for a post; its topic and forum must have been read with it."""
    if not user.is_authenticated:
        return []
    asked = {
        "edit": can_edit(user, post),
        "delete": can_delete(user, post),
        "restore": can_restore(user, post),
        "react": can_react(user, post),
        "quote": can_reply(user, post.topic),
        "accept": post.number > 1 and can_accept(user, post.topic),
        "revisions": post.edit_count > 0 and can_see_revisions(user, post),
    }
    return [name for name, is_allowed in asked.items() if is_allowed]


REACTIONS = tuple(kind.value for kind in Reaction.Kind)
