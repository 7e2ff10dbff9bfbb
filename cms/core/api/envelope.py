"""The envelope around every thing that the API hands out."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail_localize.models import TranslationSource

from cms.core.addresses import Address, addresses
from cms.core.languages import CODES
from cms.core.models import BasePage
from cms.core.querysets import Viewer

Envelope = dict[str, Any]


def envelopes(pages: Sequence[Any], code: str, user: Viewer) -> dict[int, Envelope]:
    """Envelopes by page id for readers of `code`, with four queries for any number.

    Pages without a public address for this user are left out.
    """
    places = addresses(pages, user)
    sources = source_locales(page.translation_key for page in pages)
    return {
        page.pk: _envelope(page, code, places[page.pk], sources)
        for page in pages
        if code in places.get(page.pk, {})
    }


def source_locales(keys: Iterable[UUID]) -> dict[UUID, str]:
    """Language in which each thing was first written, where wagtail-localize knows it."""
    rows = TranslationSource.objects.filter(object_id__in=set(keys))
    return dict(rows.values_list("object_id", "locale__language_code"))


def _envelope(
    page: Any, code: str, places: dict[str, Address], sources: dict[UUID, str]
) -> Envelope:
    here = places[code]
    return {
        "key": str(page.translation_key),
        "type": api_type_of(page),
        "title": page.title,
        "path": here.path,
        "url": f"{settings.SITE_URL}{here.path}",
        "locale": here.locale,
        "requested_locale": code,
        "is_fallback": here.locale != code,
        "translation": {
            "source_locale": sources.get(page.translation_key, here.locale)
        },
        "available_locales": [
            {"locale": c, "path": places[c].path}
            for c in CODES
            if c in places and places[c].locale == c
        ],
        "published": page.first_published_at,
        "updated": page.last_published_at,
    }


def api_type_of(page: Any) -> str:
    """'news', 'library-item', …; 'page' for kinds of page that are not ours."""
    kind = page.specific_class
    return kind.api_type if kind and issubclass(kind, BasePage) else "page"
