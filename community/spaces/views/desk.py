"""The desk of a space: who comes, what waits for an answer, how full it is."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(status=404)
