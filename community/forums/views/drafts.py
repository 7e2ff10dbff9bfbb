"""Texts that are kept while somebody types."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.forums.actions import forget_draft, keep_draft
from community.forums.models import Draft, Post, Topic
from community.forums.querysets import all_forums, rooms_of
from community.forums.views.answers import members_only, shown


@dataclass(frozen=True)
class DraftRow:
    """`path` is empty where what it belongs to is not there any more."""

    draft: Draft
    where: str
    path: str


@members_only
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    found = list(Draft.objects.visible_to(request.user))
    context = {"rows": _rows(request.user, found)}
    return shown(request, "drafts.html", context)


@members_only
@require_POST
def keep(request: Any) -> HttpResponse:
    """While typing: what is in the editor now."""
    asked = request.POST
    try:
        keep_draft(
            request.user,
            asked.get("key", ""),
            text=asked.get("text", ""),
            title=asked.get("title", ""),
        )
    except ValidationError as wrong:
        return JsonResponse({"error": " ".join(wrong.messages)}, status=422)
    return JsonResponse({"said": _("Draft saved")})


@members_only
@require_POST
def forget(request: Any) -> HttpResponse:
    forget_draft(request.user, request.POST.get("key", "")[:30])
    return redirect("forums:drafts")


def draft_of(user: Any, key: str) -> Draft | None:
    """What this member was writing there."""
    found: Draft | None = Draft.objects.visible_to(user).filter(key=key).first()
    return found


def _rows(user: Any, drafts: list[Draft]) -> list[DraftRow]:
    """Three statements, however many drafts there are."""
    keys = [one.key.split(":") for one in drafts]
    wanted = {
        kind: {int(pk) for name, pk in keys if name == kind}
        for kind in ("forum", "topic", "post")
    }
    topics = Topic.objects.visible_to(user).filter(pk__in=wanted["topic"])
    posts = Post.objects.visible_to(user).filter(pk__in=wanted["post"])
    readable = set(rooms_of(user).readable) & wanted["forum"]
    forums = [all_forums()[pk] for pk in readable]
    places = {
        **{
            f"forum:{one.pk}": (
                _("New topic in %(forum)s") % {"forum": one.name},
                reverse("forums:new", args=[one.code]),
            )
            for one in forums
        },
        **{
            f"topic:{one.pk}": (
                _("Answer to “%(title)s”") % {"title": one.title},
                reverse("forums:reply", args=[one.pk]),
            )
            for one in topics.only("pk", "title")
        },
        **{
            f"post:{one.pk}": (
                _("Edit of a post in “%(title)s”") % {"title": one.topic.title},
                reverse("forums:edit", args=[one.pk]),
            )
            for one in posts.select_related("topic").only("pk", "topic__title")
        },
    }
    gone = (_("What this belongs to is not there any more."), "")
    return [DraftRow(one, *places.get(one.key, gone)) for one in drafts]
