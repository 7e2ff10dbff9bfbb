"""What is done to topics and posts: each leaves a line that readers see."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core.rows.version import announce
from community.accounts.models import User
from community.forums.actions.counting import Change, count_in_forum, count_in_forums
from community.forums.actions.holding import held_post, held_topic, refuse_merged
from community.forums.actions.posting import slug_of
from community.forums.actions.refusals import CannotMoveError, wrong
from community.forums.actions.texts import checked_title, words_of
from community.forums.models import Forum, Post, Topic, TopicEvent
from community.forums.models.topics import SLOWEST
from community.forums.notify import hidden, moved, solved

_Kind = TopicEvent.Kind


@transaction.atomic
def close_topic(topic: Topic, by: User, reason: str = "") -> None:
    """Nobody answers any more; closing twice changes nothing."""
    if _set(topic, is_closed=True):
        note(topic, _Kind.CLOSED, by, reason=reason)


@transaction.atomic
def open_topic(topic: Topic, by: User) -> None:
    if _set(topic, is_closed=False):
        note(topic, _Kind.OPENED, by)


@transaction.atomic
def pin_topic(topic: Topic, by: User) -> None:
    """It stands above the others of its forum."""
    if _set(topic, is_pinned=True):
        note(topic, _Kind.PINNED, by)


@transaction.atomic
def unpin_topic(topic: Topic, by: User) -> None:
    if _set(topic, is_pinned=False):
        note(topic, _Kind.UNPINNED, by)


@transaction.atomic
def slow_topic(topic: Topic, by: User, seconds: int) -> None:
    """Between two posts of a member so much time must pass; 0 ends it.

    Raises ValidationError on 'seconds' beyond a week.
    """
    if not 0 <= seconds <= SLOWEST:
        raise wrong("seconds", _("Choose between no waiting and a week."))
    if _set(topic, slow_seconds=seconds):
        note(topic, _Kind.SLOWED, by, seconds=seconds)


@transaction.atomic
def rename_topic(topic: Topic, by: User, title: str) -> None:
    """Raises ValidationError on 'title', CannotMoveError for a merged topic."""
    new = checked_title(title)
    now = held_topic(topic)
    refuse_merged(now)
    if not _set(topic, title=new):
        return
    Topic.objects.filter(pk=topic.pk).update(slug=slug_of(new))
    first = Post.objects.select_for_update().get(topic=topic, number=1)
    first.words = words_of(first.html, new)
    first.save(update_fields=["words"])
    note(topic, _Kind.RENAMED, by, old=now.title)


@transaction.atomic
def move_topic(topic: Topic, by: User, to: Forum) -> None:
    """To another forum. Raises CannotMoveError when it is there already."""
    topic = held_topic(topic)
    refuse_merged(topic)
    if topic.forum_id == to.pk:
        raise CannotMoveError(_("The topic is in this forum already."))
    before = topic.forum
    Topic.objects.filter(pk=topic.pk).update(forum=to)
    if topic.state == Topic.State.SHOWN:
        moving = Change(1, topic.post_count, topic.last_posted_at)
        count_in_forums({before.pk: -moving, to.pk: moving})
    note(topic, _Kind.MOVED, by, source=before.pk, target=to.pk)
    first = Post.objects.filter(topic=topic, number=1).first()
    if first is not None:
        moved(first, by)


@transaction.atomic
def take_away_topic(topic: Topic, by: User, state: str, reason: str = "") -> None:
    """Hide a topic (`hidden`, who moderates) or delete it (`deleted`); both come back."""
    topic = held_topic(topic)
    if topic.state != Topic.State.SHOWN:
        return
    Topic.objects.filter(pk=topic.pk).update(state=state)
    count_in_forum(topic.forum_id, topics=-1, posts=-topic.post_count)
    kind = _Kind.HIDDEN if state == Topic.State.HIDDEN else _Kind.DELETED
    note(topic, kind, by, reason=reason)
    first = Post.objects.filter(topic=topic, number=1).first()
    if first is not None and state == Topic.State.HIDDEN:
        hidden(first, by, reason)


@transaction.atomic
def restore_topic(topic: Topic, by: User) -> None:
    topic = held_topic(topic)
    if topic.state not in (Topic.State.HIDDEN, Topic.State.DELETED):
        return
    Topic.objects.filter(pk=topic.pk).update(state=Topic.State.SHOWN)
    count_in_forum(topic.forum_id, topics=1, posts=topic.post_count)
    note(topic, _Kind.RESTORED, by)


@transaction.atomic
def take_away_post(post: Post, by: User, state: str, reason: str = "") -> None:
    """Hide a post or delete it; its number stays, and both come back.

    Raises CannotMoveError for the first post: that is the topic.
    """
    post = held_post(post)
    topic = post.topic
    if post.number == 1:
        raise CannotMoveError(_("The first post cannot go without its topic."))
    if post.state != Post.State.SHOWN:
        return
    _set_state(topic, post, state, -1)
    if topic.solution_id == post.pk:
        Topic.objects.filter(pk=topic.pk).update(solution=None)
    kind = _Kind.HIDDEN if state == Post.State.HIDDEN else _Kind.DELETED
    note(topic, kind, by, post=post, reason=reason)
    if state == Post.State.HIDDEN:
        hidden(post, by, reason)


@transaction.atomic
def restore_post(post: Post, by: User) -> None:
    post = held_post(post)
    topic = post.topic
    if post.state == Post.State.SHOWN:
        return
    _set_state(topic, post, Post.State.SHOWN, 1)
    note(topic, _Kind.RESTORED, by, post=post)


@transaction.atomic
def accept_answer(topic: Topic, by: User, post: Post) -> None:
    """This post answers the question. Raises CannotMoveError for one that cannot."""
    post = held_post(post)
    is_answer = post.topic_id == topic.pk and post.number > 1
    topic = post.topic
    if not is_answer or post.state != Post.State.SHOWN:
        raise CannotMoveError(_("This post cannot be the answer."))
    if topic.solution_id == post.pk:
        return
    Topic.objects.filter(pk=topic.pk).update(solution=post)
    note(topic, _Kind.SOLVED, by, post=post)
    solved(post, by)


@transaction.atomic
def withdraw_answer(topic: Topic, by: User) -> None:
    topic = held_topic(topic)
    if topic.solution_id is None:
        return
    Topic.objects.filter(pk=topic.pk).update(solution=None)
    note(topic, _Kind.UNSOLVED, by)


# Steps ------------------------------------------------------------------------------------


def _set(topic: Topic, **values: Any) -> bool:
    """Whether that changed the topic, whatever the object in hand says."""
    row = Topic.objects.filter(pk=topic.pk)
    changed = row.exclude(**values).update(**values)
    for name, value in values.items():
        setattr(topic, name, value)
    return bool(changed)


def note(
    topic: Topic,
    kind: str,
    by: User,
    *,
    post: Post | None = None,
    reason: str = "",
    **detail: Any,
) -> TopicEvent:
    number = Topic.objects.values_list("highest_number", flat=True).get(pk=topic.pk)
    transaction.on_commit(lambda: announce(0))
    return TopicEvent.objects.create(
        topic=topic,
        post=post,
        kind=kind,
        by=by,
        number=number,
        reason=reason[:300],
        detail=detail,
    )


def _set_state(topic: Topic, post: Post, state: str, change: int) -> None:
    """Counts change with what everybody sees."""
    Post.objects.filter(pk=post.pk).update(
        state=state, state_at=None if state == "shown" else timezone.now()
    )
    liked = sum(int(number) for number in post.reactions.values())
    Topic.objects.filter(pk=topic.pk).update(
        post_count=F("post_count") + change,
        reaction_count=F("reaction_count") + change * liked,
    )
    if topic.state == Topic.State.SHOWN:
        count_in_forum(topic.forum_id, posts=change)
