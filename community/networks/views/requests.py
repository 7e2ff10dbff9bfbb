"""Who asks to join: those in charge decide."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.networks.actions import decide_request
from community.networks.models import JoinRequest
from community.networks.views.doors import front_of, network_in_charge
from community.profiles.querysets import shown_names

MOST = 100


@require_safe
def requests(request: HttpRequest, code: str) -> HttpResponse:
    """The oldest first."""
    network = network_in_charge(request, code)
    waiting = list(JoinRequest.objects.open().filter(network=network)[:MOST])
    names = shown_names(request.user, [one.user_id for one in waiting])
    context = {
        "network": network,
        "front": front_of(request, network),
        "waiting": [(one, names[one.user_id]) for one in waiting],
    }
    return render(request, "networks/requests.html", context)


@require_POST
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    network = network_in_charge(request, code)
    found = JoinRequest.objects.filter(network=network, pk=pk).first()
    if found is None:
        raise Http404
    answer = request.POST.get("answer", "")
    if answer not in ("accept", "decline"):
        messages.error(request, _("Choose whether to accept or to decline."))
        return redirect("networks:requests", code)
    decided = decide_request(found, request.user, accept=answer == "accept")
    if decided.state == JoinRequest.State.ACCEPTED:
        messages.success(request, _("Accepted: one more member."))
    else:
        messages.success(request, _("Declined. The member is told."))
    return redirect("networks:requests", code)
