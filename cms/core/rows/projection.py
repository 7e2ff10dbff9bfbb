"""From pages and what they show to rows of the read model. Writes nothing."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from wagtail.models import Page

from cms.core.addresses import Address
from cms.core.depends import collected
from cms.core.languages import CODES, best
from cms.core.rows.circles import Circles, subsets
from cms.core.rows.ground import Edition, Ground, load_ground
from cms.core.rows.kinds import page_kinds

# PostgreSQL refuses lexemes of more than 2 KB; nobody types words as long as this.
LONGEST_WORD = 100
# A tsvector holds a megabyte.
MOST_BYTES_OF_WORDS = 700_000
STEPS_OF_HOME = 2 * Page.steplen

Row = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """Who is told of a thing: readers of `code` who are in these circles."""

    code: str
    circles: Circles
    edition: Edition
    ground: Ground

    def parent(self) -> tuple[UUID, str] | None:
        """Key and title of what the thing stands below, in the reader's language."""
        if len(self.edition.line) < 2:
            return None
        key = self.edition.line[-2]
        title = self.ground_title(key)
        return (key, title) if title is not None else None

    def ground_title(self, key: UUID) -> str | None:
        visible = self.ground.visible(key, self.circles)
        locale = best(self.code, visible)
        return visible[locale].title if locale else None

    def titles_of(self, keys: Iterable[UUID]) -> dict[UUID, str]:
        """Titles of other things, those that these readers may see."""
        wanted = set(keys)
        if not wanted:
            return {}
        other = Spot(self.code, self.circles, self.edition, load_ground(wanted))
        found = {
            key: other.ground_title(key)
            for key in wanted
            if other.ground.places(key, self.circles).get(self.code)
        }
        return {key: title for key, title in found.items() if title is not None}


def project(keys: Iterable[UUID]) -> list[Row]:
    """The rows that these things should have now; none for what is not public at all."""
    wanted = set(keys)
    ground = load_ground(wanted)
    pages = _pages(ground, wanted)
    first = _first_languages(wanted)
    rows: list[Row] = []
    for key in wanted:
        editions = {
            code: edition
            for code, edition in ground.editions.get(key, {}).items()
            if edition.pk in pages and pages[edition.pk].is_listed
        }
        if editions:
            ground.editions[key] = editions
            rows += _Thing(key, ground, pages, first[key]).rows()
    return rows


def _pages(ground: Ground, keys: set[UUID]) -> dict[int, Any]:
    """The specific pages of these things by id, with all that their rows need."""
    by_kind: dict[int, list[int]] = defaultdict(list)
    for key in keys:
        for edition in ground.editions.get(key, {}).values():
            by_kind[edition.kind].append(edition.pk)
    kinds = {_content_type(kind).pk: kind for kind in page_kinds()}
    found: dict[int, Any] = {}
    for number, pks in by_kind.items():
        kind = kinds.get(number)
        if kind is not None:
            pages = kind.for_rows(kind.objects.filter(pk__in=pks))
            found |= {page.pk: page for page in pages.select_related("locale")}
    return found


def _content_type(model: Any) -> Any:
    return apps.get_model("contenttypes.ContentType").objects.get_for_model(model)


def _first_languages(keys: set[UUID]) -> dict[UUID, str]:
    """The language in which each thing was first written: that of its oldest page."""
    rows = Page.objects.filter(translation_key__in=keys, alias_of=None).order_by("-pk")
    return dict(rows.values_list("translation_key", "locale__language_code"))


class _Thing:
    """One thing while its rows are made; texts are rendered once for each edition."""

    def __init__(
        self, key: UUID, ground: Ground, pages: dict[int, Any], first: str
    ) -> None:
        self.key, self.ground, self.pages, self.first = key, ground, pages, first
        self.own = ground.editions[key]
        self.texts: dict[int, tuple[dict, str, set[str]]] = {}
        some = self.pages[min(edition.pk for edition in self.own.values())]
        self.number = some.row_number

    def rows(self) -> list[Row]:
        around = self.ground.circles_around(self.key).union(
            *(self.pages[edition.pk].row_circles() for edition in self.own.values())
        )
        rows = []
        for chosen in subsets(around):
            visible = self.ground.visible(self.key, chosen)
            places = self.ground.places(self.key, chosen)
            words = self._words(visible)
            for code, place in places.items():
                spot = Spot(code, chosen, visible[place.locale], self.ground)
                row = self._row(spot, places)
                row |= {
                    "needs": sorted(chosen),
                    "excludes": sorted(around - chosen),
                    "words": words,
                }
                rows.append(row | {"digest": _digest(row)})
        return rows

    def _row(self, spot: Spot, places: dict[str, Address]) -> Row:
        page = self.pages[spot.edition.pk]
        here = places[spot.code]
        with translation.override(spot.code), collected() as shown:
            card = page.list_content(spot)
            whole = page.whole_content(spot)
        content, body, shown_in_text = self._text(page)
        own_places = [
            {"locale": c, "path": places[c].path}
            for c in CODES
            if c in places and places[c].locale == c
        ]
        envelope = {
            "key": self.key,
            "title": page.title,
            "locale": here.locale,
            "requested_locale": spot.code,
            "is_fallback": here.locale != spot.code,
            "translation": {"source_locale": self.first},
            "available_locales": own_places,
            "published": page.first_published_at,
            "updated": page.last_published_at,
        }
        line = spot.edition.line
        return {
            "key": self.key,
            "type": page.api_type,
            "locale": spot.code,
            "text_locale": here.locale,
            "page_id": page.pk,
            "available": [place["locale"] for place in own_places],
            "parent": line[-2] if len(line) > 1 else None,
            "path": here.path,
            "title": page.title,
            "sort_value": page.row_sort,
            "sort_title": page.row_sort_title(spot.code)[:255],
            "position": page.path[STEPS_OF_HOME:],
            "number": self.number,
            "facets": _facets(page, spot),
            "shows": sorted(shown | shown_in_text),
            "published": page.first_published_at,
            "updated": page.row_updated,
            "pinned_until": page.row_pinned_until,
            "stale_on": page.row_stale_on,
            "envelope": members(envelope),
            "card": members(card),
            "whole": members(whole),
            "content": members({"content": content}),
            "body": body,
        }

    def _text(self, page: Any) -> tuple[dict, str, set[str]]:
        """What the page itself says; links in it point into its own language."""
        if page.pk not in self.texts:
            language = page.locale.language_code
            with translation.override(language), collected() as shown:
                content = page.api_detail()
                value = page.body_value
                blocks = (
                    value.stream_block.get_api_representation(value) if value else []
                )
                self.texts[page.pk] = (content, dumps(blocks), shown)
        return self.texts[page.pk]

    def _words(self, visible: dict[str, Edition]) -> list[str]:
        """Every folded word of the thing in any language, for search.

        Of a thing with the text of whole books, the words that come first.
        """
        found: dict[str, None] = {}
        room = MOST_BYTES_OF_WORDS
        for edition in visible.values():
            for word in self.pages[edition.pk].row_words().split():
                if word not in found and len(word) <= LONGEST_WORD:
                    room -= len(word.encode()) + 8
                    if room < 0:
                        break
                    found[word] = None
        return sorted(found)


def _facets(page: Any, spot: Spot) -> list[str]:
    related = {f"see:{n:02}:{key}" for n, key in enumerate(page.row_related)}
    return sorted(page.row_facets(spot) | page.row_menus | related)


def dumps(value: Any) -> str:
    return json.dumps(
        value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")
    )


def members(value: dict) -> str:
    """A JSON object without its braces; '' for an empty one."""
    return dumps(value)[1:-1]


def _digest(row: Row) -> str:
    """Of all that the row says; where it stands in the tree changes with its siblings."""
    said = {name: value for name, value in row.items() if name != "position"}
    text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
