"""A member's own networks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.networks.cards import front_doors
from community.networks.models import Invitation, JoinRequest, Network


@require_safe
def own(request: Any) -> HttpResponse:
    """Where one belongs, what one asked for, who invites, and what would fit."""
    memberships = list(
        request.user.memberships.select_related("network").order_by(
            "network__position", "network__code"
        )
    )
    mine = {"user": request.user}
    asked = list(JoinRequest.objects.open().filter(**mine).select_related("network"))
    invited = list(Invitation.objects.filter(**mine).select_related("network"))
    suggested = _suggested(request, [*asked, *invited])
    networks = [one.network for one in (*memberships, *asked, *invited)]
    doors = front_doors(request, [*networks, *suggested])
    context = {
        "memberships": [(one, doors.get(one.network.code)) for one in memberships],
        "asked": [(one, doors.get(one.network.code)) for one in asked],
        "invited": [(one, doors.get(one.network.code)) for one in invited],
        "suggested": [(one, doors.get(one.code)) for one in suggested],
    }
    return render(request, "networks/own.html", context)


def _suggested(request: HttpRequest, pending: list[Any]) -> list[Network]:
    waiting = {one.network_id for one in pending}
    found = Network.objects.suggested_to(request.user)
    return [one for one in found if one.pk not in waiting]
