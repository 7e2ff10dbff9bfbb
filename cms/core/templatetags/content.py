"""Template words for what editors write."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from cms.core.cards import Card, rows_for
from cms.core.references import page_reference
from cms.core.related import related_keys
from cms.core.rich_text import to_html
from cms.core.rows.reads import ORDERS

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


@register.simple_tag(takes_context=True)
def related_cards(context: template.Context, page: Page) -> list[Card]:
    """Cards of what editors chose to follow this page, each in the best language."""
    keys = page.row.related if page.row is not None else related_keys(page.related)
    if not keys:
        return []
    rows = rows_for(context["request"]).where("key = ANY(%s)", list(keys))
    found = {row.key: Card(row) for row in rows.page(ORDERS["added"], len(keys))}
    return [found[key] for key in keys if key in found]
