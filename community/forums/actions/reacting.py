"""Reactions to posts."""

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from cms.core.rows.version import announce
from community.accounts.models import User
from community.forums.actions.holding import held_post
from community.forums.actions.refusals import wrong
from community.forums.models import Post, Reaction, Topic
from community.forums.notify import reacted

_COUNT = """
    UPDATE forums_post SET reactions = CASE
        WHEN coalesce((reactions->>%(kind)s)::int, 0) + %(change)s <= 0
        THEN reactions - %(kind)s
        ELSE jsonb_set(reactions, ARRAY[%(kind)s],
            to_jsonb(coalesce((reactions->>%(kind)s)::int, 0) + %(change)s))
        END
    WHERE id = %(post)s
"""


@transaction.atomic
def react(post: Post, by: User, kind: str) -> bool:
    """Whether this was new; a second time changes nothing. Raises ValidationError on
    'kind' for one that is not known."""
    if kind not in Reaction.Kind.values:
        raise wrong("kind", _("Choose one of the reactions."))
    post = held_post(post)
    _row, made = Reaction.objects.get_or_create(post=post, user=by, kind=kind)
    if made:
        _count(post, kind, 1)
        reacted(post, by, kind)
    return made


@transaction.atomic
def take_back_reaction(post: Post, by: User, kind: str) -> bool:
    """Whether there was one."""
    post = held_post(post)
    gone, _by_model = Reaction.objects.filter(post=post, user=by, kind=kind).delete()
    if gone:
        _count(post, kind, -1)
    return bool(gone)


def _count(post: Post, kind: str, change: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"kind": kind, "change": change, "post": post.pk})
    if post.state == Post.State.SHOWN:
        Topic.objects.filter(pk=post.topic_id).update(
            reaction_count=Greatest(F("reaction_count") + change, 0)
        )
    transaction.on_commit(lambda: announce(0))
