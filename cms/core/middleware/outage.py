"""A database that cannot be reached is a 503 that says when to come back, not a 500."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_SECONDS = "10"


def database_outage(get_response: Callable) -> Callable:
    def watch(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    watch.process_exception = _answer  # type: ignore[attr-defined]
    return watch


def _answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    body = render_to_string("503.html")
    return HttpResponse(body, status=503, headers={"Retry-After": RETRY_SECONDS})
