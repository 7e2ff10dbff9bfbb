"""A member's own secret addresses of calendar feeds."""

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.own import MemberEndpoint
from cms.core.api.problems import problem
from cms.core.api.serializers import ProblemSerializer
from cms.core.languages import CODES
from community.spaces.actions import (
    RefusedError,
    issue_feed_token,
    revoke_feed_token,
)
from community.spaces.feeds.addresses import secret_address
from community.spaces.models import FeedToken, Space

PROBLEM = "application/problem+json"
REFUSED = {(code, PROBLEM): ProblemSerializer for code in (400, 403, 404, 409, 415)}


class NewFeedSerializer(serializers.Serializer):
    space = serializers.SlugField(
        max_length=40,
        required=False,
        allow_null=True,
        help_text="Of a space that the member manages: all bookings in it. Without it"
        " the member's own bookings.",
    )
    locale = serializers.ChoiceField(
        CODES, required=False, help_text="Of the entries; the member's unless given."
    )


class FeedSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    space = serializers.CharField(
        allow_null=True, help_text="Slug; null for the member's own bookings."
    )
    created = serializers.DateTimeField()
    last_used_on = serializers.DateField(allow_null=True)


class MadeFeedSerializer(FeedSerializer):
    address = serializers.CharField(help_text="Told in this one answer alone.")


class OwnFeeds(MemberEndpoint):
    @extend_schema(
        operation_id="me_space_feeds_list",
        responses={200: FeedSerializer(many=True), (403, PROBLEM): ProblemSerializer},
    )
    def get(self, request: Request) -> Response:
        """Those that work, the newest first; never their secrets."""
        tokens = FeedToken.objects.visible_to(request.user).valid()
        return Response([_told(one) for one in tokens.select_related("space")])

    @extend_schema(
        operation_id="me_space_feeds_create",
        request=NewFeedSerializer,
        responses={201: MadeFeedSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """Make an address. Earlier ones stay valid; there are 20 at most."""
        form = NewFeedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        slug = form.validated_data.get("space")
        space = None
        if slug:
            seen = Space.objects.visible_to(request.user)
            space = get_object_or_404(seen, slug=slug)
        try:
            token, secret = issue_feed_token(request.user, space)
        except RefusedError as why:
            return problem(409, str(why))
        locale = form.validated_data.get("locale") or request.user.language
        with translation.override(locale):
            address = secret_address(secret)
        return Response({**_told(token), "address": address}, status=201)


class OwnFeed(MemberEndpoint):
    http_method_names: ClassVar[list[str]] = ["delete", "options"]

    @extend_schema(
        operation_id="me_space_feeds_delete",
        responses={
            204: None,
            **{(code, PROBLEM): ProblemSerializer for code in (403, 404, 415)},
        },
    )
    def delete(self, request: Request, number: int) -> Response:
        """Revoke an address; it is not found from now on."""
        tokens = FeedToken.objects.visible_to(request.user).valid()
        token = tokens.filter(pk=number).first()
        if token is None:
            raise Http404
        revoke_feed_token(token)
        return Response(status=204)


def _told(token: FeedToken) -> dict[str, Any]:
    return {
        "id": token.pk,
        "space": token.space.slug if token.space else None,
        "created": token.created_at,
        "last_used_on": token.last_used_on,
    }
