"""How all screens of the forums answer: who is led to the login, and what caches keep."""

from collections.abc import Callable
from functools import lru_cache, wraps
from hashlib import blake2b
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _

from cms.core.cards import ask_version_once
from cms.core.languages import current
from community.forums.actions import RefusedError, TooSoonError
from community.forums.models import Topic

View = Callable[..., HttpResponse]
# Words that stand behind a topic's number in addresses of their own.
TAKEN = frozenset(
    (
        *("reply", "posts", "newer", "read", "people", "level", "edit", "feed"),
        *("moderate", "split", "delete", "restore", "withdraw"),
    )
)

KNOWN_QUERIES = frozenset(("", "from=last", "from=unread"))


def members_only(view: View) -> View:
    """Visitors are led to the login and come back to what they were reading."""

    @wraps(view)
    def entered(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            try:
                response = view(request, *args, **kwargs)
            except RefusedError as why:
                # Somebody else was faster: what was allowed a moment ago is not now.
                context = {"reasons": [str(why)], "back": came_from(request)}
                page = shown(request, "refused.html", context, "_refused.html")
                response = refused(request, why, page)
            add_never_cache_headers(response)
            return response
        query = urlencode({"next": came_from(request)})
        login = f"{reverse('account_login')}?{query}"
        if request.htmx:
            # A redirect would be followed, and the login swapped into the page.
            return HttpResponse(status=401, headers={"HX-Redirect": login})
        return redirect(login)

    return entered


def came_from(request: Any) -> str:
    """The screen on which somebody is: what was asked for, or where it was asked."""
    if request.htmx:
        return request.htmx.current_url_abs_path or reverse("forums:topics")
    if request.method == "GET":
        return str(request.get_full_path())
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return "/" + before.split("/", 3)[-1]
    return reverse("forums:topics")


def shown(
    request: Any, name: str, context: dict[str, Any], part: str = "", status: int = 200
) -> HttpResponse:
    """The screen, or for htmx its `part`; a visitor's may be kept by caches."""
    # What stands around the posts follows the content; asked again when that changed.
    ask_version_once(request)
    is_part = bool(part) and is_fragment(request)
    response = render(
        request, f"forums/{part if is_part else name}", context, status=status
    )
    if part:
        patch_vary_headers(response, ["HX-Request", "HX-Boosted"])
    return for_everybody(request, response)


def head_key(request: Any, shows: Any) -> str | None:
    """Under this the head of a screen is kept that shows this; not for any question, lest
    questions without end push out what is asked for often."""
    if request.META.get("QUERY_STRING", "") not in KNOWN_QUERIES:
        return None
    # (with the query: the links to other languages have it)
    return digest(request.get_full_path(), request.user.is_authenticated, shows)


def for_everybody(request: Any, response: HttpResponse) -> HttpResponse:
    """Public for visitors, kept by nobody for members."""
    if request.user.is_authenticated:
        add_never_cache_headers(response)
    else:
        response.is_public = response.status_code == 200  # type: ignore[attr-defined]
    return response


def is_fragment(request: Any) -> bool:
    return bool(request.htmx and not request.htmx.boosted)


def status_of(why: RefusedError) -> int:
    return 429 if isinstance(why, TooSoonError) else 409


def refused(
    request: HttpRequest, why: RefusedError, response: HttpResponse
) -> HttpResponse:
    """A refusal that comes with the form: when it may be tried again."""
    response.status_code = status_of(why)
    if isinstance(why, TooSoonError):
        response["Retry-After"] = str(why.wait)
    return response


def insist(allowed: bool, detail: str = "") -> None:
    """Raises PermissionDenied with the reason that the page of 403 tells."""
    if not allowed:
        raise PermissionDenied(detail or _("You may not do this."))


def topic_path(topic: Topic, here: str = "") -> str:
    """The address of a topic; a slug that means something else there is left out. `here`
    is the active language, for who knows it."""
    return _path(here or current(), topic.pk, topic.slug)


@lru_cache(maxsize=4096)
def _path(_language: str, pk: int, slug: str) -> str:
    # (the active language is part of the address)
    if slug and slug not in TAKEN:
        return reverse("forums:topic-named", args=[pk, slug])
    return reverse("forums:topic", args=[pk])


def digest(*values: Any) -> str:
    """Under this a piece of HTML is kept that shows nothing but these values."""
    told = repr((*values, get_current_timezone_name()))
    return blake2b(told.encode(), digest_size=16).hexdigest()
