"""Answering requests, and saying who came."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST


@require_POST
def decide(request: HttpRequest, uid: str) -> HttpResponse:
    return HttpResponse(status=404)


@require_POST
def arrive(request: HttpRequest, uid: str) -> HttpResponse:
    return HttpResponse(status=404)


@require_POST
def leave(request: HttpRequest, uid: str) -> HttpResponse:
    return HttpResponse(status=404)


@require_POST
def miss(request: HttpRequest, uid: str) -> HttpResponse:
    return HttpResponse(status=404)
