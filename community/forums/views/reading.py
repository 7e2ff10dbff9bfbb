"""What a member has read, and how closely they follow."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.forums import actions
from community.forums.cards import topic_for
from community.forums.models import ForumUser, Level, Topic
from community.forums.querysets import all_forums
from community.forums.views.answers import members_only, shown, topic_path
from community.forums.views.posts import post_for
from community.forums.views.topics import forum_of

FORUM = "forum"  # in place of a level: as closely as the forum of the topic


@members_only
@require_POST
def read(request: Any, pk: int) -> HttpResponse:
    """Everything up to `number` was on the screen; without script a button says so."""
    found = _topic(request.user, pk)
    text = request.POST.get("number", "")
    if not text.isdecimal() or len(text) > 10:
        return HttpResponse(status=400)
    actions.mark_read(found, request.user, int(text))
    if request.POST.get("back"):
        return redirect("forums:topics")
    return HttpResponse(status=204)


@members_only
@require_POST
def unread(request: Any, pk: int) -> HttpResponse:
    """This post and those after it will be read later."""
    post = post_for(request.user, pk)
    actions.mark_unread_from(post.topic, request.user, post.number)
    messages.success(request, _("Marked as unread from this post on."))
    return redirect("forums:topics")


@members_only
@require_POST
def all_read(request: Any) -> HttpResponse:
    actions.mark_all_read(request.user)
    messages.success(request, _("Everything is marked as read."))
    return redirect("forums:topics")


@members_only
@require_http_methods(["GET", "POST"])
def topic_level(request: HttpRequest, pk: int) -> HttpResponse:
    """How closely one follows a topic."""
    found = topic_for(request.user, pk)
    chosen = request.POST.get("level", "")
    own = found.own_level
    context = {
        "topic": found,
        "levels": Level.choices,
        "own": own,
        "back": topic_path(found),
        "forum_choice": FORUM,
    }
    if request.method == "GET":
        return shown(request, "level.html", context, "_level.html")
    if chosen != FORUM and chosen not in map(str, Level.values):
        context["error"] = _("Choose one of these.")
        return shown(request, "level.html", context, "_level.html", 422)
    level = None if chosen == FORUM else int(chosen)
    actions.follow_topic(found, request.user, level)  # type: ignore[arg-type]
    messages.success(request, _("Saved."))
    return redirect(topic_path(found))


@members_only
@require_http_methods(["GET", "POST"])
def forum_level(request: HttpRequest, code: str) -> HttpResponse:
    """How closely one follows all topics of a forum."""
    found = forum_of(request.user, code)
    rows = ForumUser.objects.filter(user=request.user.pk, forum=found)
    own = rows.values_list("level", flat=True).first()
    context = {
        "forum": all_forums()[found.pk],
        "levels": Level.choices,
        "own": Level.NORMAL if own is None else own,
    }
    if request.method == "GET":
        return shown(request, "level.html", context, "_level.html")
    chosen = request.POST.get("level", "")
    if chosen not in map(str, Level.values):
        context["error"] = _("Choose one of these.")
        return shown(request, "level.html", context, "_level.html", 422)
    actions.follow_forum(found, request.user, int(chosen))  # type: ignore[arg-type]
    messages.success(request, _("Saved."))
    return redirect("forums:forum", code)


def _topic(user: Any, pk: int) -> Topic:
    found: Topic | None = Topic.objects.visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
