"""Template words for the frame around the content: way back, search, head of the page."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.languages import current
from cms.core.querysets import best_pages, hidden_from
from cms.core.renditions import image_representation
from cms.core.rows.reads import Found

register = template.Library()

HOME_DEPTH = 2  # root, then a home for each language
# What could end the script element or is read as a line end by old parsers.
_UNSAFE_IN_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def trail(context: template.Context) -> list[dict[str, str]]:
    """[{title, path, locale}] from the home page to the page above this one.

    In the reader's language where it exists. Empty on the home page and without a page.
    Asks the database only for pages that stand deeper than the sections.
    """
    above = context.get("above")
    if above is not None:
        return [_place(row) for row in above]
    page, request = context.get("page"), context.get("request")
    if page is None or request is None or page.depth <= HOME_DEPTH:
        return []
    home = {"title": _("Home"), "path": f"/{current()}/", "locale": current()}
    return [home, *_sections_above(page, request)]


def _place(row: Found) -> dict[str, str]:
    if row.path == f"/{current()}/":
        return {"title": _("Home"), "path": row.path, "locale": current()}
    return {"title": row.title, "path": row.path, "locale": row.text_locale}


def _sections_above(page: Page, request: HttpRequest) -> list[dict[str, str]]:
    here = page.reader_address(request)
    if here is None or page.depth <= HOME_DEPTH + 1:
        return []
    above = page.get_ancestors().filter(depth__gt=HOME_DEPTH)
    keys = dict(above.values_list("translation_key", "depth"))
    editions = Page.objects.live().filter(~hidden_from(request.user), alias_of=None)
    best = best_pages(editions.filter(translation_key__in=keys), current())
    pages = list(Page.objects.filter(pk__in=best).select_related("locale"))
    pages.sort(key=lambda found: keys[found.translation_key])
    # The address of a page above is the beginning of this page's own.
    parts = here.path.strip("/").split("/")
    return [
        {
            "title": found.title,
            "path": "/" + "/".join(parts[: keys[found.translation_key] - 1]) + "/",
            "locale": found.locale.language_code,
        }
        for found in pages
    ]


@register.simple_tag
def picture(image: Any, alt: str = "") -> dict[str, Any] | None:
    """{alt, width, height, url, srcset: [{url, width, height}]} of an image, or None."""
    return image_representation(image, alt)


@register.simple_tag(takes_context=True)
def canonical_path(context: template.Context) -> str:
    """Path of this screen without its query; a text shown as a substitute names its own."""
    request = context["request"]
    if not context.get("is_fallback"):
        return request.path
    code = context["content_language"]
    places = {place["code"]: place["path"] for place in context["languages_here"]}
    return places.get(code, request.path)


@register.simple_tag(takes_context=True)
def default_path(context: template.Context) -> str:
    """Path for those who read none of our languages (hreflang `x-default`), or ''.

    The home page leads them to the language of their browser.
    """
    page = context.get("page")
    if page is None:
        return ""
    if _is_home(context):
        return "/"
    existing = [place for place in context["languages_here"] if place["exists"]]
    return existing[0]["path"] if existing else ""


def _is_home(context: template.Context) -> bool:
    row = context.get("row")
    if row is not None:
        return bool(row.path == f"/{current()}/")
    return bool(context["page"].depth <= HOME_DEPTH)


@register.simple_tag(takes_context=True)
def structured_data(context: template.Context, kind: str, **values: Any) -> SafeString:
    """A schema.org data block: `kind` is a type of schema.org, values its properties.

    Browsers never run a script element of this type, so a policy without inline script
    allows it. Empty values are left out.
    """
    known = {name: value for name, value in values.items() if value}
    body = {"@context": "https://schema.org", "@type": kind, **known}
    return data_block(body)


@register.simple_tag(takes_context=True)
def trail_data(context: template.Context, places: list[dict[str, str]]) -> SafeString:
    """The way back, and this page at its end, as a BreadcrumbList of schema.org."""
    page = context.get("page")
    here = [{"title": page.title, "path": canonical_path(context)}] if page else []
    items = [
        {
            "@type": "ListItem",
            "position": number,
            "name": place["title"],
            "item": f"{context['site_url']}{place['path']}",
        }
        for number, place in enumerate([*places, *here], start=1)
    ]
    return data_block(
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": items,
        }
    )


def data_block(body: dict[str, Any]) -> SafeString:
    text = json.dumps(body, ensure_ascii=False, cls=DjangoJSONEncoder)
    text = text.translate(_UNSAFE_IN_SCRIPT)
    inside = mark_safe(text)  # noqa: S308 (no character that could end the element is left)
    return format_html('<script type="application/ld+json">{}</script>', inside)


@register.simple_tag(takes_context=True)
def static_url(context: template.Context, path: str) -> str:
    """Absolute address of a static file, for those who read a page from elsewhere."""
    return f"{context.get('site_url', '')}{static(path)}"
