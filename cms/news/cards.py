"""News as lists show them, for every screen that lists news."""

from django.utils import timezone

from cms.core.cards import Card, cards_of
from cms.core.languages import current
from cms.core.querysets import ContentQuerySet, Viewer
from cms.news.models import NewsPage

NEWEST = ("-date", "-id")


def pinned_cards(user: Viewer) -> list[Card]:
    pinned = (
        NewsPage.objects.visible_to(user)
        .filter(pinned_until__gte=timezone.localdate())
        .best_in(current())
    )
    return cards_of(list(with_pictures(pinned).order_by(*NEWEST)[:2]), user)


def latest_cards(user: Viewer, number: int) -> list[Card]:
    latest = NewsPage.objects.visible_to(user).best_in(current())
    return cards_of(list(with_pictures(latest).order_by(*NEWEST)[:number]), user)


def with_pictures(items: ContentQuerySet) -> ContentQuerySet:
    return (
        items.defer_streamfields()
        .select_related("image")
        .prefetch_related("image__renditions")
    )
