"""A member's consents in the API. Nobody else's are within reach.

Session login with Django's CSRF token; never cached.
"""

from dataclasses import asdict

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.own import MemberEndpoint
from cms.core.api.problems import invalid
from cms.core.api.serializers import ProblemSerializer
from community.accounts.actions import (
    CannotAgreeError,
    TextHasChangedError,
    give_consent,
    withdraw_consent,
)
from community.accounts.models import ConsentRecord
from community.accounts.models.consents import Channel
from community.accounts.offers import offer_of, offers_to

PROBLEM = "application/problem+json"
REFUSED = {(403, PROBLEM): ProblemSerializer, (415, PROBLEM): ProblemSerializer}
MOST_RECORDS = 500


class OfferedConsentSerializer(serializers.Serializer):
    """One purpose, in words of the member's language."""

    code = serializers.CharField()
    recipient = serializers.CharField()
    version = serializers.IntegerField(help_text="Of the text that is asked today.")
    language = serializers.CharField(help_text="Of title and text.")
    title = serializers.CharField()
    text = serializers.CharField()
    by_mail = serializers.BooleanField(
        help_text="An answer counts when the link of a mail is opened."
    )
    is_given = serializers.BooleanField()
    since = serializers.DateTimeField(allow_null=True)
    is_older = serializers.BooleanField(help_text="Agreed to an earlier version.")
    is_waiting = serializers.BooleanField(help_text="A mail waits to be answered.")


class ConsentChangeSerializer(serializers.Serializer):
    is_given = serializers.BooleanField()
    version = serializers.IntegerField(
        required=False,
        min_value=1,
        help_text="Of the text that the member has read; needed to agree.",
    )


class ConsentRecordSerializer(serializers.ModelSerializer):
    purpose = serializers.CharField(source="text.purpose.code")
    version = serializers.IntegerField(source="text.version")

    class Meta:
        model = ConsentRecord
        fields = (
            *("purpose", "version", "is_given", "channel", "language", "text_hash"),
            "created_at",
        )


class ConsentList(MemberEndpoint):
    @extend_schema(
        operation_id="me_consents_list",
        responses={200: OfferedConsentSerializer(many=True), **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """All that is asked, and what the member has said to it."""
        found = offers_to(request.user, request.user.language)
        return Response([asdict(one) for one in found])


class ConsentDetail(MemberEndpoint):
    @extend_schema(
        operation_id="me_consents_update",
        request=ConsentChangeSerializer,
        responses={200: OfferedConsentSerializer, **REFUSED},
    )
    def put(self, request: Request, code: str) -> Response:
        """Agree or withdraw; it takes effect at once."""
        if offer_of(request.user, code, request.user.language) is None:
            raise Http404
        form = ConsentChangeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        if form.validated_data["is_given"]:
            self._give(request, code, form.validated_data.get("version"))
        else:
            withdraw_consent(request.user, code, channel=Channel.API)
        offer = offer_of(request.user, code, request.user.language)
        return Response(asdict(offer) if offer else {})

    def _give(self, request: Request, code: str, version: int | None) -> None:
        if version is None:
            raise invalid("version", _("Say which version of the text was read."))
        try:
            give_consent(request.user, code, channel=Channel.API, version=version)
        except TextHasChangedError as wrong:
            words = _(
                "The text has changed. Please read it once more before you agree."
            )
            raise invalid("version", words) from wrong
        except CannotAgreeError as wrong:
            raise invalid("is_given", str(wrong)) from wrong


class ConsentHistory(MemberEndpoint):
    @extend_schema(
        operation_id="me_consents_history",
        responses={200: ConsentRecordSerializer(many=True), **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """The member's lines of the ledger, the newest first; at most 500."""
        records = ConsentRecord.objects.visible_to(request.user)
        found = records.select_related("text__purpose")[:MOST_RECORDS]
        return Response(ConsentRecordSerializer(found, many=True).data)
