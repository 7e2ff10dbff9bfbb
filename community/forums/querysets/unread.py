"""How much a member has not read: the number beside "Forum" in the menu, and the API's."""

from typing import Any, Final

from django.apps import apps
from django.core.cache import cache
from django.db import transaction

MOST: Final = 100  # topics; nobody counts further
KEPT_FOR: Final = 60  # seconds


def unread_badge(user: Any) -> int:
    """Topics that this member follows and has not read to the end, at most `MOST`; 0 for
    a visitor.

    At most a minute old, so that most screens ask nothing; what the member reads, marks
    or mutes counts at once (`forget_unread`).
    """
    if not user.is_authenticated:
        return 0
    known: int | None = cache.get(_name(user))
    return unread_of(user) if known is None else known


def unread_of(user: Any) -> int:
    """The same as it is now; the badge shows it from here on."""
    topics = apps.get_model("forums", "Topic").objects.listed_for(user)
    since = apps.get_model("forums", "UserReadState").objects.since(user)
    found: int = topics.unread_by(user, since).order_by()[:MOST].count()
    cache.set(_name(user), found, KEPT_FOR)
    return found


def forget_unread(user: Any) -> None:
    """After this member read, marked, muted or followed something."""
    transaction.on_commit(lambda: cache.delete(_name(user)))


def _name(user: Any) -> str:
    return f"forum-unread-{user.pk}"
