"""Template words for what machines read about a page: schema.org in JSON-LD."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.core.feeds import plain_html, whole
from cms.core.languages import NAMES
from cms.core.renditions import image_representation
from cms.faq.cards import EntryCard
from home.templatetags.frame import canonical_path, data_block, static_url

register = template.Library()

SCHEMA = {"@context": "https://schema.org"}
LOGO = "home/brand/icon-512.png"


@register.simple_tag(takes_context=True)
def rendered(context: template.Context, body: StreamValue) -> SafeString:
    """The HTML of a text, for pages that need it twice."""
    return body.render_as_block(context.flatten())


@register.simple_tag(takes_context=True)
def answer_data(context: template.Context, page: Page, html: str) -> SafeString:
    """A FAQPage with this one question; `html` is the answer as the page shows it."""
    short = format_html("<p>{}</p>", page.short_answer)
    whole_answer = f"{short}{plain_html(html, page.url)}"
    here = canonical_path(context)
    question = _question(page.title, whole_answer, here, _code(page))
    return _faq(page.title, [question], page)


@register.simple_tag
def topic_data(page: Page, entries: list[EntryCard]) -> SafeString | str:
    """A FAQPage with the questions of a topic and their short answers."""
    questions = [
        _question(
            card.title,
            format_html("<p>{}</p>", card.short_answer),
            card.path,
            card.locale,
        )
        for card in entries
    ]
    return _faq(page.title, questions, page) if questions else ""


def _faq(name: str, questions: list[dict], page: Page) -> SafeString:
    kind = {**SCHEMA, "@type": "FAQPage", "name": name, "inLanguage": _code(page)}
    return data_block({**kind, "mainEntity": questions})


def _question(name: str, html: str, path: str, code: str) -> dict[str, Any]:
    return {
        "@type": "Question",
        "name": name,
        "url": whole(path),
        "inLanguage": code,
        "acceptedAnswer": {"@type": "Answer", "text": html, "inLanguage": code},
    }


@register.simple_tag(takes_context=True)
def news_article_data(context: template.Context, page: Page) -> SafeString:
    """A NewsArticle; what was wrong and mended is its `correction`."""
    shown = image_representation(page.image, page.image_alt)
    us = _organisation(context)
    body = {
        **SCHEMA,
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.lead,
        "inLanguage": _code(page),
        "datePublished": page.date,
        "dateModified": page.last_published_at or page.date,
        "mainEntityOfPage": whole(page.url),
        "articleSection": str(page.get_category_display()),
        "image": [whole(size["url"]) for size in shown["srcset"]] if shown else [],
        "author": us,
        "publisher": us,
        "correction": page.correction,
    }
    return data_block({name: value for name, value in body.items() if value})


@register.simple_tag(takes_context=True)
def site_data(context: template.Context, page: Page) -> SafeString:
    """The WebSite and the Organization behind it, for the home page."""
    contact = context["menus"].contact
    us = _organisation(context) | {
        name: value
        for name, value in (("email", contact.email), ("address", contact.address))
        if value
    }
    if contact.organisation:
        us["name"] = contact.organisation
    site = {
        "@type": "WebSite",
        "@id": whole("/#website"),
        "url": whole("/"),
        "name": context["site_name"],
        "description": page.teaser,
        "inLanguage": list(NAMES),
        "publisher": {"@id": us["@id"]},
    }
    return data_block({**SCHEMA, "@graph": [site, us]})


def _organisation(context: template.Context) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "@id": whole("/#organization"),
        "name": context["site_name"],
        "url": whole("/"),
        "logo": {"@type": "ImageObject", "url": static_url(context, LOGO)},
    }


def _code(page: Page) -> str:
    return page.locale.language_code
