"""A line of a list of topics, told in strings, so that the template only writes."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.timezone import get_current_timezone_name

from cms.core.languages import CODES, current
from community.forums.cards import TopicCard
from community.forums.models import Topic
from community.forums.views.answers import topic_path

TOLD = 100  # characters of the first post


@dataclass(frozen=True)
class Row:
    card: TopicCard
    path: str
    lang: str
    excerpt: str
    is_new: bool
    unread: int
    shows: tuple  # its HTML is kept under this

    @property
    def topic(self) -> Topic:
        return self.card.topic


def rows_of(
    cards: Iterable[TopicCard], user: Any, *, in_forum: bool = False
) -> list[Row]:
    """For visitors nothing is new; members are led to the first post not read."""
    is_member, now, here = bool(user.is_authenticated), timezone.now(), current()
    zone = get_current_timezone_name()
    return [_row(card, is_member, in_forum, now, zone, here) for card in cards]


def age_of(moment: datetime, now: datetime | None = None) -> Hashable:
    """Changes when `moment` is told in other words."""
    now = now or timezone.now()
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 60:
        return minutes
    return minutes // 60 if minutes < 12 * 60 else ""


def _row(
    card: TopicCard,
    is_member: bool,
    in_forum: bool,
    now: datetime,
    zone: str,
    here: str,
) -> Row:
    topic = card.topic
    unread = max(0, card.unread) if is_member else 0
    path = topic_path(topic, here)
    excerpt = topic.excerpt
    if len(excerpt) > TOLD:
        excerpt = excerpt[: TOLD - 1].rsplit(" ", 1)[0] + "…"
    is_new = is_member and card.is_new
    last = topic.last_posted_at
    # (all that `_topic_row.html` writes)
    shows = (
        *(topic.pk, topic.title, excerpt, topic.slug, topic.language, topic.kind),
        *(topic.is_pinned, topic.is_closed, topic.solution_id or 0, card.replies),
        *(card.author.name, card.author.is_named, card.last_by.name, card.tags),
        *(unread, is_new, in_forum, card.forum.name, card.forum.network.name),
        *(last, age_of(last, now), zone),
    )
    return Row(
        card=card,
        path=f"{path}?from=unread#new" if unread else path,
        lang=language_if_other(topic.language, here),
        excerpt=excerpt,
        is_new=is_new,
        unread=unread,
        shows=shows,
    )


def language_if_other(code: str, here: str = "") -> str:
    """The code where a text is known to be in another language than the page (`here`)."""
    return code if code in CODES and code != (here or current()) else ""
