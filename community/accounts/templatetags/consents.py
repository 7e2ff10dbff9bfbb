"""`{% consent_asked "directory" as asked %}`: the very text that the ledger will name."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from community.accounts.actions import current_text

register = template.Library()


@register.simple_tag
def consent_asked(code: str) -> dict[str, Any]:
    """Version, language, title and text of what is asked for a purpose today."""
    text = current_text(code)
    language, words = text.in_language(get_language() or settings.LANGUAGE_CODE)
    return {"version": text.version, "language": language, **words}
