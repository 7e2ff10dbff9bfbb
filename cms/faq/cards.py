"""Questions as lists show them, for every screen that lists questions."""

from collections.abc import Sequence

from wagtail.models import Page

from cms.core.cards import Card, cards_of
from cms.core.languages import current
from cms.core.querysets import Viewer
from cms.faq.models import FaqTopicPage
from cms.faq.querysets import FaqEntryQuerySet

STEP = Page.steplen


def entry_cards(entries: FaqEntryQuerySet, user: Viewer) -> list[Card]:
    """One card for each question, in the order in which editors arranged them."""
    best = entries.best_in(current()).defer_streamfields().order_by("path")
    return cards_of(list(best), user)


def groups_of(cards: Sequence[Card], user: Viewer) -> list[dict]:
    """[{topic: Card, entries: [Card, …]}], whatever language tree an entry stands in."""
    parents = {card.page.path[:-STEP] for card in cards}
    keys = dict(
        FaqTopicPage.objects.filter(path__in=parents).values_list(
            "path", "translation_key"
        )
    )
    topics = (
        FaqTopicPage.objects.visible_to(user)
        .filter(translation_key__in=set(keys.values()))
        .best_in(current())
        .order_by("path")
    )
    inside: dict = {}
    for card in cards:
        inside.setdefault(keys[card.page.path[:-STEP]], []).append(card)
    return [
        {"topic": topic, "entries": inside[topic.page.translation_key]}
        for topic in cards_of(list(topics), user)
    ]
