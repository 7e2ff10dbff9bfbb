"""Questions as lists show them, for every screen that lists questions."""

from collections.abc import Sequence
from uuid import UUID

from cms.core.cards import Card


class EntryCard(Card):
    @property
    def short_answer(self) -> str:
        return str(self.content["short_answer"])

    @property
    def topic(self) -> UUID | None:
        key = self.content["topic"]["key"]
        return UUID(key) if key else None

    @property
    def country(self) -> str:
        return str(self.content["country"] or "")


class TopicCard(Card):
    @property
    def intro(self) -> str:
        return str(self.content["intro"])


def groups_of(entries: Sequence[EntryCard], topics: Sequence[TopicCard]) -> list[dict]:
    """[{topic: TopicCard, entries: [EntryCard, …]}], topics without a question left out."""
    inside: dict = {}
    for entry in entries:
        inside.setdefault(entry.topic, []).append(entry)
    return [
        {"topic": topic, "entries": inside[topic.key]}
        for topic in topics
        if topic.key in inside
    ]
