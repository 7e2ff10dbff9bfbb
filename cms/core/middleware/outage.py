"""A database that cannot be reached is a 503 that says when to come back, not a 500."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cms.core.api.problems import problem

RETRY_SECONDS = "10"


def database_outage(get_response: Callable) -> Callable:
    def watch(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    watch.process_exception = _answer  # type: ignore[attr-defined]
    return watch


def _answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    if request.path.startswith("/api/"):
        response = problem(503, _("Our database cannot be reached. Please try again."))
    else:
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = RETRY_SECONDS
    return response
