"""Content Security Policy and its companions.

Public pages need no inline script or style, so they get the strict policy. The editors'
admin (Wagtail) does need inline code and gets a policy of its own, by path; the two are
never mixed.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.core.embeds import PLAYER_ORIGINS

Policy = dict[str, str]

PUBLIC: Policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": " ".join(PLAYER_ORIGINS),
    "form-action": "'self'",
    "base-uri": "'none'",
    # The admin's preview shows public pages in a frame of the same origin.
    "frame-ancestors": "'self'",
}
ADMIN: Policy = {
    **PUBLIC,
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "frame-src": "'self'",
    "worker-src": "'self' blob:",
}
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def security_headers(get_response: Callable) -> Callable:
    public, admin = _line(PUBLIC), _line(ADMIN)

    def add_headers(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_admin = request.path.startswith(settings.ADMIN_PATH)
        policy = admin if is_admin else public
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return add_headers


def _line(policy: Policy) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())
