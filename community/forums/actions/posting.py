"""Starting topics and answering."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.core.folding import fold
from cms.database.prepared import fetched, sent
from community.accounts.models import User
from community.forums.actions.counting import count_in_forum
from community.forums.actions.polls import PollPlan, put_poll
from community.forums.actions.refusals import (
    SlowModeError,
    TopicIsClosedError,
)
from community.forums.actions.storing import attach, changed, insert
from community.forums.actions.tagging import checked_kind, put_tags, skills_of
from community.forums.actions.texts import (
    Prepared,
    checked_title,
    excerpt_of,
    prepared,
)
from community.forums.models import (
    Draft,
    Forum,
    Post,
    Topic,
    TopicUser,
)
from community.forums.notify import posted
from community.forums.permissions import can_moderate

# One statement gives the number, counts, and holds the topic until the post is there.
_NEXT = """
    UPDATE forums_topic SET highest_number = highest_number + 1,
        post_count = post_count + 1, last_posted_at = %s, last_post_by_id = %s
    WHERE id = %s AND state = 'shown' AND (NOT is_closed OR %s)
    RETURNING highest_number, slow_seconds, forum_id
"""
# Who writes has read as far as that, unless others wrote meanwhile, and follows; what
# they kept as a draft is said.
_HAS_POSTED = """
    WITH said AS (DELETE FROM forums_draft WHERE user_id = %(user)s AND key = %(draft)s)
    INSERT INTO forums_topicuser (user_id, topic_id, last_read, level, posted_at, seen_at)
    VALUES (%(user)s, %(topic)s, %(number)s, 2, %(now)s, %(now)s)
    ON CONFLICT (user_id, topic_id) DO UPDATE SET
        last_read = CASE WHEN forums_topicuser.last_read >= %(number)s - 1
            THEN GREATEST(forums_topicuser.last_read, %(number)s)
            ELSE forums_topicuser.last_read END,
        level = GREATEST(COALESCE(forums_topicuser.level, 2), 2),
        posted_at = %(now)s
"""
_SENT = "SELECT id FROM forums_post WHERE author_id = %s AND client_id = %s"


@dataclass(frozen=True)
class TopicPlan:
    """What somebody wants to start. `tags` are slugs of skills."""

    title: str
    text: str
    kind: str = Topic.Kind.DISCUSSION
    tags: Sequence[str] = ()
    poll: PollPlan | None = None
    client_id: UUID | None = None


@dataclass(frozen=True)
class PostPlan:
    """What somebody wants to say. `reply_to` is the number of a post of the topic."""

    text: str
    reply_to: int | None = None
    poll: PollPlan | None = None
    client_id: UUID | None = None
    is_wiki: bool = False
    # When it was said, where it was said elsewhere before (an import).
    at: datetime | None = field(default=None)


def start_topic(
    forum: Forum, by: User, plan: TopicPlan, *, at: datetime | None = None
) -> Topic:
    """A topic with its first post; the same `client_id` gives the same topic again, then
    with `was_sent`.

    Raises ValidationError on 'title', 'text', 'tags', 'kind', 'poll'.
    """
    known = _sent_before(by, plan.client_id)
    if known:
        known.topic.was_sent = True
        return known.topic
    title = checked_title(plan.title)
    checked_kind(plan.kind)
    text = prepared(plan.text, by)
    skills = skills_of(plan.tags)
    try:
        with transaction.atomic():
            topic = _started(forum, by, plan, title, at or timezone.now())
            put_tags(topic, skills)
            first = PostPlan(plan.text, poll=plan.poll, client_id=plan.client_id, at=at)
            _add(topic, by, text, first, title=title)
            count_in_forum(forum.pk, topics=1)
            Draft.objects.filter(user=by, key=f"forum:{forum.pk}").delete()
    except IntegrityError:
        topic = _the_other(by, plan.client_id).topic
        topic.was_sent = True
    return topic


def reply(topic: Topic, by: User, plan: PostPlan) -> Post:
    """The next post of the topic; the same `client_id` gives the same post again, then
    with `was_sent`.

    Raises ValidationError on 'text' and 'poll', TopicIsClosedError, SlowModeError.
    """
    known = _sent_before(by, plan.client_id)
    if known:
        return known
    text = prepared(plan.text, by)
    try:
        with transaction.atomic():
            post = _add(topic, by, text, plan)
    except IntegrityError:
        return _the_other(by, plan.client_id)
    return post


def slug_of(title: str) -> str:
    """Words of the title for the address, at most 80 signs; may be empty."""
    return "-".join(fold(title).split())[:80].strip("-")


# Steps ------------------------------------------------------------------------------------


def _started(
    forum: Forum, by: User, plan: TopicPlan, title: str, now: datetime
) -> Topic:
    return Topic.objects.create(
        forum=forum,
        author=by,
        kind=plan.kind,
        title=title,
        slug=slug_of(title),
        created_at=now,
        last_posted_at=now,
    )


def _add(
    topic: Topic, by: User, text: Prepared, plan: PostPlan, *, title: str = ""
) -> Post:
    now = plan.at or timezone.now()
    number = _next_number(topic, by, now)
    answered = plan.reply_to if plan.reply_to and plan.reply_to < number else None
    post = Post(
        topic=topic,
        number=number,
        author=by,
        reply_to=answered,
        is_wiki=plan.is_wiki,
        client_id=plan.client_id,
        created_at=now,
    )
    insert(post, text, title)
    if number == 1:
        Topic.objects.filter(pk=topic.pk).update(excerpt=excerpt_of(text.html))
    if plan.poll:
        put_poll(post, plan.poll)
    attach(text, post, by)
    count_in_forum(topic.forum_id, posts=1, at=now)
    values: dict[str, Any] = {
        "user": by.pk,
        "topic": topic.pk,
        "number": number,
        "now": now,
        "draft": f"topic:{topic.pk}",
    }
    sent(_HAS_POSTED, values)
    topic.highest_number, topic.last_posted_at = number, now
    posted(post)
    changed(post)
    return post


def _next_number(topic: Topic, by: User, now: datetime) -> int:
    moderates = can_moderate(by, topic.forum)
    found = fetched(_NEXT, (now, by.pk, topic.pk, moderates))
    if not found:
        raise TopicIsClosedError
    [(number, slow, forum)] = found
    if slow and not moderates:
        _refuse_haste(topic, by, slow, now)
    # It may have been moved since the object in hand was read.
    topic.forum_id = forum
    return int(number)


def _refuse_haste(topic: Topic, by: User, slow: int, now: datetime) -> None:
    mine = TopicUser.objects.filter(user=by, topic=topic)
    last = mine.values_list("posted_at", flat=True).first()
    waited = (now - last).total_seconds() if last else slow
    if waited < slow:
        raise SlowModeError(round(slow - waited))


def _sent_before(by: User, client_id: UUID | None) -> Post | None:
    if client_id is None:
        return None
    rows = fetched(_SENT, (by.pk, client_id))
    if not rows:  # (nearly always, and so much cheaper to ask)
        return None
    mine = Post.objects.filter(pk=rows[0][0])
    found = mine.select_related("topic__forum__network").first()
    if found is not None:
        found.was_sent = True
    return found


def _the_other(by: User, client_id: UUID | None) -> Post:
    """The post of the same sending that was faster; raises when that is not the cause."""
    known = _sent_before(by, client_id)
    if known is None:
        raise
    return known
