"""Cards: what a list shows of a page, in the reader's language where it exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode

from cms.core.addresses import addresses
from cms.core.languages import CODES, current
from cms.core.paging import PageOfRows
from cms.core.querysets import Viewer


@dataclass(frozen=True)
class Card:
    """`page` in the best language, its address for the reader, and all its languages."""

    page: Any
    path: str
    locale: str
    languages: list[str]

    @property
    def is_fallback(self) -> bool:
        return self.locale != current()


def cards_of(pages: Sequence[Any], user: Viewer) -> list[Card]:
    """Cards in the order of the pages; pages without a public address are left out."""
    found = addresses(pages, user)
    code = current()
    cards = []
    for page in pages:
        places = found.get(page.pk, {})
        if code in places:
            existing = [c for c in CODES if c in places and places[c].locale == c]
            cards.append(Card(page, places[code].path, places[code].locale, existing))
    return cards


@dataclass(frozen=True)
class Paging:
    """Addresses of the pages before and after, with the filters kept; '' at the ends."""

    next: str
    previous: str


def paging_of(page: PageOfRows, query: Any) -> Paging:
    """Links for a list screen; `query` is the request's GET."""
    kept = [
        (k, v) for k, values in query.lists() for v in values if k != "cursor" and v
    ]
    return Paging(_link(kept, page.next), _link(kept, page.previous))


def _link(kept: list[tuple[str, str]], cursor: str) -> str:
    return "?" + urlencode([*kept, ("cursor", cursor)]) if cursor else ""
