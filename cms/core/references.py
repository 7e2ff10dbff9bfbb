"""References from one page to another, in the reader's language where it exists."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from cms.core.addresses import Address, addresses
from cms.core.depends import note
from cms.core.languages import current

Reference = dict[str, Any]


def page_reference(page: Page | None) -> Reference | None:
    """{key, type, title, locale, path, is_fallback} of a public page, else None.

    Read as an anonymous visitor whoever asks, so that a cached answer leaks nothing.
    """
    return next(iter(page_references([page])), None)


def page_references(pages: Iterable[Page | None]) -> list[Reference]:
    """The same for many, in their order, with three queries; what is not public is out."""
    chosen = [page for page in pages if page is not None]
    for page in chosen:
        note(f"page:{page.translation_key}")
    found = addresses(chosen, AnonymousUser(), [current()])
    here = {
        page.translation_key: found[page.pk][current()]
        for page in chosen
        if current() in found.get(page.pk, {})
    }
    editions = _editions(here)
    return [_reference(editions[key], here[key]) for key in here if key in editions]


def _reference(edition: Page, address: Address) -> Reference:
    return {
        "key": str(edition.translation_key),
        "type": getattr(edition.specific_class, "api_type", "page"),
        "title": edition.title,
        "locale": address.locale,
        "path": address.path,
        "is_fallback": address.locale != current(),
    }


def _editions(here: dict[UUID, Address]) -> dict[UUID, Page]:
    """The language version that each address leads to."""
    pages = Page.objects.live().filter(translation_key__in=here, alias_of=None)
    return {
        page.translation_key: page
        for page in pages.select_related("locale")
        if page.locale.language_code == here[page.translation_key].locale
    }
