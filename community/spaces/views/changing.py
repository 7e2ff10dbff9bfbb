"""Cancelling a booking, or moving it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, uid: str) -> HttpResponse:
    return HttpResponse(status=404)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, uid: str) -> HttpResponse:
    return HttpResponse(status=404)
