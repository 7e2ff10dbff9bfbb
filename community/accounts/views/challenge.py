"""The task that a browser solves while somebody fills in a form."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from community.accounts.challenges import new_challenge


@require_safe
def challenge(request: HttpRequest) -> JsonResponse:
    return JsonResponse(new_challenge())
