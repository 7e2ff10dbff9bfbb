"""Invitations by a member. Session login with Django's CSRF token; never cached."""

import smtplib
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import (
    APIException,
    PermissionDenied,
    Throttled,
)
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.own import MemberEndpoint
from cms.core.api.serializers import ProblemSerializer
from cms.core.limits import is_over_limit
from community.accounts.actions import (
    MOST_A_MONTH,
    MonthIsFullError,
    invite_somebody,
    sent_and_joined,
)
from community.accounts.forms import InviteForm
from community.accounts.permissions import can_invite

MOST, MINUTE, DAY = 20, 60, 86_400
PROBLEM = "application/problem+json"
REFUSED = {(403, PROBLEM): ProblemSerializer}
POST_REFUSED = {(code, PROBLEM): ProblemSerializer for code in (403, 415, 429, 503)}


class NewInvitationSerializer(serializers.Serializer):
    email = serializers.CharField(
        max_length=254, help_text="Used for this one mail and stored nowhere."
    )
    text = serializers.CharField(
        max_length=500, help_text="Plain text without links; the mail names you."
    )


class InvitationCountsSerializer(serializers.Serializer):
    sent = serializers.IntegerField(help_text="In this month.")
    left = serializers.IntegerField(help_text="In this month.")
    joined = serializers.IntegerField(help_text="People who came by your invitations.")


class NotSentError(APIException):
    status_code = 503


class Invitations(MemberEndpoint):
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not can_invite(request.user):
            raise PermissionDenied

    def counts(self, status: int = 200) -> Response:
        sent, joined = sent_and_joined(self.request.user)
        told = {"sent": sent, "left": max(0, MOST_A_MONTH - sent), "joined": joined}
        return Response(InvitationCountsSerializer(told).data, status=status)

    @extend_schema(
        operation_id="me_invitations_retrieve",
        responses={200: InvitationCountsSerializer, **REFUSED},
    )
    def get(self, request: Request) -> Response:
        """How many were invited and came; whom is stored nowhere."""
        return self.counts()

    @extend_schema(
        operation_id="me_invitations_create",
        request=NewInvitationSerializer,
        responses={201: InvitationCountsSerializer, **POST_REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Invite somebody. The answer is the same whether or not the mail may be sent."""
        if is_over_limit(request._request, "invite", most=MOST, seconds=MINUTE):
            raise Throttled(MINUTE)
        shape = NewInvitationSerializer(data=request.data)
        shape.is_valid(raise_exception=True)
        form = InviteForm(shape.validated_data)
        if not form.is_valid():
            raise serializers.ValidationError(form.errors)
        told = form.cleaned_data
        try:
            invite_somebody(
                told["email"], told["text"], request.user, request.user.language
            )
        except MonthIsFullError as full:
            raise Throttled(DAY) from full
        except (OSError, smtplib.SMTPException) as failed:
            words = _("The mail could not be sent. Please try again later.")
            raise NotSentError(words) from failed
        return self.counts(201)
