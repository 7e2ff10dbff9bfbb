"""What search engines may read: /sitemap.xml, a file for each language and chunk, and
files of the forum's topics.

Protocol: sitemaps.org 0.9, with `xhtml:link` for the other languages of the same text
as search engines ask for it. Only addresses at which a text exists in their own language
are named; a text that stands in for a missing one has its address in its own language,
and a topic that in which it was begun.
"""

import hashlib
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.html import escape
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from cms.core.addresses import Address, addresses
from cms.core.languages import CODES
from cms.core.querysets import hidden_from
from community.forums.views.addresses import (
    Address as TopicAddress,
)
from community.forums.views.addresses import (
    public_addresses,
    public_ranges,
    public_state,
)

CHUNK = 5000  # the protocol allows 50,000 addresses in a file
MOST_CHUNKS = 1000  # five million pages; a bound for what an address may ask for
HOME_DEPTH = 2
FORUM = "forum"  # stands where other files name their language
XML = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
Places = dict[str, Address]


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The files that there are."""
    return _answer(request, _index, *public_state())


@require_safe
def sitemap(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One chunk of one language, or of the forum. The same few queries for one address
    and for 5,000."""
    if code not in (*CODES, FORUM) or not 1 <= number <= MOST_CHUNKS:
        raise Http404
    if code == FORUM:
        return _answer(request, lambda: _topics(number), *public_state())
    return _answer(request, lambda: _urlset(_chunk(code, number), code))


def _index() -> Iterator[str]:
    rows = (
        _public()
        .order_by("locale__language_code")
        .values("locale__language_code")
        .annotate(number=Count("pk"))
    )
    lines = [
        f"<sitemap><loc>{_whole(f'/sitemap-{code}-{chunk}.xml')}</loc></sitemap>\n"
        for code, number in rows.values_list("locale__language_code", "number")
        for chunk in range(1, -(-number // CHUNK) + 1)
        if code in CODES
    ]
    lines += [
        f"<sitemap><loc>{_whole(f'/sitemap-{FORUM}-{chunk}.xml')}</loc></sitemap>\n"
        for chunk in public_ranges(CHUNK)
    ]
    head = f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n'
    return iter([head, *lines, "</sitemapindex>\n"])


def _chunk(code: str, number: int) -> list[Page]:
    """Raises Http404 when there are fewer pages."""
    pages = _public().filter(locale__language_code=code).order_by("pk")
    first = (number - 1) * CHUNK
    only = pages.only("pk", "path", "depth", "last_published_at")
    found = list(only[first : first + CHUNK])
    if not found:
        raise Http404
    return found


def _public() -> QuerySet:
    return Page.objects.live().filter(
        ~hidden_from(AnonymousUser()), alias_of=None, depth__gte=HOME_DEPTH
    )


def _urlset(pages: list[Page], code: str) -> Iterator[str]:
    """Asks the database at once, so that nothing can fail in the middle of the answer."""
    found = addresses(pages, AnonymousUser())
    return _lines(pages, found, code)


def _lines(pages: list[Page], found: dict[int, Places], code: str) -> Iterator[str]:
    yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="{_XHTML}">\n'
    for page in pages:
        own = {c: a for c, a in found.get(page.pk, {}).items() if a.locale == c}
        if code in own:
            yield _url(page, own, code)
    yield "</urlset>\n"


def _url(page: Page, own: Places, code: str) -> str:
    changed = page.last_published_at
    lastmod = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{name}" href="{_whole(path)}"/>'
        for name, path in alternates(own, is_home=page.depth == HOME_DEPTH)
    )
    return f"<url><loc>{_whole(own[code].path)}</loc>{lastmod}{links}</url>\n"


def _topics(number: int) -> Iterator[str]:
    """Raises Http404 where there is none."""
    found = public_addresses(number, CHUNK)
    if not found:
        raise Http404
    return _topic_lines(found)


def _topic_lines(found: list[TopicAddress]) -> Iterator[str]:
    yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n'
    for path, at in found:
        lastmod = at.isoformat(timespec="seconds")
        yield f"<url><loc>{_whole(path)}</loc><lastmod>{lastmod}</lastmod></url>\n"
    yield "</urlset>\n"


def alternates(own: Places, *, is_home: bool) -> list[tuple[str, str]]:
    """(hreflang, path) of each language of a text, and of what suits anybody else.

    `x-default` is the site's first language in which the text exists; for the home page
    it is `/`, which leads on to the visitor's own language.
    """
    codes = [c for c in CODES if c in own]
    anybody = "/" if is_home else own[codes[0]].path
    return [*((c, own[c].path) for c in codes), ("x-default", anybody)]


def _answer(
    request: HttpRequest, parts: Callable[[], Iterator[str]], *more: object
) -> HttpResponse:
    """Streamed; 304 when nothing that a sitemap shows has changed since: no page, and
    nothing of what `more` tells."""
    etag = _etag(request.path, *more)
    response = get_conditional_response(request, etag) or StreamingHttpResponse(
        parts(), content_type=XML
    )
    response.headers.setdefault("ETag", etag)
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _etag(path: str, *more: object) -> str:
    """From what changes with every publication, removal, move and restriction."""
    pages = Page.objects.live().aggregate(Count("pk"), Max("last_published_at"))
    log = PageLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    closed = PageViewRestriction.objects.aggregate(Count("pk"), Max("pk"))
    state = [settings.SITE_URL, path, *pages.values(), log, *closed.values(), *more]
    text = "\n".join(str(part) for part in state)
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _whole(path: str) -> str:
    return escape(f"{settings.SITE_URL}{path}")
