"""Feeds of what is new, for readers' programs: Atom (RFC 4287) and JSON Feed 1.1.

Both say the same. Addresses are whole and begin with the site's own, whatever host name
the request came by; identity is the thing's key, so an entry is not new again in another
language, after a move or after a restore.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

import nh3
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date

from cms.core.languages import current
from cms.core.rich_text import SCHEMES, TAGS

JSON_FEED = "https://jsonfeed.org/version/1.1"
LENGTH = 30
KEPT_FOR = 300  # seconds that a cache may go without asking
_TAGS = TAGS | {
    *("blockquote", "cite", "figure", "figcaption", "img"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "th": {"scope"},
}
# What is drawn or done on the page says nothing in a feed.
_DROPPED = {"button", "script", "style", "svg", "template"}


@dataclass(frozen=True)
class Item:
    """`path` begins with the feed's language; `language` is the text's.

    `version`: whatever else the text depends on than on the day it was `updated`.
    """

    key: UUID
    path: str
    title: str
    summary: str
    language: str
    published: datetime
    updated: datetime
    html: Callable[[], str]
    image: str = ""
    tags: Sequence[str] = field(default=())
    authors: Sequence[str] = field(default=())
    version: str = ""


@dataclass(frozen=True)
class Channel:
    """A feed in one language; `path` is the page that it belongs to."""

    title: str
    description: str
    path: str
    items: Sequence[Item]

    @property
    def updated(self) -> datetime | None:
        return max((item.updated for item in self.items), default=None)


def whole(path: str) -> str:
    """Absolute address on this site; an absolute one stays."""
    return urljoin(f"{settings.SITE_URL}/", path)


def plain_html(html: str, path: str) -> str:
    """HTML that any feed reader may show: few elements, no scripts, whole addresses."""
    base = whole(path)

    def complete(tag: str, name: str, value: str) -> str:
        return urljoin(base, value) if name in ("href", "src") else value

    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED,
        attribute_filter=complete,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )


def answer_atom(request: HttpRequest, channel: Channel) -> HttpResponse:
    return _answer(request, channel, lambda: _atom(channel))


def answer_json(request: HttpRequest, channel: Channel) -> HttpResponse:
    return _answer(request, channel, lambda: _json(channel))


def _answer(
    request: HttpRequest, channel: Channel, build: Callable[[], HttpResponse]
) -> HttpResponse:
    """The feed, or 304 before any text was rendered."""
    etag = _etag(request.path, channel)
    changed = int(channel.updated.timestamp()) if channel.updated else None
    response = get_conditional_response(request, etag, changed) or build()
    response.headers.setdefault("ETag", etag)
    if changed:
        response.headers.setdefault("Last-Modified", http_date(changed))
    patch_cache_control(response, public=True, max_age=KEPT_FOR)
    return response


def _etag(path: str, channel: Channel) -> str:
    """Weak: it names the versions of the entries, not the bytes."""
    parts = [path, channel.title, channel.description, settings.SITE_URL]
    for item in channel.items:
        parts += [str(item.key), item.language, item.path, item.updated.isoformat()]
        parts += [*item.authors, item.version]
    return f'W/"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}"'


class _WholeTextAtom(Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {**super().item_attributes(item), "xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


def _atom(channel: Channel) -> HttpResponse:
    feed = _WholeTextAtom(
        title=channel.title,
        link=whole(channel.path),
        description=None,
        subtitle=channel.description,
        language=current(),
        author_name=settings.WAGTAIL_SITE_NAME,
        feed_url=whole(f"{channel.path}feed/"),
    )
    for item in channel.items:
        feed.add_item(
            title=item.title,
            link=whole(item.path),
            description=escape(item.summary),
            unique_id=f"urn:uuid:{item.key}",
            pubdate=item.published,
            updateddate=item.updated,
            categories=item.tags,
            author_name=", ".join(item.authors) or None,
            language=item.language,
            html=plain_html(item.html(), item.path),
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _json(channel: Channel) -> HttpResponse:
    body = {
        "version": JSON_FEED,
        "title": channel.title,
        "home_page_url": whole(channel.path),
        "feed_url": whole(f"{channel.path}feed.json"),
        "description": channel.description,
        "language": current(),
        "authors": [{"name": settings.WAGTAIL_SITE_NAME, "url": whole("/")}],
        "items": [_json_item(item) for item in channel.items],
    }
    return JsonResponse(
        _without_empty(body),
        content_type="application/feed+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _json_item(item: Item) -> dict[str, Any]:
    return _without_empty(
        {
            "id": f"urn:uuid:{item.key}",
            "url": whole(item.path),
            "title": item.title,
            "summary": item.summary,
            "content_html": plain_html(item.html(), item.path)
            or f"<p>{escape(item.summary)}</p>",
            "image": whole(item.image) if item.image else "",
            "date_published": item.published.isoformat(),
            "date_modified": item.updated.isoformat(),
            "language": item.language,
            "tags": list(item.tags),
            "authors": [{"name": name} for name in item.authors],
        }
    )


def _without_empty(body: dict[str, Any]) -> dict[str, Any]:
    """JSON Feed leaves out what is not known; a feed without entries keeps its list."""
    return {name: value for name, value in body.items() if value or name == "items"}
