"""Menus and footer, from the tree that editors keep."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.models import Page

from cms.core.cards import Card, cards_of
from cms.core.languages import current
from cms.core.querysets import best_pages, hidden_from
from home.models import SiteContact, StandardPage

HOME_DEPTH = 2  # root, then a home for each language, then what the menu shows


@dataclass
class SiteMenus:
    """The main menu, the footer's links and the contact, each read when it is shown."""

    request: HttpRequest

    @cached_property
    def main(self) -> list[Card]:
        return [card for card in self._all if card.page.is_main]

    @cached_property
    def footer(self) -> list[Card]:
        return [card for card in self._all if card.page.is_footer]

    @cached_property
    def _all(self) -> list[Card]:
        """Both menus at once, which saves every screen three queries."""
        in_footer = StandardPage.objects.filter(in_footer=True, pk=OuterRef("pk"))
        pages = (
            Page.objects.live()
            .filter(~hidden_from(self.request.user), alias_of=None)
            .annotate(
                is_main=Q(show_in_menus=True, depth=HOME_DEPTH + 1),
                is_footer=Exists(in_footer),
            )
            .filter(Q(is_main=True) | Q(is_footer=True))
        )
        best = best_pages(pages, current())
        shown = pages.filter(pk__in=best).order_by("path")
        return cards_of(list(shown), self.request.user)

    @cached_property
    def contact(self) -> SiteContact:
        return SiteContact.for_request(self.request)

    @cached_property
    def home(self) -> str:
        return f"/{current()}/"


def site_menus(request: HttpRequest) -> SiteMenus:
    return SiteMenus(request)
