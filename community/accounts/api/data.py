"""A member's own data in the API: a copy of it, and its erasure.

Session login with Django's CSRF token; never cached. No address names a member.
"""

from typing import Any, ClassVar

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.own import MemberEndpoint
from cms.core.api.problems import invalid
from cms.core.api.serializers import ProblemSerializer
from cms.core.limits import wait
from community.accounts.actions import (
    CannotEraseError,
    CannotExportError,
    ask_erasure,
    ask_export,
    cancel_erasure,
    export_token,
    open_erasure,
)
from community.accounts.models import DataRequest

SHOWN = 20
TRIES, WITHIN = 5, 300
PROBLEM = "application/problem+json"
REFUSED = {(403, PROBLEM): ProblemSerializer, (415, PROBLEM): ProblemSerializer}
TOO_MANY = {(429, PROBLEM): ProblemSerializer}


class ExportSerializer(serializers.ModelSerializer):
    """`download` leads to a page whose button fetches the file, once and logged in."""

    asked_at = serializers.DateTimeField(source="created_at")
    download = serializers.SerializerMethodField()

    class Meta:
        model = DataRequest
        fields: ClassVar[Any] = (
            "id", "state", "progress", "asked_at", "expires_at", "download",
        )  # fmt: skip
        read_only_fields: ClassVar[Any] = fields

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_download(self, request: DataRequest) -> str | None:
        if not request.is_ready:
            return None
        path = reverse("privacy:download", args=[export_token(request)])
        return f"{settings.SITE_URL}{path}"


class ErasureSerializer(serializers.Serializer):
    is_waiting = serializers.BooleanField()
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="When it begins; until then it can be called off."
    )


class ErasureAskedSerializer(serializers.Serializer):
    password = serializers.CharField(
        required=False,
        max_length=1000,
        trim_whitespace=False,
        help_text="Needed unless the member has just confirmed who they are.",
    )


class OwnExports(MemberEndpoint):
    @extend_schema(
        operation_id="me_exports_list",
        responses={200: ExportSerializer(many=True), **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """The copies of the member's data that were asked for, the newest first."""
        mine = DataRequest.objects.visible_to(request.user).exports()[:SHOWN]
        return Response(ExportSerializer(mine, many=True).data)

    @extend_schema(
        operation_id="me_exports_create",
        request=None,
        responses={201: ExportSerializer, **REFUSED, **TOO_MANY},
    )
    def post(self, request: Request) -> Response:
        """Begin a copy. One at a time, three within a day; a mail tells when it is ready."""
        try:
            copy = ask_export(request.user)
        except CannotExportError as why:
            raise Throttled(detail=str(why)) from why
        return Response(ExportSerializer(copy).data, status=201)


class OwnErasure(MemberEndpoint):
    def answer(self, request: Request, status: int = 200) -> Response:
        waiting = open_erasure(request.user)
        told = {
            "is_waiting": waiting is not None,
            "due_at": waiting.due_at if waiting else None,
        }
        return Response(ErasureSerializer(told).data, status=status)

    @extend_schema(
        operation_id="me_erasure_retrieve",
        responses={200: ErasureSerializer, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """Whether an erasure of the account waits."""
        return self.answer(request)

    @extend_schema(
        operation_id="me_erasure_create",
        request=ErasureAskedSerializer,
        responses={201: ErasureSerializer, **REFUSED, **TOO_MANY},
    )
    def post(self, request: Request) -> Response:
        """Have the account erased in seven days; it leaves the directory at once."""
        form = ErasureAskedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        if not did_recently_reauthenticate(request._request):
            _check(request, form.validated_data.get("password", ""))
        try:
            ask_erasure(request.user)
        except CannotEraseError as why:
            raise invalid("request", str(why)) from why
        return self.answer(request, status=201)

    @extend_schema(operation_id="me_erasure_cancel", responses={204: None, **REFUSED})
    def delete(self, request: Request) -> Response:
        """Keep the account. What was withdrawn stays withdrawn."""
        if not cancel_erasure(request.user):
            raise NotFound(_("No erasure is waiting."))
        return Response(status=204)


def _check(request: Request, password: str) -> None:
    seconds = wait("erasure-password", str(request.user.pk), most=TRIES, seconds=WITHIN)
    if seconds:
        raise Throttled(seconds)
    if not request.user.check_password(password):
        raise invalid("password", _("This is not your password."))
