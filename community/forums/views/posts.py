"""What is done with one post: finding, reacting, voting, taking away, accepting."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from community.forums import actions
from community.forums.actions import RefusedError
from community.forums.cards import full_window, one_post, topic_for
from community.forums.cards.posts import PAGE
from community.forums.forms import HideForm
from community.forums.models import Post, Reaction
from community.forums.permissions import (
    can_accept,
    can_delete,
    can_moderate,
    can_react,
    can_restore,
    can_vote,
)
from community.forums.views.answers import (
    insist,
    is_fragment,
    members_only,
    shown,
    status_of,
    topic_path,
)
from community.forums.views.topic import SYMBOLS, post_views, topic_context


def post_for(user: Any, pk: int) -> Post:
    """A post that one sees, with the topic as one sees it; else Http404."""
    post: Post | None = Post.objects.visible_to(user).filter(pk=pk).first()
    if post is None:
        raise Http404
    post.topic = topic_for(user, post.topic_id)
    return post


def place_of(post: Post) -> str:
    """The address of the window that begins near a post, and the post in it."""
    first = full_window(post.topic, post.number) if post.number > PAGE else 1
    start = f"?from={first}" if first > 1 else ""
    return f"{topic_path(post.topic)}{start}#p{post.number}"


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting address of a post leads to where it stands now."""
    return redirect(place_of(post_for(request.user, pk)))


@members_only
@require_safe
def more(request: HttpRequest, pk: int) -> HttpResponse:
    """What else can be done with a post."""
    found = post_for(request.user, pk)
    card = one_post(request.user, found.topic, found.number)
    if card is None:
        raise Http404
    context = {
        "post": found,
        "card": card,
        "back": place_of(found),
        "can_moderate": can_moderate(request.user, found.topic.forum),
    }
    return shown(request, "post_more.html", context, "_post_more.html")


@members_only
@require_http_methods(["GET", "POST"])
def react(request: Any, pk: int) -> HttpResponse:
    """One of the reactions, or taking it back (`kind` with a minus before it)."""
    found = post_for(request.user, pk)
    insist(can_react(request.user, found))
    if request.method == "GET":
        kinds = [(k, label, SYMBOLS[k]) for k, label in Reaction.Kind.choices]
        context = {"post": found, "reactions": kinds, "back": place_of(found)}
        return shown(request, "react.html", context)
    kind = request.POST.get("kind", "")
    try:
        if kind.startswith("-"):
            actions.take_back_reaction(found, request.user, kind[1:])
        else:
            actions.react(found, request.user, kind)
    except ValidationError as wrong:
        return _wrong(request, found, wrong.messages, 422)
    return _answer(request, found)


@members_only
@require_POST
def vote(request: Any, pk: int) -> HttpResponse:
    found = post_for(request.user, pk)
    insist(can_vote(request.user, found))
    poll = getattr(found, "poll", None)
    if poll is None:
        raise Http404
    chosen = request.POST.getlist("options")
    places = [int(one) if one.isdecimal() and len(one) < 4 else -1 for one in chosen]
    try:
        actions.vote(poll, request.user, places)
    except ValidationError as wrong:
        return _wrong(request, found, wrong.messages, 422)
    except RefusedError as why:
        return _wrong(request, found, [str(why)], status_of(why))
    return _answer(request, found)


@members_only
@require_POST
def accept(request: Any, pk: int) -> HttpResponse:
    """This post answers the question of the topic."""
    found = post_for(request.user, pk)
    insist(can_accept(request.user, found.topic))
    try:
        actions.accept_answer(found.topic, request.user, found)
    except RefusedError as why:
        return _wrong(request, found, [str(why)], status_of(why))
    messages.success(request, _("Accepted. Others see now what helped."))
    return redirect(place_of(found))


@members_only
@require_POST
def withdraw(request: Any, pk: int) -> HttpResponse:
    found = post_for(request.user, pk)
    insist(can_accept(request.user, found.topic))
    if found.topic.solution_id == found.pk:
        actions.withdraw_answer(found.topic, request.user)
    messages.success(request, _("The question is open again."))
    return redirect(place_of(found))


@members_only
@require_POST
def delete(request: Any, pk: int) -> HttpResponse:
    """By its author or a moderator; the post then offers to take it back."""
    found = post_for(request.user, pk)
    insist(can_delete(request.user, found))
    if found.number == 1:
        actions.take_away_topic(found.topic, request.user, "deleted")
    else:
        actions.take_away_post(found, request.user, "deleted")
    messages.success(request, _("Deleted. You can take it back where it stood."))
    return redirect(place_of(found))


@members_only
@require_POST
def restore(request: Any, pk: int) -> HttpResponse:
    found = post_for(request.user, pk)
    insist(can_restore(request.user, found))
    actions.restore_post(found, request.user)
    messages.success(request, _("It is back."))
    return redirect(place_of(found))


@members_only
@require_http_methods(["GET", "POST"])
def hide(request: Any, pk: int) -> HttpResponse:
    """A moderator takes a post away and says why."""
    found = post_for(request.user, pk)
    insist(can_moderate(request.user, found.topic.forum))
    form = HideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if found.number == 1:
            actions.take_away_topic(found.topic, request.user, "hidden", reason)
        else:
            actions.take_away_post(found, request.user, "hidden", reason)
        messages.success(request, _("Hidden. Its author and moderators still see it."))
        return redirect(place_of(found))
    context = {"post": found, "form": form, "back": place_of(found)}
    return shown(request, "hide.html", context, status=422 if form.errors else 200)


@members_only
@require_POST
def wiki(request: Any, pk: int) -> HttpResponse:
    """Whether everybody may edit the post."""
    found = post_for(request.user, pk)
    insist(can_moderate(request.user, found.topic.forum))
    actions.make_wiki(found, is_wiki=not found.is_wiki)
    return redirect(place_of(found))


# Steps ------------------------------------------------------------------------------------


def _answer(request: HttpRequest, post: Post) -> HttpResponse:
    """The post as it is now: alone for htmx, else where it stands."""
    if not is_fragment(request):
        return redirect(place_of(post))
    topic = topic_for(request.user, post.topic_id)
    card = one_post(request.user, topic, post.number)
    if card is None:
        raise Http404
    posts = post_views(topic, [card], is_member=request.user.is_authenticated)
    context = {"posts": posts, **topic_context(request, topic)}
    return shown(request, "_posts.html", context)


def _wrong(
    request: HttpRequest, post: Post, reasons: list[str], status: int
) -> HttpResponse:
    context = {"reasons": reasons, "back": place_of(post)}
    return shown(request, "refused.html", context, "_refused.html", status)
