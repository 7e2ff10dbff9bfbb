"""Which languages there are and in which order a reader is offered them."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

CODES: tuple[str, ...] = tuple(code for code, _ in settings.LANGUAGES)
NAMES: dict[str, str] = dict(settings.LANGUAGES)


def current() -> str:
    """The code of the active language, always one of `CODES`."""
    active = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return active if active in CODES else settings.LANGUAGE_CODE


def chain(code: str) -> tuple[str, ...]:
    """The reader's language first, then those shown when a text lacks it."""
    return (code, *settings.CONTENT_FALLBACKS[code])


def best(code: str, available: Iterable[str]) -> str | None:
    """The first language of the reader's chain in which the thing exists."""
    existing = set(available)
    return next((c for c in chain(code) if c in existing), None)
