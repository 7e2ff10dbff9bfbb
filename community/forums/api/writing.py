"""What a member is writing: drafts, pictures, and how a text will look."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.endpoints import require
from cms.core.api.inputs import checked
from cms.core.api.problems import invalid
from cms.core.api.schema import GONE, LOCALE, OWN, REFUSED
from community.forums.actions import forget_draft, keep_draft, keep_image, prepared
from community.forums.api import inputs, shapes
from community.forums.api.endpoints import ForumEndpoint
from community.forums.cards.posts import filled_html
from community.forums.markup import marked
from community.forums.models import Draft
from community.forums.permissions import can_send_pictures
from community.profiles.querysets import shown_names


class OwnDrafts(ForumEndpoint):
    is_own = True

    @extend_schema(
        operation_id="me_drafts_list",
        parameters=[LOCALE],
        responses={200: shapes.ForumDraftSerializer(many=True), **OWN},
    )
    def get(self, request: Request) -> Response:
        """The member's drafts, the newest first; at most 50."""
        return Response([_draft(one) for one in Draft.objects.visible_to(request.user)])


class OwnDraft(ForumEndpoint):
    is_own = True

    @extend_schema(
        operation_id="me_drafts_retrieve",
        parameters=[LOCALE],
        responses={200: shapes.ForumDraftSerializer, **OWN},
    )
    def get(self, request: Request, key: str) -> Response:
        """One draft."""
        found = Draft.objects.visible_to(request.user).filter(key=key).first()
        if found is None:
            raise Http404
        return Response(_draft(found))

    @extend_schema(
        operation_id="me_drafts_replace",
        parameters=[LOCALE],
        request=inputs.DraftInputSerializer,
        responses={200: shapes.ForumDraftSerializer, **GONE, **REFUSED},
    )
    def put(self, request: Request, key: str) -> Response:
        """Keep what was typed so far; 204 when nothing is left of it."""
        values = checked(inputs.DraftInputSerializer(data=request.data))
        draft = keep_draft(
            request.user, key, text=values["text"], title=values["title"]
        )
        return Response(_draft(draft)) if draft else Response(status=204)

    @extend_schema(operation_id="me_drafts_delete", parameters=[LOCALE], responses=GONE)
    def delete(self, request: Request, key: str) -> Response:
        """Forget it; without one nothing changes."""
        forget_draft(request.user, key)
        return Response(status=204)


def _draft(one: Draft) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "text": one.raw,
        "updated_at": one.updated_at,
    }


class ForumImages(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["post", "options"]
    parser_classes: ClassVar[Any] = (MultiPartParser,)

    @extend_schema(
        operation_id="forum_images_create",
        parameters=[LOCALE],
        request={"multipart/form-data": inputs.ImageUploadSerializer},
        responses={201: shapes.ForumImageSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """A picture for a post, written anew without what the camera noted; forgotten
        after a week in which it stands in no post. For members of a network, 60 an
        hour."""
        require(can_send_pictures(request.user))
        file = request.data.get("file")
        if not hasattr(file, "read"):
            raise invalid("file", _("Send the file as multipart/form-data."))
        try:
            image = keep_image(file, request.user)
        except ValidationError as wrong:
            raise serializers.ValidationError({"file": wrong.messages}) from wrong
        answer = {
            "uid": image.uid,
            "markdown": f"![](image:{image.uid})",
            "width": image.width,
            "height": image.height,
        }
        return Response(answer, status=201)


class Preview(ForumEndpoint):
    http_method_names: ClassVar[list[str]] = ["post", "options"]

    @extend_schema(
        operation_id="preview_create",
        parameters=[LOCALE],
        request=inputs.PreviewInputSerializer,
        responses={200: shapes.PreviewSerializer, **REFUSED},
    )
    def post(self, request: Request) -> Response:
        """The HTML that this text will have. Nothing is stored."""
        values = checked(inputs.PreviewInputSerializer(data=request.data))
        html = prepared(values["text"], request.user).html
        members, _quotes = marked(html)
        names = shown_names(request.user, members)
        return Response({"html": str(filled_html(html, names))})
