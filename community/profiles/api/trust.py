"""Whom a member has blocked, and who looked at what of them. Nobody else's is in reach."""

from typing import Any, ClassVar

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.own import MemberEndpoint
from cms.core.api.problems import invalid
from cms.core.api.serializers import ProblemSerializer
from community.accounts.actions import CannotBlockError, unblock
from community.accounts.models import Block
from community.profiles.actions import block_person
from community.profiles.models import DisclosureLog, ExportLog, Profile
from community.profiles.querysets import directory_of

PROBLEM = "application/problem+json"
REFUSED = {(403, PROBLEM): ProblemSerializer, (415, PROBLEM): ProblemSerializer}
MOST = 500


class NewBlockSerializer(serializers.Serializer):
    person = serializers.SlugField(
        max_length=120, help_text="Slug of somebody of the directory."
    )


class BlockedPersonSerializer(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField(help_text="Empty where it is hidden.")


class MemberBlockSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    person = BlockedPersonSerializer(
        allow_null=True, help_text="Null for who is not in the directory any more."
    )
    since = serializers.DateTimeField()


class DisclosureSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class DisclosuresSerializer(serializers.Serializer):
    looks = DisclosureSerializer(
        many=True, help_text="Staff of the organisation opened the member's profile."
    )
    exports = DisclosureSerializer(
        many=True,
        help_text="Staff took the directory, or a part of it, along in a file, in which"
        " the member may have been.",
    )


class Blocks(MemberEndpoint):
    @extend_schema(
        operation_id="me_blocks_list",
        responses={200: MemberBlockSerializer(many=True), **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Whom the member has blocked, the newest first; at most 1,000."""
        return Response(_told(request, list(Block.objects.visible_to(request.user))))

    @extend_schema(
        operation_id="me_blocks_create",
        request=NewBlockSerializer,
        responses={201: MemberBlockSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Block somebody; a second time changes nothing."""
        form = NewBlockSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        found = directory_of(request.user).whole(form.validated_data["person"])
        if found is None:
            raise Http404
        profile = Profile.objects.select_related("user").get(pk=found[0])
        try:
            made = block_person(request.user, profile)
        except CannotBlockError as why:
            raise invalid("person", str(why)) from why
        return Response(_told(request, [made])[0], status=201)


class BlockDetail(MemberEndpoint):
    http_method_names: ClassVar[list[str]] = ["delete", "options"]

    @extend_schema(operation_id="me_blocks_delete", responses={204: None, **REFUSED})
    def delete(self, request: Request, number: int) -> Response:
        """Take a block back."""
        if not unblock(request.user, number):
            raise Http404
        return Response(status=204)


class Disclosures(MemberEndpoint):
    @extend_schema(
        operation_id="me_disclosures_retrieve",
        responses={200: DisclosuresSerializer, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Who saw the member's data and why, the newest first; 500 of each at most."""
        looks = DisclosureLog.objects.visible_to(request.user)[:MOST]
        exports = ExportLog.objects.visible_to(request.user)[:MOST]
        return Response({"looks": _lines(looks), "exports": _lines(exports)})


def _lines(found: Any) -> list[dict[str, Any]]:
    shape = DisclosureSerializer
    return [
        dict(shape({"at": one.created_at, "reason": one.reason}).data) for one in found
    ]


def _told(request: Request, blocks: list[Block]) -> list[dict[str, Any]]:
    names = directory_of(request.user).names_of([one.blocked_id for one in blocks])
    told = []
    for one in blocks:
        person = names.get(one.blocked_id)
        values = {
            "id": one.pk,
            "person": person._asdict() if person else None,
            "since": one.created_at,
        }
        told.append(dict(MemberBlockSerializer(values).data))
    return told
