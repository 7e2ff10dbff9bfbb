"""What the API tells of networks and of one's place in them."""

from typing import Any

from rest_framework import serializers

from cms.core.languages import CODES
from community.networks.models import (
    LONGEST_REQUEST,
    Invitation,
    JoinRequest,
    Membership,
    Network,
)
from community.networks.permissions import Standing, abilities
from community.profiles.api.person_shapes import PersonCardSerializer
from community.profiles.querysets import Shown

CAN = ("join", "ask", "withdraw", "leave", "read", "members", "moderate", "lead")


class NetworkNamesSerializer(serializers.Serializer):
    sq = serializers.CharField()
    en = serializers.CharField()
    de = serializers.CharField()


class NetworkSerializer(serializers.Serializer):
    code = serializers.SlugField()
    name = serializers.CharField(help_text="In the language that was asked for.")
    names = NetworkNamesSerializer()
    joining = serializers.ChoiceField(choices=Network.Joining.choices)
    is_public = serializers.BooleanField(help_text="Everyone may read its forums.")
    members = serializers.IntegerField()
    role = serializers.ChoiceField(
        choices=Membership.Role.choices,
        allow_blank=True,
        help_text="The asker's; empty outside.",
    )
    can = serializers.ListField(
        child=serializers.ChoiceField(choices=[(one, one) for one in CAN])
    )


class NetworkPersonSerializer(serializers.Serializer):
    slug = serializers.CharField(help_text="Empty where there is no page to see.")
    name = serializers.CharField()


class InChargeSerializer(serializers.Serializer):
    role = serializers.ChoiceField(choices=Membership.Role.choices)
    person = NetworkPersonSerializer()


class NetworkDetailSerializer(NetworkSerializer):
    occupations = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of ISCO-08."
    )
    in_charge = InChargeSerializer(many=True)


class NetworkPageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = NetworkSerializer(many=True)


class FellowSerializer(serializers.Serializer):
    role = serializers.ChoiceField(choices=Membership.Role.choices)
    joined = serializers.DateTimeField()
    person = PersonCardSerializer()


class FellowsSerializer(serializers.Serializer):
    total = serializers.IntegerField(help_text="Of those whom the asker may see.")
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = FellowSerializer(many=True)


class NewRequestSerializer(serializers.Serializer):
    text = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=LONGEST_REQUEST
    )


class StandingSerializer(serializers.Serializer):
    role = serializers.ChoiceField(choices=Membership.Role.choices, allow_blank=True)
    is_asked = serializers.BooleanField(help_text="A request to join is open.")
    is_invited = serializers.BooleanField()
    can = serializers.ListField(child=serializers.CharField())


class RequestSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    person = NetworkPersonSerializer()
    text = serializers.CharField()
    state = serializers.ChoiceField(choices=JoinRequest.State.choices)
    created = serializers.DateTimeField()


class DecisionSerializer(serializers.Serializer):
    answer = serializers.ChoiceField(
        choices=[("accept", "accept"), ("decline", "decline")]
    )


class OwnMembershipSerializer(serializers.Serializer):
    network = serializers.SlugField()
    role = serializers.ChoiceField(choices=Membership.Role.choices)
    joined = serializers.DateTimeField()


class OwnRequestSerializer(serializers.Serializer):
    network = serializers.SlugField()
    text = serializers.CharField()
    created = serializers.DateTimeField()


class OwnInvitationSerializer(serializers.Serializer):
    network = serializers.SlugField()
    created = serializers.DateTimeField()


class OwnNetworksSerializer(serializers.Serializer):
    memberships = OwnMembershipSerializer(many=True)
    requests = OwnRequestSerializer(many=True, help_text="Open ones.")
    invitations = OwnInvitationSerializer(many=True)
    suggested = serializers.ListField(
        child=serializers.SlugField(), help_text="By the occupation of the profile."
    )


def network(user: Any, one: Network, standing: Standing, locale: str) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name_in(locale),
        "names": {code: one.name_in(code) for code in CODES},
        "joining": one.joining,
        "is_public": one.is_public,
        "members": one.member_count,
        "role": standing.role,
        "can": abilities(user, one, standing),
    }


def person(shown: Shown) -> dict[str, str]:
    return {"slug": shown.slug, "name": shown.name}


def standing(user: Any, one: Network, found: Standing) -> dict[str, Any]:
    return {
        "role": found.role,
        "is_asked": found.request is not None,
        "is_invited": found.invitation is not None,
        "can": abilities(user, one, found),
    }


def request(one: JoinRequest, shown: Shown) -> dict[str, Any]:
    return {
        "id": one.pk,
        "person": person(shown),
        "text": one.text,
        "state": one.state,
        "created": one.created_at,
    }


def own_invitation(one: Invitation) -> dict[str, Any]:
    return {"network": one.network.code, "created": one.created_at}
