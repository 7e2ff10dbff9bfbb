"""Pictures in posts: taking them in, and giving them to those who read the post."""

import mimetypes
import re
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.core.downloads import private_file
from community.forums.actions import RefusedError, keep_image
from community.forums.models import PostImage
from community.forums.permissions import can_send_pictures
from community.forums.querysets import all_forums
from community.forums.views.answers import insist, members_only, refused

_SIGNS = re.compile(r"[^\w .,-]+")
PUBLIC = "public, max-age=86400"


@members_only
@require_POST
def upload(request: Any) -> HttpResponse:
    """The Markdown that shows the picture, as JSON: {"markdown": "![…](image:…)"}."""
    insist(can_send_pictures(request.user))
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("Choose a picture.")}, status=422)
    try:
        image = keep_image(file, request.user)
    except ValidationError as wrong:
        return JsonResponse({"error": " ".join(wrong.messages)}, status=422)
    except RefusedError as why:
        return refused(request, why, JsonResponse({"error": str(why)}))
    return JsonResponse({"markdown": f"![{_words(file.name)}](image:{image.uid})"})


@require_safe
def image(request: Any, uid: UUID) -> HttpResponseBase:
    """To whoever sees the post that it stands in, and to its owner."""
    rows = PostImage.objects.visible_to(request.user).select_related("post__topic")
    found = rows.filter(pk=uid).first()
    if found is None:
        raise Http404
    kind = mimetypes.guess_type(found.file.name)[0] or "application/octet-stream"
    response = private_file(
        request,
        found.file,
        content_type=kind,
        title=_("Picture"),
        attachment=False,
        digest=found.uid.hex,
    )
    if _is_public(found):
        response["Cache-Control"] = PUBLIC
    return response


def _words(name: str) -> str:
    """The name of a file, without what Markdown takes for its own."""
    stem = name.rsplit(".", 1)[0]
    return " ".join(_SIGNS.sub(" ", stem).split())[:80].strip()


def _is_public(image: PostImage) -> bool:
    post = image.post
    if post is None or post.state != "shown" or post.topic.state != "shown":
        return False
    return bool(all_forums()[post.topic.forum_id].network.is_public)
