"""Inviting people to a network."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from community.networks.actions import (
    RefusedError,
    invite_to_network,
    withdraw_invitation,
)
from community.networks.models import Invitation, Membership, Network
from community.networks.permissions import can_keep_networks, roles_of
from community.networks.querysets import IN_CHARGE
from community.networks.views.doors import front_of, network_in_charge
from community.profiles.cards import PersonCard
from community.profiles.filters import MAX_QUERY_LENGTH
from community.profiles.models import Profile
from community.profiles.querysets import directory_of, directory_towards, shown_names

MOST, FOUND = 200, 12


def offer(reader: Any, slug: str) -> tuple[str, str] | None:
    """The button on a person's page, for those in charge of some network."""
    if not _is_in_charge(reader):
        return None
    return _("Invite to a network"), reverse("networks:invite", args=[slug])


def _is_in_charge(user: Any) -> bool:
    in_charge = any(role in IN_CHARGE for role in roles_of(user).values())
    return bool(user.is_active and (in_charge or can_keep_networks(user)))


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the network to which this person is invited."""
    if not _is_in_charge(request.user):
        raise PermissionDenied
    profile = _person(request, slug)
    networks = _own_networks(request)
    if request.method == "POST":
        chosen = request.POST.get("network", "")
        network = next((one for one in networks if one.code == chosen), None)
        if network is not None:
            return _invited(request, network, profile)
        messages.error(request, _("Choose a network that you are in charge of."))
    theirs = set(
        Membership.objects.filter(user=profile.user_id).values_list(
            "network", flat=True
        )
    )
    context = {
        "slug": slug,
        "person": shown_names(request.user, [profile.user_id])[profile.user_id],
        "networks": [one for one in networks if one.pk not in theirs],
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "networks/invite.html", context, status=status)


def _invited(request: Any, network: Network, profile: Profile) -> HttpResponse:
    try:
        invite_to_network(network, profile.user, request.user)
    except RefusedError as why:
        messages.error(request, str(why))
    else:
        words = _("Invited to “%(network)s”.")
        messages.success(request, words % {"network": network.name})
    return redirect("networks:invitations", network.code)


def _person(request: HttpRequest, slug: str) -> Profile:
    """Somebody whom this member meets in the directory."""
    found = directory_towards(request.user, slug).whole(slug)
    if found is None:
        raise Http404
    profile: Profile = Profile.objects.select_related("user").get(pk=found[0])
    return profile


def _own_networks(request: Any) -> list[Network]:
    everyone = Network.objects.all()
    if can_keep_networks(request.user):
        return list(everyone)
    own = request.user.memberships.in_charge().values("network")
    return list(everyone.filter(pk__in=own.order_by()))


@require_safe
def invitations(request: HttpRequest, code: str) -> HttpResponse:
    """Who is invited and has not answered; a search for others."""
    network = network_in_charge(request, code)
    open_ones = list(Invitation.objects.filter(network=network)[:MOST])
    names = shown_names(request.user, [one.user_id for one in open_ones])
    text = request.GET.get("q", "").strip()[:MAX_QUERY_LENGTH]
    found = directory_of(request.user).named(text, FOUND) if text else []
    context = {
        "network": network,
        "front": front_of(request, network),
        "open": [(one, names[one.user_id]) for one in open_ones],
        "query": text,
        "people": [PersonCard(one) for one in found],
    }
    return render(request, "networks/invitations.html", context)


@require_POST
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    network = network_in_charge(request, code)
    found = Invitation.objects.filter(network=network, pk=pk).first()
    if found is None:
        raise Http404
    withdraw_invitation(found)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("networks:invitations", code)
