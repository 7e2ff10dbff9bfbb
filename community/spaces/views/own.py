"""A member's own bookings, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=404)


@require_safe
def past(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=404)


@require_safe
def booking(request: HttpRequest, uid: str) -> HttpResponse:
    return HttpResponse(status=404)
