"""What an editor does with one click is done in one transaction, or not at all.

The rows of the read model are made anew at its end, so that nothing is acknowledged
which readers do not see, and nothing is seen which was not done.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cms.core.rows.refresh import together

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def admin_transaction(get_response: Callable) -> Callable:
    def pass_on(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    pass_on.process_view = _in_one_transaction  # type: ignore[attr-defined]
    return pass_on


def _in_one_transaction(
    request: HttpRequest, view: Callable, args: list[Any], kwargs: dict[str, Any]
) -> HttpResponse | None:
    if request.method in SAFE or not request.path.startswith(settings.ADMIN_PATH):
        return None
    with together():
        response: HttpResponse = view(request, *args, **kwargs)
        # A template that fails after the transaction would undo nothing.
        if hasattr(response, "render") and callable(response.render):
            response = response.render()
    return response
