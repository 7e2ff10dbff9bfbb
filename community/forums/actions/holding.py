"""Holding topics and posts while they are changed, always in the same order.

First the topic, then the post, then the forums by their numbers: so two changes never
wait for each other. What is held is read anew; the object in hand may be old, and its post
may stand in another topic by now.
"""

from django.utils.translation import gettext as _

from community.forums.actions.refusals import CannotMoveError
from community.forums.models import Post, Topic


def held_topic(topic: Topic) -> Topic:
    # Without its forum: a row that is moved while we wait would no longer fit the one
    # that it was joined with, and be gone.
    found: Topic = Topic.objects.select_for_update().get(pk=topic.pk)
    return found


def held_topics(*topics: Topic) -> list[Topic]:
    """Several, in the order in which they are given."""
    known = {pk: held_topic(one) for pk, one in sorted((t.pk, t) for t in topics)}
    return [known[one.pk] for one in topics]


def held_post(post: Post) -> Post:
    """The post with its topic, both held."""
    while True:
        where = Post.objects.values_list("topic", flat=True).get(pk=post.pk)
        topic = held_topic(Topic(pk=where))
        found: Post = Post.objects.select_for_update().get(pk=post.pk)
        # It was moved while we waited for the topic.
        if found.topic_id == topic.pk:
            found.topic = topic
            return found


def refuse_merged(topic: Topic) -> None:
    """Nothing is done to what is now a part of another topic."""
    if topic.state == Topic.State.MERGED:
        raise CannotMoveError(_("This topic is a part of another one now."))
