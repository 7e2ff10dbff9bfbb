"""Cards: what a list shows of a thing, in the reader's language where it exists."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.http import urlencode

from cms.core.addresses import addresses
from cms.core.languages import current
from cms.core.paging import PageOfRows
from cms.core.querysets import Viewer
from cms.core.rows.circles import circles_of_request
from cms.core.rows.memo import PerVersion
from cms.core.rows.reads import Found, Rows, content_version
from cms.core.rows.version import seen

# Names of the sentences that tell what a thing is about, by the type of thing.
_TEASERS = ("summary", "lead", "short_answer", "intro")


class Card:
    """A row of the read model as templates show it; its JSON is read when it is needed."""

    def __init__(self, row: Found) -> None:
        self.row_id, self.version = row.row_id, row.version
        self.key, self.type, self.number = row.key, row.type, row.number
        self.title, self.path, self.locale = row.title, row.path, row.text_locale
        self._row = row

    @property
    def is_fallback(self) -> bool:
        return self.locale != current()

    @cached_property
    def content(self) -> dict[str, Any]:
        """What the API's lists show of it besides the envelope."""
        return dict(json.loads("{" + self._row.card + "}"))

    @cached_property
    def languages(self) -> list[str]:
        """Codes of the languages in which it exists."""
        envelope = json.loads("{" + self._row.envelope + "}")
        return [place["locale"] for place in envelope["available_locales"]]

    @property
    def teaser(self) -> str:
        found = (self.content.get(name) for name in _TEASERS)
        return next((text for text in found if text), "")


C = TypeVar("C", bound=Card)


def cards(rows: Iterable[Found], kind: type[C]) -> list[C]:
    return [kind(row) for row in rows]


def rows_for(request: HttpRequest) -> Rows:
    """The rows of this reader."""
    return Rows(current(), circles_of_request(request))


def version_of(request: HttpRequest) -> int:
    """The version of the content for this request; asked once."""
    known = request.__dict__.get("content_version")
    if known is None:
        known = request.__dict__["content_version"] = content_version()
    return int(known)


# The last version that was read, until content changes.
_versions: PerVersion[int] = PerVersion(1)


def ask_version_once(request: HttpRequest) -> None:
    """Let this request take the content's version as it was last read in this process, if
    nothing changed since: for screens that show no content but in what stands around."""
    version = _versions.get(seen(), "", lambda: version_of(request))
    request.__dict__["content_version"] = version


def day_of(text: str | None) -> date | None:
    """The day that a JSON value names."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class PageCard:
    """`page` in the best language with its address, for those who need its whole text."""

    page: Any
    path: str
    locale: str


def cards_of(pages: Sequence[Any], user: Viewer) -> list[PageCard]:
    """Cards in the order of the pages; pages without a public address are left out."""
    found = addresses(pages, user, [current()])
    places = [(page, found.get(page.pk, {}).get(current())) for page in pages]
    return [PageCard(page, place.path, place.locale) for page, place in places if place]


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
