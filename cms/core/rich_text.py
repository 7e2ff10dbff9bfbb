"""Rich text on its way out: links in the reader's language, and nothing unsafe."""

import nh3
from wagtail.rich_text import expand_db_html

TAGS = {
    "a",
    "b",
    "strong",
    "i",
    "em",
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "sub",
    "sup",
    "hr",
}
ATTRIBUTES = {"a": {"href", "hreflang"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def to_html(source: str) -> str:
    """Safe HTML of stored rich text, for templates and for the API alike.

    wagtail's own filter trusts what is stored; importers, translation files and old
    revisions can hold anything, so the text is cleaned here, each time it leaves.
    """
    return nh3.clean(
        expand_db_html(source),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
