"""A line of a list of topics, told in strings, so that the template only writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.core.languages import CODES, current
from community.forums.cards import TopicCard
from community.forums.models import Topic
from community.forums.views.answers import topic_path

TOLD = 120  # characters of the first post


@dataclass(frozen=True)
class Row:
    card: TopicCard
    path: str
    lang: str
    excerpt: str
    is_new: bool
    unread: int

    @property
    def topic(self) -> Topic:
        return self.card.topic


def rows_of(cards: Iterable[TopicCard], user: Any) -> list[Row]:
    """For visitors nothing is new; members are led to the first post not read."""
    return [_row(card, bool(user.is_authenticated)) for card in cards]


def _row(card: TopicCard, is_member: bool) -> Row:
    topic = card.topic
    unread = max(0, card.unread) if is_member else 0
    path = topic_path(topic)
    excerpt = topic.excerpt
    if len(excerpt) > TOLD:
        excerpt = excerpt[: TOLD - 1].rsplit(" ", 1)[0] + "…"
    return Row(
        card=card,
        path=f"{path}?from=unread#new" if unread else path,
        lang=language_if_other(topic.language),
        excerpt=excerpt,
        is_new=is_member and card.is_new,
        unread=unread,
    )


def language_if_other(code: str) -> str:
    """The code where a text is known to be in another language than the page."""
    return code if code in CODES and code != current() else ""
