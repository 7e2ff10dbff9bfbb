"""Works as lists show them, for every screen that lists works."""

from collections.abc import Sequence
from dataclasses import dataclass

from cms.core.cards import Card, cards_of
from cms.core.languages import current
from cms.core.querysets import Viewer
from cms.library.models import LibraryItemPage, Work


@dataclass(frozen=True)
class WorkCard:
    work: Work
    card: Card

    @property
    def creators(self) -> list[str]:
        return [str(person) for person in self.work.contributors.all()]


def work_cards(works: Sequence[Work], user: Viewer) -> list[WorkCard]:
    """Works with the page to open, in the reader's language where it exists."""
    pages = (
        LibraryItemPage.objects.visible_to(user)
        .filter(work__in=works)
        .best_in(current())
        .defer_streamfields()
    )
    cards = {card.page.work_id: card for card in cards_of(list(pages), user)}
    return [WorkCard(work, cards[work.pk]) for work in works if work.pk in cards]


def related_cards(work: Work, user: Viewer) -> list[tuple[str, WorkCard]]:
    """(kind of relation, card) of the related works that this user may see."""
    relations = list(work.relations.all())
    visible = Work.objects.visible_to(user).filter(
        pk__in=[r.other_id for r in relations]
    )
    cards = {c.work.pk: c for c in work_cards(list(visible.with_creators()), user)}
    return [
        (str(relation.get_kind_display()), cards[relation.other_id])
        for relation in relations
        if relation.other_id in cards
    ]


def newest_work_cards(user: Viewer, number: int) -> list[WorkCard]:
    """The works that were added last."""
    works = Work.objects.visible_to(user).with_creators().order_by("-id")[:number]
    return work_cards(list(works), user)
