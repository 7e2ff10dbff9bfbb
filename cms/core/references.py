"""References from one page to another, in the reader's language where it exists."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from cms.core.addresses import address_of
from cms.core.depends import note
from cms.core.languages import current


def page_reference(page: Page | None) -> dict[str, Any] | None:
    """{key, type, title, locale, path, is_fallback} of a public page, else None.

    Read as an anonymous visitor whoever asks, so that a cached answer leaks nothing.
    """
    if page is None:
        return None
    note(f"page:{page.translation_key}")
    address = address_of(page, current(), AnonymousUser())
    if address is None:
        return None
    edition = _edition(page, address.locale)
    return {
        "key": str(page.translation_key),
        "type": getattr(edition.specific_class, "api_type", "page"),
        "title": edition.title,
        "locale": address.locale,
        "path": address.path,
        "is_fallback": address.locale != current(),
    }


def _edition(page: Page, code: str) -> Page:
    if page.locale.language_code == code:
        return page
    return Page.objects.get(
        translation_key=page.translation_key, locale__language_code=code
    )
