"""Where a page stands in each language, also where it has no text in that language.

A page without an English text still has an English address: that of its nearest
ancestor that is in English, followed by the slugs of the text that stands in. It is the
same whichever language version one asks for. `BasePage.route` understands such
addresses, so a reader never leaves the chosen language (and never meets a 404) just
because a translation is missing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page, Site

from cms.core.languages import CODES, NAMES, best, current
from cms.core.querysets import Viewer, hidden_from

_STEP = Page.steplen
_HOME_DEPTH = 2  # the homes of the languages are the children of the tree's root


@dataclass(frozen=True)
class Address:
    """`path` begins with the language asked for; `locale` is the text's language."""

    path: str
    locale: str


def languages_of(text_locale: str, places: dict[str, Address]) -> dict[str, Any]:
    """What templates are told of a page's languages; `places` by the reader's language."""
    return {
        # Tells apart what is said of the languages, for pieces of pages that are kept.
        "languages_key": tuple(
            sorted((c, p.path, p.locale) for c, p in places.items())
        ),
        "content_language": text_locale,
        "is_fallback": text_locale != current(),
        "languages_here": [
            {
                "code": code,
                "name": NAMES[code],
                "path": places[code].path,
                "exists": places[code].locale == code,
            }
            for code in CODES
            if code in places
        ],
    }


def address_of(page: Page, code: str, user: Viewer) -> Address | None:
    """Address of one page for a reader of `code`, or None when it is not public."""
    return addresses([page], user, [code]).get(page.pk, {}).get(code)


def addresses(
    pages: Iterable[Page], user: Viewer, codes: Sequence[str] = CODES
) -> dict[int, dict[str, Address]]:
    """Addresses by page id and language, with two queries for any number of pages."""
    pages = list(pages)
    visible = Page.objects.live().filter(~hidden_from(user), alias_of=None)
    keys = _keys(visible, pages)
    editions = editions_by_key(visible, keys.values())
    found: dict[int, dict[str, Address]] = {}
    for page in pages:
        line = [keys.get(prefix) for prefix in prefixes(page.path)]
        whole = [key for key in line if key is not None]
        if whole and len(whole) == len(line):
            found[page.pk] = in_each(whole, editions, codes)
    return found


def editions_by_key(
    visible: QuerySet, keys: Iterable[UUID]
) -> dict[UUID, dict[str, str]]:
    """Path of every visible language version: key → language → path."""
    rows = visible.filter(translation_key__in=set(keys)).values_list(
        "translation_key", "locale__language_code", "url_path"
    )
    roots = {root.language_code: root.root_path for root in Site.get_site_root_paths()}
    editions: dict[UUID, dict[str, str]] = {}
    for key, code, url_path in rows:
        root = roots.get(code)
        if root and url_path.startswith(root):
            editions.setdefault(key, {})[code] = f"/{code}/{url_path[len(root) :]}"
    return editions


def _keys(visible: QuerySet, pages: Iterable[Page]) -> dict[str, UUID]:
    """Keys of the pages and of all above them, by tree path."""
    wanted = {prefix for page in pages for prefix in prefixes(page.path)}
    return dict(visible.filter(path__in=wanted).values_list("path", "translation_key"))


def prefixes(path: str) -> list[str]:
    """Tree paths from the language's home down to the page itself."""
    start = _STEP * _HOME_DEPTH
    return [path[:end] for end in range(start, len(path) + 1, _STEP)]


def in_each(
    line: list[UUID], editions: dict[UUID, dict[str, str]], codes: Sequence[str]
) -> dict[str, Address]:
    """Address by language of what stands at the end of this line of keys.

    `editions` gives the path of each language version of everything on the line.
    """
    texts = editions.get(line[-1], {})
    found = {}
    for code in codes:
        path = _path_in(line, editions, code)
        locale = best(code, texts)
        if path and locale:
            found[code] = Address(path, locale)
    return found


def _path_in(
    line: list[UUID], editions: dict[UUID, dict[str, str]], code: str
) -> str | None:
    slugs: list[str] = []
    for key in reversed(line):
        texts = editions.get(key, {})
        locale = best(code, texts)
        if locale is None:
            return None
        if locale == code:
            return texts[code] + "".join(f"{slug}/" for slug in reversed(slugs))
        slugs.append(texts[locale].rstrip("/").rpartition("/")[2])
    return None
