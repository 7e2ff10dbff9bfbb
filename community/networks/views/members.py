"""Members of a network, as the directory shows them; roles for those who lead."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.core.cards import paging_of
from community.networks.actions import RefusedError, change_role, remove_member
from community.networks.cards import fellows_for, fellows_page, with_roles
from community.networks.forms import RoleForm
from community.networks.models import Membership, Network
from community.networks.permissions import can_lead_network, can_see_members
from community.networks.views.doors import front_of, network_called
from community.profiles.cards import PersonCard
from community.profiles.filters import MAX_QUERY_LENGTH
from community.profiles.querysets import shown_names

PAGE = 24  # people
MOST_UNLISTED = 100


@require_safe
def members(request: HttpRequest, code: str) -> HttpResponse:
    network = network_called(code)
    if not can_see_members(request.user, network):
        raise Http404
    text = request.GET.get("q", "").strip()[:MAX_QUERY_LENGTH]
    fellows = fellows_for(request.user, network)
    try:
        found = fellows_page(fellows.called(text), request.GET.get("cursor", ""), PAGE)
    except ValidationError as wrong:
        raise Http404 from wrong
    leads = can_lead_network(request.user, network)
    context = {
        "network": network,
        "front": front_of(request, network),
        "query": text,
        "people": with_roles(network, [PersonCard(one) for one in found.rows]),
        "paging": paging_of(found, request.GET),
        "leads": leads,
        "roles": Membership.Role.choices,
        "unlisted": _unlisted(request, network) if leads and not text else [],
    }
    return render(request, "networks/members.html", context)


def _unlisted(request: HttpRequest, network: Network) -> list[tuple[Any, Membership]]:
    """Members who are not in the directory, by the names that one may read."""
    rows = list(
        Membership.objects.filter(
            network=network, user__profile__listed_at__isnull=True
        ).order_by("-joined_at", "-pk")[:MOST_UNLISTED]
    )
    names = shown_names(request.user, [row.user_id for row in rows])
    return [(names[row.user_id], row) for row in rows]


@require_POST
def set_role(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    membership = _of_lead(request, code, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("There is no such role."))
        return redirect("networks:members", code)
    try:
        change_role(membership, form.cleaned_data["role"])
    except RefusedError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("The role is changed."))
    return redirect("networks:members", code)


@require_POST
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    membership = _of_lead(request, code, pk)
    try:
        remove_member(membership)
    except RefusedError as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("This person does not belong to the network now."))
    return redirect("networks:members", code)


def _of_lead(request: HttpRequest, code: str, pk: int) -> Membership:
    """A membership for who leads the network; 404 unseen, 403 for other members."""
    network = network_called(code)
    if not can_see_members(request.user, network):
        raise Http404
    if not can_lead_network(request.user, network):
        raise PermissionDenied
    found = Membership.objects.filter(network=network, pk=pk).first()
    if found is None:
        raise Http404
    return found
