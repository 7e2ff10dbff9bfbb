"""Menus, footer and contact: what every screen shows around its content."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from cms.core.cards import Card, cards, rows_for, version_of
from cms.core.languages import current
from cms.core.rows.memo import PerVersion
from cms.core.rows.reads import ORDERS
from community.forums.querysets import unread_badge
from community.spaces.permissions import desks_of
from home.models import SiteContact

MOST = 100  # pages in menus


@dataclass(frozen=True)
class Frame:
    main: list[Card]
    footer: list[Card]
    contact: SiteContact


# By language and circles of readers; both are few.
_frames: PerVersion[Frame] = PerVersion(300)


@dataclass
class SiteMenus:
    """The main menu, the footer's links and the contact, read when they are shown."""

    request: HttpRequest

    @property
    def main(self) -> list[Card]:
        return self._frame.main

    @property
    def library(self) -> Card | None:
        return self._section("library")

    @property
    def news(self) -> Card | None:
        return self._section("news-index")

    @property
    def networks(self) -> Card | None:
        return self._section("network-index")

    @property
    def spaces(self) -> Card | None:
        return self._section("space-index")

    def _section(self, kind: str) -> Card | None:
        return next((card for card in self.main if card.type == kind), None)

    @property
    def footer(self) -> list[Card]:
        return self._frame.footer

    @property
    def contact(self) -> SiteContact:
        return self._frame.contact

    @cached_property
    def token(self) -> tuple:
        """The same as long as all of this says the same to readers of these circles."""
        return (version_of(self.request), rows_for(self.request).circles)

    @cached_property
    def here(self) -> tuple[int, ...]:
        """Where this screen stands in the main menu: 2 is the place itself, 1 within it.

        With `token`, all that the menu says (of its addresses, not of the screen's).
        """
        path = self.request.path
        places = (*(card.path for card in self.main), *_screens(current()))
        return tuple((place in path) + (place == path) for place in places)

    @cached_property
    def unread(self) -> int:
        """Topics of the forums that a member has not read; 0 for a visitor."""
        return unread_badge(self.request.user)

    @cached_property
    def desks(self) -> list[tuple[str, str]]:
        """Slug and name of the spaces that a member looks after."""
        return desks_of(self.request.user)

    @cached_property
    def home(self) -> str:
        return f"/{current()}/"

    @cached_property
    def _frame(self) -> Frame:
        rows = rows_for(self.request)
        name = (rows.locale, rows.circles)
        return _frames.get(version_of(self.request), name, self._read)

    def _read(self) -> Frame:
        rows = rows_for(self.request).having("menu:main", "menu:footer")
        found = rows.page(ORDERS["tree"], MOST, text="facets")
        main = [row for row in found if "menu:main" in row.text]
        footer = [row for row in found if "menu:footer" in row.text]
        return Frame(
            main=cards(main, Card),
            footer=cards(footer, Card),
            contact=SiteContact.for_request(self.request),
        )


@cache
def _screens(_language: str) -> tuple[str, str]:
    """The screens in the main menu that are no pages, under the active language."""
    return reverse("people:list"), reverse("forums:topics")


def site_menus(request: HttpRequest) -> SiteMenus:
    return SiteMenus(request)
