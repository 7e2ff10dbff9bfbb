"""The index of networks, and finding the one that an address names."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from community.networks.cards import front_doors, network_cards
from community.networks.models import Network, NetworkIndexPage
from community.networks.permissions import can_moderate_network


def network_index(page: NetworkIndexPage, request: HttpRequest) -> dict[str, Any]:
    return {"cards": network_cards(request)}


def network_called(code: str) -> Network:
    """Raises Http404."""
    found = Network.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def network_in_charge(request: HttpRequest, code: str) -> Network:
    """The same for those in charge of it; to others these screens do not exist."""
    network = network_called(code)
    if not can_moderate_network(request.user, network):
        raise Http404
    return network


def front_of(request: HttpRequest, network: Network) -> str:
    """The address of its page; that of one's own networks where it has none."""
    card = front_doors(request, [network]).get(network.code)
    return card.path if card else reverse("networks:own")


def to_front(request: HttpRequest, network: Network) -> HttpResponse:
    return redirect(front_of(request, network))
