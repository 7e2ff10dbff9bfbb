"""Template words for what editors write."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from cms.core.references import page_reference
from cms.core.rich_text import to_html

register = template.Library()


@register.filter
def safe_rich_text(value) -> SafeString:
    """Cleaned HTML of a RichText value or of its source."""
    source = getattr(value, "source", value) or ""
    return mark_safe(to_html(source))  # noqa: S308 (to_html sanitises)


@register.simple_tag
def reference(page):
    """Title, path and language of the page that a block points to, or None."""
    return page_reference(page)
