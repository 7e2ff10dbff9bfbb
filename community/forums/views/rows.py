"""A line of a list of topics, told in strings, so that the template only writes."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from cms.core.languages import CODES, current
from community.forums.cards import TopicCard
from community.forums.models import Topic
from community.forums.views.answers import digest, topic_path

TOLD = 100  # characters of the first post


@dataclass(frozen=True)
class Row:
    card: TopicCard
    path: str
    lang: str
    excerpt: str
    is_new: bool
    unread: int
    shows: str  # its HTML is kept under this

    @property
    def topic(self) -> Topic:
        return self.card.topic


def rows_of(
    cards: Iterable[TopicCard], user: Any, *, in_forum: bool = False
) -> list[Row]:
    """For visitors nothing is new; members are led to the first post not read."""
    return [_row(card, bool(user.is_authenticated), in_forum) for card in cards]


def age_of(moment: datetime) -> Hashable:
    """Changes when `moment` is told in other words."""
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    if minutes < 60:
        return minutes
    return minutes // 60 if minutes < 12 * 60 else ""


def _row(card: TopicCard, is_member: bool, in_forum: bool) -> Row:
    topic = card.topic
    unread = max(0, card.unread) if is_member else 0
    path = topic_path(topic)
    excerpt = topic.excerpt
    if len(excerpt) > TOLD:
        excerpt = excerpt[: TOLD - 1].rsplit(" ", 1)[0] + "…"
    is_new = is_member and card.is_new
    shows = digest(
        *(topic.pk, topic.title, excerpt, topic.slug, topic.language, topic.kind),
        *(topic.is_pinned, topic.is_closed, topic.solution_id, card.replies),
        *(card.author.name, card.last_by.name, card.tags, unread, is_new),
        *("" if in_forum else (card.forum.name, card.forum.network.name),),
        *(topic.last_posted_at, age_of(topic.last_posted_at)),
    )
    return Row(
        card=card,
        path=f"{path}?from=unread#new" if unread else path,
        lang=language_if_other(topic.language),
        excerpt=excerpt,
        is_new=is_new,
        unread=unread,
        shows=shows,
    )


def language_if_other(code: str) -> str:
    """The code where a text is known to be in another language than the page."""
    return code if code in CODES and code != current() else ""
