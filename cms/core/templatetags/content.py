"""Template words for what editors write."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from cms.core.cards import Card, cards_of
from cms.core.references import page_reference
from cms.core.related import related_pages
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


@register.simple_tag(takes_context=True)
def related_cards(context: template.Context, page: Page) -> list[Card]:
    """Cards of what editors chose to follow this page, each in the best language.

    One query for each kind of page among them, however many there are.
    """
    user = context["request"].user
    chosen = related_pages(page.related, user)
    whole = Page.objects.filter(pk__in=[one.pk for one in chosen]).specific()
    by_key = {one.translation_key: one for one in whole}
    return cards_of([by_key[one.translation_key] for one in chosen], user)
