"""What the projection stands on: language versions, their places and who may see them.

Read in seven queries for any number of things.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from cms.core.addresses import Address, in_each, prefixes
from cms.core.languages import CODES, best
from cms.core.rows.circles import Circles, lets_in, restrictions

_HOME_DEPTH = 2


@dataclass(frozen=True)
class Edition:
    """One live language version. `line` holds the keys from the home down to it."""

    pk: int
    key: UUID
    code: str
    path: str
    address: str
    title: str
    kind: int
    line: tuple[UUID, ...]
    closed_by: tuple[Circles, ...]


@dataclass
class Ground:
    editions: dict[UUID, dict[str, Edition]] = field(default_factory=dict)

    def visible(self, key: UUID, circles: Circles) -> dict[str, Edition]:
        """The language versions that readers of these circles may see, by language."""
        return {
            code: edition
            for code, edition in self.editions.get(key, {}).items()
            if lets_in(edition.closed_by, circles)
        }

    def circles_around(self, key: UUID) -> Circles:
        """All circles that make a difference to who sees what of this thing."""
        found: set[str] = set()
        for edition in self.editions.get(key, {}).values():
            for above in edition.line:
                for other in self.editions.get(above, {}).values():
                    found.update(*other.closed_by)
        return frozenset(found)

    def places(self, key: UUID, circles: Circles) -> dict[str, Address]:
        """Address of the thing for readers of each language."""
        visible = self.visible(key, circles)
        found: dict[str, Address] = {}
        for code in CODES:
            locale = best(code, visible)
            if locale is not None:
                found |= self._address(visible[locale], code, circles)
        return found

    def _address(
        self, edition: Edition, code: str, circles: Circles
    ) -> dict[str, Address]:
        known = {
            above: {
                c: other.address for c, other in self.visible(above, circles).items()
            }
            for above in edition.line
        }
        if not all(known.values()):
            return {}
        return in_each(list(edition.line), known, [code])


def load_ground(keys: Iterable[UUID]) -> Ground:
    """The ground under these things, and under all that stands above them."""
    wanted = set(keys)
    pages = _rows(Page.objects.filter(translation_key__in=wanted))
    above = {prefix for page in pages for prefix in prefixes(page["path"])}
    line = dict(_live().filter(path__in=above).values_list("path", "translation_key"))
    more = set(line.values()) - wanted
    pages += _rows(Page.objects.filter(translation_key__in=more))
    higher = {prefix for page in pages for prefix in prefixes(page["path"])} - set(line)
    line |= dict(_live().filter(path__in=higher).values_list("path", "translation_key"))
    return _ground(pages, line)


def _live() -> PageQuerySet:
    return Page.objects.live().filter(alias_of=None)


def _rows(pages: PageQuerySet) -> list[dict]:
    live = pages.live().filter(alias_of=None, depth__gte=_HOME_DEPTH)
    return list(
        live.values(
            "pk",
            "translation_key",
            "locale__language_code",
            "path",
            "url_path",
            "title",
            "content_type_id",
        )
    )


def _ground(pages: list[dict], line: dict[str, UUID]) -> Ground:
    closing = restrictions()
    roots = {root.language_code: root.root_path for root in Site.get_site_root_paths()}
    ground = Ground()
    for page in pages:
        code = page["locale__language_code"]
        root = roots.get(code)
        whole = [line.get(prefix) for prefix in prefixes(page["path"])]
        keys = tuple(key for key in whole if key is not None)
        # Below something that is not live, or on no site: it has no address.
        if root is None or len(keys) != len(whole):
            continue
        if not page["url_path"].startswith(root):
            continue
        edition = Edition(
            pk=page["pk"],
            key=page["translation_key"],
            code=code,
            path=page["path"],
            address=f"/{code}/{page['url_path'][len(root) :]}",
            title=page["title"],
            kind=page["content_type_id"],
            line=keys,
            closed_by=tuple(
                circles for path, circles in closing if page["path"].startswith(path)
            ),
        )
        ground.editions.setdefault(edition.key, {})[code] = edition
    return ground
