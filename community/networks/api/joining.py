"""Joining and leaving, deciding who may, and a member's own networks."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.own import MemberEndpoint
from cms.core.api.problems import invalid
from cms.core.api.serializers import ProblemSerializer
from community.networks.actions import (
    RefusedError,
    ask_to_join,
    decide_request,
    decline_invitation,
    join_network,
    leave_network,
    withdraw_request,
)
from community.networks.api import shapes
from community.networks.api.networks import network_called
from community.networks.models import Invitation, JoinRequest, Network
from community.networks.permissions import can_moderate_network, standing_of
from community.profiles.querysets import shown_names

PROBLEM = "application/problem+json"
REFUSED = {(403, PROBLEM): ProblemSerializer, (415, PROBLEM): ProblemSerializer}
MOST = 100


class Joining(MemberEndpoint):
    http_method_names: ClassVar[list[str]] = ["post", "delete", "options"]

    @extend_schema(
        operation_id="networks_join",
        request=shapes.NewRequestSerializer,
        responses={200: shapes.StandingSerializer, **REFUSED},
    )
    def post(self, request: Request, code: str) -> Response:
        """Join, or ask to join where those in charge decide; `text` tells them why.

        Doing it twice changes nothing but the text.
        """
        network = network_called(code)
        form = shapes.NewRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            _enter(request.user, network, form.validated_data["text"])
        except RefusedError as why:
            raise invalid("network", str(why)) from why
        except DjangoValidationError as wrong:
            raise ValidationError(wrong.message_dict) from wrong
        return Response(_standing(request.user, network))

    @extend_schema(
        operation_id="networks_leave",
        responses={200: shapes.StandingSerializer, **REFUSED},
    )
    def delete(self, request: Request, code: str) -> Response:
        """Leave; outside, withdraw one's request or decline the invitation."""
        network = network_called(code)
        standing = standing_of(request.user, network)
        try:
            leave_network(request.user, network)
        except RefusedError as why:
            raise invalid("network", str(why)) from why
        if standing.request:
            withdraw_request(standing.request)
        if standing.invitation:
            decline_invitation(standing.invitation)
        return Response(_standing(request.user, network))


def _enter(user: Any, network: Network, text: str) -> None:
    standing = standing_of(user, network)
    is_on_request = network.joining == Network.Joining.REQUEST
    if is_on_request and not standing.role and not standing.invitation:
        ask_to_join(user, network, text)
    else:
        join_network(user, network)


def _standing(user: Any, network: Network) -> dict[str, Any]:
    return shapes.standing(user, network, standing_of(user, network))


def _in_charge(request: Request, code: str) -> Network:
    network = network_called(code)
    if not can_moderate_network(request.user, network):
        raise Http404
    return network


class Requests(MemberEndpoint):
    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    @extend_schema(
        operation_id="networks_requests",
        responses={200: shapes.RequestSerializer(many=True), **REFUSED},
    )
    def get(self, request: Request, code: str) -> Response:
        """Open requests to join, the oldest first, at most 100; for those in charge."""
        network = _in_charge(request, code)
        waiting = list(JoinRequest.objects.open().filter(network=network)[:MOST])
        names = shown_names(request.user, [one.user_id for one in waiting])
        return Response([shapes.request(one, names[one.user_id]) for one in waiting])


class RequestDecision(MemberEndpoint):
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    @extend_schema(
        operation_id="networks_decide",
        request=shapes.DecisionSerializer,
        responses={200: shapes.RequestSerializer, **REFUSED},
    )
    def post(self, request: Request, code: str, number: int) -> Response:
        """Accept or decline a request; what is decided stays as it was decided."""
        network = _in_charge(request, code)
        found = JoinRequest.objects.filter(network=network, pk=number).first()
        if found is None:
            raise Http404
        form = shapes.DecisionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        accept = form.validated_data["answer"] == "accept"
        decided = decide_request(found, request.user, accept=accept)
        names = shown_names(request.user, [decided.user_id])
        return Response(shapes.request(decided, names[decided.user_id]))


class OwnNetworks(MemberEndpoint):
    @extend_schema(
        operation_id="me_networks_retrieve",
        responses={200: shapes.OwnNetworksSerializer, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Where the member belongs, what is open, and what would fit."""
        mine = {"user": request.user}
        asked = JoinRequest.objects.open().filter(**mine).select_related("network")
        invited = Invitation.objects.filter(**mine).select_related("network")
        memberships = request.user.memberships.select_related("network")
        suggested = Network.objects.suggested_to(request.user)
        content = {
            "memberships": [
                {"network": one.network.code, "role": one.role, "joined": one.joined_at}
                for one in memberships.order_by("network__position", "network__code")
            ],
            "requests": [
                {
                    "network": one.network.code,
                    "text": one.text,
                    "created": one.created_at,
                }
                for one in asked
            ],
            "invitations": [shapes.own_invitation(one) for one in invited],
            "suggested": [one.code for one in suggested],
        }
        return Response(content)
