"""A profile from a file in the API: what was read comes back, and nothing is stored.

A second request names what to take over; the file itself is kept nowhere.
"""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.problems import invalid
from cms.core.api.serializers import ProblemSerializer
from cms.core.limits import is_over_limit
from community.profiles.actions import apply_draft
from community.profiles.api.me import PROBLEM, REFUSED, OwnEndpoint, checked
from community.profiles.api.own_shapes import TidySerializer
from community.profiles.imports import (
    MAX_FILE,
    UnreadableFileError,
    changes_of,
    read_profile_file,
    seal,
    unseal,
)

MOST_FILES, HOUR = 30, 3600
TOO_MANY = {(429, PROBLEM): ProblemSerializer}


class ProfileFileSerializer(serializers.Serializer):
    file = serializers.FileField(
        help_text="JSON Resume (.json) or LinkedIn's archive (.zip), at most 5 MB."
    )


class ChangeSerializer(serializers.Serializer):
    """One thing that can be taken over, in words of the member's language."""

    key = serializers.CharField()
    kind = serializers.CharField()
    label = serializers.CharField()
    new = serializers.CharField()
    old = serializers.CharField(help_text="What it would replace.")
    is_ticked = serializers.BooleanField(help_text="Whether to offer it first.")


class NoteSerializer(serializers.Serializer):
    where = serializers.CharField(help_text="The place in the file.")
    why = serializers.CharField()


class ProfileDraftSerializer(serializers.Serializer):
    draft = serializers.CharField(help_text="To be sent back within an hour.")
    changes = ChangeSerializer(many=True)
    notes = NoteSerializer(many=True)


class TakeOverSerializer(TidySerializer):
    draft = serializers.CharField(max_length=2_000_000)
    take = serializers.ListField(
        child=serializers.CharField(max_length=60),
        allow_empty=False,
        max_length=2000,
        help_text="Keys of changes.",
    )


class TakenOverSerializer(serializers.Serializer):
    taken = serializers.IntegerField()
    refused = serializers.ListField(
        child=serializers.CharField(), help_text="Labels of what does not fit."
    )


class OwnImport(OwnEndpoint):
    parser_classes: ClassVar[Any] = (MultiPartParser,)

    @extend_schema(
        operation_id="me_profile_import_read",
        request={"multipart/form-data": ProfileFileSerializer},
        responses={200: ProfileDraftSerializer, **REFUSED, **TOO_MANY},
    )
    def post(self, request: Request) -> Response:
        """Read a file: what it would change in the profile. Nothing is stored."""
        if is_over_limit(
            request._request, "profile-import", most=MOST_FILES, seconds=HOUR
        ):
            raise Throttled(HOUR)
        file = request.data.get("file")
        if not hasattr(file, "read"):
            raise invalid("file", _("Send the file as multipart/form-data."))
        try:
            draft = read_profile_file(file.read(MAX_FILE + 1))
        except UnreadableFileError as wrong:
            raise invalid("file", str(wrong)) from wrong
        answer = {
            "draft": seal(draft, request.user),
            "changes": changes_of(draft, self.profile),
            "notes": [{"where": where, "why": why} for where, why in draft.notes],
        }
        return Response(ProfileDraftSerializer(answer).data)


class OwnTakeOver(OwnEndpoint):
    @extend_schema(
        operation_id="me_profile_import_take",
        request=TakeOverSerializer,
        responses={200: TakenOverSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Take over the named changes of a file that was read."""
        values = checked(TakeOverSerializer(data=request.data))
        draft = unseal(values["draft"], request.user)
        if draft is None:
            raise invalid("draft", _("The file is no longer here. Choose it again."))
        done = apply_draft(self.profile, draft, set(values["take"]))
        return Response({"taken": done.number, "refused": done.refused})
