"""Forms on pages that are cached for everybody: no token, and yet no other site's posts.

A page that is the same for all visitors cannot hold a CSRF token. Browsers say by
themselves from where a post comes: all of today's send `Sec-Fetch-Site` (W3C Fetch
Metadata) over TLS, older ones `Origin` (RFC 6454). Neither header can be set by a page's
script. Programs send neither; they hold no cookies of a visitor that could be abused.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# 'none': the visitor did it, such as by reloading the answer of a form.
OWN = ("same-origin", "none")

View = Callable[..., HttpResponse]


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Tell whether a browser says that another site, or another host, sent this."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in OWN
    origin = request.headers.get("Origin")
    return origin is not None and origin not in _own_origins(request)


def _own_origins(request: HttpRequest) -> set[str]:
    configured = urlsplit(settings.SITE_URL)
    return {
        f"{request.scheme}://{request.get_host()}",
        f"{configured.scheme}://{configured.netloc}",
    }


def refuse_other_sites(request: HttpRequest) -> None:
    """Raises PermissionDenied for an unsafe request that another site sent."""
    if request.method not in SAFE and comes_from_elsewhere(request):
        raise PermissionDenied(_("This was sent from another site."))


def same_origin(view: View) -> View:
    """In place of Django's CSRF check, for views that change nothing of an account."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_other_sites(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(checked)
