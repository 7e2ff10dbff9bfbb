"""Pages and answers for visitors: no cookie makes a difference, so none is named.

A request without a session gets what everybody gets. Its answer is public, has a strong
ETag of its very bytes, and does not vary by cookies, so that our own cache and others
may keep it and check it.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from cms.core.api.answers import PUBLIC

SAFE = ("GET", "HEAD")


def public_reads(get_response: Callable) -> Callable:
    def answer(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = get_response(request)
        if (
            request.method in SAFE
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and getattr(response, "is_public", False)
            and not response.cookies
        ):
            return _public(request, response)
        return response

    return answer


def _public(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    vary = [v.strip() for v in response.headers.get("Vary", "").split(",")]
    kept = [v for v in vary if v and v.lower() not in ("cookie", "accept-language")]
    _set(response, "Vary", ", ".join(kept))
    response.headers.setdefault("Cache-Control", PUBLIC)
    if "ETag" not in response.headers:
        digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
        response.headers["ETag"] = f'"{digest}"'
        if request.META.get("HTTP_IF_NONE_MATCH") == response.headers["ETag"]:
            unchanged = HttpResponseNotModified(headers=dict(response.headers))
            del unchanged.headers["Content-Type"]
            return unchanged
    return response


def _set(response: HttpResponse, name: str, value: str) -> None:
    if value:
        response.headers[name] = value
    elif name in response.headers:
        del response.headers[name]
