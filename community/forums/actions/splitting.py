"""Taking posts out of a topic into a new one, and putting two topics together.

Posts keep their ids, so links to them go on leading to them; their numbers are those of
the topic in which they stand now.
"""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cms.core.rows.version import announce
from community.accounts.models import User
from community.forums.actions.counting import Change, count_in_forum, count_in_forums
from community.forums.actions.holding import held_topic, held_topics
from community.forums.actions.moderating import note
from community.forums.actions.posting import slug_of
from community.forums.actions.refusals import CannotMoveError
from community.forums.actions.texts import checked_title, excerpt_of, words_of
from community.forums.models import (
    Draft,
    Forum,
    Post,
    Topic,
    TopicEvent,
    TopicUser,
)

MOST_AT_ONCE = 500  # posts
# What is counted in a topic, from its posts.
_COUNT = """
    UPDATE forums_topic AS t SET
        highest_number = GREATEST(t.highest_number, c.highest),
        post_count = c.shown, reaction_count = c.liked,
        last_posted_at = COALESCE(c.at, t.created_at), last_post_by_id = c.by
    FROM (
        SELECT coalesce(max(number), 0) AS highest,
            count(*) FILTER (WHERE state = 'shown') AS shown,
            coalesce(sum((SELECT sum(v::int) FROM jsonb_each_text(reactions) AS r (k, v)))
                FILTER (WHERE state = 'shown'), 0) AS liked,
            max(created_at) FILTER (WHERE state = 'shown') AS at,
            (array_agg(author_id ORDER BY number DESC)
                FILTER (WHERE state = 'shown'))[1] AS by
        FROM forums_post WHERE topic_id = %(topic)s
    ) AS c
    WHERE t.id = %(topic)s
"""
# What answers a post that goes along goes on answering it, under its new number.
_RENUMBER = """
    WITH o AS (
        SELECT * FROM unnest(%(posts)s::bigint[], %(numbers)s::bigint[])
            WITH ORDINALITY AS o (id, number, place)
    )
    UPDATE forums_post AS p SET topic_id = %(target)s, number = o.place + %(after)s,
        reply_to = (SELECT a.place + %(after)s FROM o AS a WHERE a.number = p.reply_to)
    FROM o WHERE p.id = o.id
"""


@transaction.atomic
def split_topic(
    topic: Topic, by: User, posts: Sequence[int], *, title: str, forum: Forum
) -> Topic:
    """A new topic of these posts (their numbers), in their order.

    Raises ValidationError on 'title', CannotMoveError when the posts cannot go.
    """
    title = checked_title(title)
    topic = held_topic(topic)
    if topic.state != Topic.State.SHOWN:
        raise CannotMoveError(_("Only topics that are shown can be split."))
    moving = _chosen(topic, posts)
    first = moving[0]
    new = Topic.objects.create(
        forum=forum,
        author=first.author,
        kind=Topic.Kind.DISCUSSION,
        title=title,
        slug=slug_of(title),
        language=first.language,
        excerpt=excerpt_of(first.html),
        created_at=first.created_at,
        last_posted_at=first.created_at,
    )
    if topic.solution_id in {one.pk for one in moving}:
        Topic.objects.filter(pk=topic.pk).update(solution=None)
    _move(moving, topic, new, after=0, topics=1)
    opening = Post.objects.get(topic=new, number=1)
    opening.words = words_of(opening.html, title)
    opening.save(update_fields=["words"])
    note(topic, TopicEvent.Kind.SPLIT, by, target=new.pk, posts=len(moving))
    note(new, TopicEvent.Kind.SPLIT, by, source=topic.pk, posts=len(moving))
    return new


@transaction.atomic
def merge_topics(topic: Topic, by: User, into: Topic) -> Topic:
    """All posts go behind those of the other topic; the address of this one leads there.

    Raises CannotMoveError for the same topic, or one that is not shown.
    """
    if topic.pk == into.pk:
        raise CannotMoveError(_("A topic cannot be merged into itself."))
    topic, into = held_topics(topic, into)
    shown = Topic.State.SHOWN
    if topic.state != shown or into.state != shown:
        raise CannotMoveError(_("Only topics that are shown can be merged."))
    moving = list(Post.objects.filter(topic=topic).order_by("number"))
    Topic.objects.filter(pk=topic.pk).update(solution=None)
    _move(moving, topic, into, after=into.highest_number, topics=0)
    Topic.objects.filter(pk=topic.pk).update(
        state=Topic.State.MERGED, merged_into=into, is_pinned=False
    )
    # What led to this one leads straight to where its posts are.
    Topic.objects.filter(merged_into=topic).update(merged_into=into)
    count_in_forum(topic.forum_id, topics=-1)
    _follow_along(topic, into)
    note(into, TopicEvent.Kind.MERGED, by, title=topic.title, posts=len(moving))
    note(topic, TopicEvent.Kind.MERGED, by, target=into.pk)
    into.refresh_from_db()
    return into


def _chosen(topic: Topic, numbers: Sequence[int]) -> list[Post]:
    wanted = sorted(set(numbers))
    if not wanted:
        raise CannotMoveError(_("Choose the posts that go into the new topic."))
    if len(wanted) > MOST_AT_ONCE:
        raise CannotMoveError(_("At most 500 posts can go at once."))
    if 1 in wanted:
        raise CannotMoveError(_("The first post stays: without it there is no topic."))
    found = list(Post.objects.filter(topic=topic, number__in=wanted).order_by("number"))
    if len(found) != len(wanted):
        raise CannotMoveError(_("Some of these posts are not in this topic."))
    if found[0].state != Post.State.SHOWN:
        raise CannotMoveError(_("A topic cannot begin with a post that is not shown."))
    return found


def _move(
    moving: Sequence[Post], source: Topic, target: Topic, *, after: int, topics: int
) -> None:
    """`topics`: how many more there are in the forum of the target."""
    shown = sum(one.state == Post.State.SHOWN for one in moving)
    numbers = [one.number for one in moving]
    with connection.cursor() as cursor:
        values = {"posts": [one.pk for one in moving], "numbers": numbers}
        cursor.execute(_RENUMBER, {"target": target.pk, "after": after, **values})
        cursor.execute(_COUNT, {"topic": source.pk})
        cursor.execute(_COUNT, {"topic": target.pk})
    left = Post.objects.filter(topic=source, reply_to__in=numbers)
    left.update(reply_to=None)  # (what they answered is no longer here)
    at = max(one.created_at for one in moving)
    if source.forum_id == target.forum_id:
        changes = {target.forum_id: Change(topics, 0, at)}
    else:
        changes = {
            source.forum_id: Change(posts=-shown),
            target.forum_id: Change(topics, shown, at),
        }
    count_in_forums(changes)
    transaction.on_commit(lambda: announce(0))


def _follow_along(topic: Topic, into: Topic) -> None:
    """Who followed or muted the one, and decided nothing about the other, does so there;
    and what somebody was writing is a draft of that one."""
    known = TopicUser.objects.filter(topic=into).values("user")
    TopicUser.objects.filter(topic=topic).exclude(user__in=known).update(
        topic=into, last_read=0
    )
    old, new = f"topic:{topic.pk}", f"topic:{into.pk}"
    writing = Draft.objects.filter(key=new).values("user")
    Draft.objects.filter(key=old).exclude(user__in=writing).update(key=new)
