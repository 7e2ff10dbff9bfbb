"""Answers put together from the fragments of the read model, without building objects."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from cms.core.rows.circles import Circles
from cms.core.rows.projection import dumps
from cms.core.rows.reads import Found

JSON = "application/json"
# Every use is checked with us; that costs a version, not a body.
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-cache"


def item(
    found: Found,
    kind: str,
    *fragments: str,
    fields: frozenset[str] = frozenset(),
    asked: str = "",
) -> str:
    """A JSON object: the envelope and these fragments, of it only `fields` if any.

    `asked` is the language that was asked for where a chain of the reader's own chose
    the row of another one.
    """
    place = json.dumps(found.path, ensure_ascii=False)
    url = json.dumps(f"{settings.SITE_URL}{found.path}", ensure_ascii=False)
    head = f'"type":"{kind}","path":{place},"url":{url}'
    whole = "{" + ",".join([head, found.envelope, *filter(None, fragments)]) + "}"
    if not fields and asked in ("", found.locale):
        return whole
    value = json.loads(whole)
    if asked:
        value |= {"requested_locale": asked, "is_fallback": asked != value["locale"]}
    if fields:
        value = {name: value[name] for name in value if name in fields}
    return dumps(value)


def page_of_list(
    total: int, following: str, previous: str, items: Sequence[str]
) -> str:
    ends = f'"next":{json.dumps(following or None)},"previous":{json.dumps(previous or None)}'
    return f'{{"total":{total},{ends},"items":[{",".join(items)}]}}'


def etag(*parts: Any) -> str:
    """Strong: it stands for the bytes, as each part of what made them is in it."""
    text = "\0".join(map(str, parts))
    return f'"{hashlib.blake2b(text.encode(), digest_size=12).hexdigest()}"'


def not_modified(
    request: HttpRequest, tag: str, circles: Circles
) -> HttpResponse | None:
    """304 when the asker has these very bytes already (RFC 9110, 13.1.2)."""
    sent = request.META.get("HTTP_IF_NONE_MATCH", "")
    known = {one.strip().removeprefix("W/") for one in sent.split(",")}
    if tag not in known and "*" not in known:
        return None
    return _with_headers(HttpResponseNotModified(), tag, circles)


def raw(body: str, tag: str, circles: Circles, media_type: str = JSON) -> HttpResponse:
    return _with_headers(HttpResponse(body, content_type=media_type), tag, circles)


def _with_headers(response: Any, tag: str, circles: Circles) -> Any:
    response.headers["ETag"] = tag
    # What a member is told may be more than what everybody is told.
    response.headers["Cache-Control"] = PRIVATE if circles else PUBLIC
    response.is_public = not circles
    return response
