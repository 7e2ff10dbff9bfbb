"""Menus and footer, from the tree that editors keep."""

from dataclasses import dataclass

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
        pages = (
            Page.objects.live()
            .in_menu()
            .filter(depth=HOME_DEPTH + 1)
            .filter(~hidden_from(self.request.user), alias_of=None)
        )
        shown = Page.objects.filter(pk__in=best_pages(pages, current())).order_by("path")
        return cards_of(list(shown), self.request.user)

    @cached_property
    def footer(self) -> list[Card]:
        pages = StandardPage.objects.visible_to(self.request.user).filter(in_footer=True)
        shown = pages.best_in(current()).defer_streamfields().order_by("path")
        return cards_of(list(shown), self.request.user)

    @cached_property
    def contact(self) -> SiteContact:
        return SiteContact.for_request(self.request)

    @cached_property
    def home(self) -> str:
        return f"/{current()}/"


def site_menus(request: HttpRequest) -> SiteMenus:
    return SiteMenus(request)
