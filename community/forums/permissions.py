"""Who may do what in forums. What one may not even see is settled by `visible_to`."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Rights:
    """What somebody may do in a topic, reckoned once for all of its posts."""

    moderates: bool
    replies: bool
    accepts: bool
    takes_part: bool


def rights_in(user: Any, topic: Topic) -> Rights:
    return Rights(
        moderates=can_moderate(user, topic.forum),
        replies=can_reply(user, topic),
        accepts=can_accept(user, topic),
        takes_part=can_take_part(user, topic.forum.network),
    )


def can_edit(user: Any, post: Post, rights: Rights | None = None) -> bool:
    """Its author while the topic is open; for wiki posts everyone who may write there;
    those who moderate always."""
    rights = rights or rights_in(user, post.topic)
    if rights.moderates:
        return True
    if post.state != SHOWN or not rights.replies:
        return False
    return post.is_wiki or _is_author(user, post)


def can_retitle(user: Any, topic: Topic) -> bool:
    """Who changes title, kind and tags: its author while it is open, and moderators."""
    if can_moderate(user, topic.forum):
        return True
    return _is_author(user, topic) and can_reply(user, topic)


def can_delete(user: Any, post: Post, rights: Rights | None = None) -> bool:
    """One's own post while nobody hid it, and those who moderate. The first post is the
    topic: see `can_delete_topic`."""
    if post.number == 1:
        return can_delete_topic(user, post.topic)
    if (rights or rights_in(user, post.topic)).moderates:
        return post.state == SHOWN
    return _is_author(user, post) and post.state == SHOWN


def can_delete_topic(user: Any, topic: Topic) -> bool:
    """Those who moderate; its author as long as nobody has answered."""
    if topic.state != SHOWN:
        return False
    if can_moderate(user, topic.forum):
        return True
    return _is_author(user, topic) and topic.post_count <= 1


def can_restore(user: Any, post: Post, rights: Rights | None = None) -> bool:
    """Take a deletion back: the author their own; those who moderate everything."""
    if post.state == SHOWN:
        return False
    if (rights or rights_in(user, post.topic)).moderates:
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


def can_react(user: Any, post: Post, rights: Rights | None = None) -> bool:
    """Everyone who may write in the network, but not to themselves."""
    return (
        post.state == SHOWN
        and post.topic.state == SHOWN
        and not _is_author(user, post)
        and (rights or rights_in(user, post.topic)).takes_part
    )


def can_vote(user: Any, post: Post) -> bool:
    """Members of the network, while the topic is open."""
    topic = post.topic
    is_open = post.state == SHOWN and topic.state == SHOWN and not topic.is_closed
    return is_open and can_take_part(user, topic.forum.network)


def can_follow(user: Any) -> bool:
    """Every member may follow or mute what they read, and keep marks of it."""
    return bool(user.is_authenticated and user.is_active)


def can_see_revisions(user: Any, post: Post, rights: Rights | None = None) -> bool:
    """Earlier versions of what one reads: members; of hidden posts those who moderate."""
    if (rights or rights_in(user, post.topic)).moderates:
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


def post_abilities(user: Any, post: Post, rights: Rights | None = None) -> list[str]:
    """The same for a post; its topic and forum must have been read with it. Who asks for
    many posts of a topic gives the `rights` there."""
    if not user.is_authenticated:
        return []
    rights = rights or rights_in(user, post.topic)
    asked = {
        "edit": can_edit(user, post, rights),
        "delete": can_delete(user, post, rights),
        "restore": can_restore(user, post, rights),
        "react": can_react(user, post, rights),
        "quote": rights.replies,
        "accept": post.number > 1 and rights.accepts,
        "revisions": post.edit_count > 0 and can_see_revisions(user, post, rights),
    }
    return [name for name, is_allowed in asked.items() if is_allowed]


REACTIONS = tuple(kind.value for kind in Reaction.Kind)
