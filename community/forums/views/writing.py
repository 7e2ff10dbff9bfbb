"""Starting topics and answering."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.forums import actions
from community.forums.actions import RefusedError
from community.forums.cards import topic_for
from community.forums.cards.posts import PAGE
from community.forums.forms import ReplyForm, TopicForm
from community.forums.models import Forum, Post, Topic
from community.forums.permissions import (
    can_reply,
    can_start_topic,
    can_write_in,
)
from community.forums.views.answers import (
    is_fragment,
    members_only,
    refused,
    shown,
    topic_path,
)
from community.forums.views.drafts import draft_of
from community.forums.views.posts import place_of
from community.forums.views.topic import (
    led_on,
    reply_context,
    reply_places,
    window_context,
)
from community.forums.views.topics import forum_of


@members_only
@require_http_methods(["GET", "POST"])
def new_topic(request: Any, code: str) -> HttpResponse:
    forum = forum_of(request.user, code)
    kinds = [k for k in Topic.Kind.values if can_start_topic(request.user, forum, k)]
    if not kinds:
        return _outside(request, forum)
    if request.method == "GET":
        draft = draft_of(request.user, f"forum:{forum.pk}")
        initial = {"title": draft.title, "text": draft.raw} if draft else {}
        form = TopicForm(initial=initial, kinds=kinds)
        return _topic_form(request, forum, form, is_draft=bool(draft))
    form = TopicForm(request.POST, kinds=kinds)
    if form.is_valid():
        try:
            topic = actions.start_topic(forum, request.user, form.plan())
            return redirect(topic_path(topic))
        except ValidationError as wrong:
            form.refuse(wrong)
    return _topic_form(request, forum, form, 422)


@members_only
@require_http_methods(["GET", "POST"])
def reply(request: Any, pk: int) -> HttpResponse:
    """The editor by itself, with a quoted post if one was named; and the sending."""
    try:
        topic = topic_for(request.user, pk)
    except Http404:
        return _elsewhere(request, pk)
    if request.method == "GET":
        if not can_reply(request.user, topic):
            return _outside(request, topic.forum)
        return _reply_form(
            request, topic, ReplyForm(initial=_beginning(request, topic))
        )
    form = ReplyForm(request.POST)
    if not can_reply(request.user, topic):
        return _too_late(request, topic, form)
    if form.is_valid():
        try:
            post = actions.reply(topic, request.user, form.plan())
            return _sent(request, topic, post)
        except ValidationError as wrong:
            form.refuse(wrong)
        except RefusedError as why:
            _keep(request.user, topic.pk, form.cleaned_data["text"])
            return refused(request, why, _reply_form(request, topic, form, str(why)))
    response = _reply_form(request, topic, form)
    response.status_code = 422
    return response


# Steps ------------------------------------------------------------------------------------


def _sent(request: HttpRequest, topic: Topic, post: Post) -> HttpResponse:
    """The new posts and an empty editor for htmx; else the window with the post."""
    post.topic = topic
    after = request.POST.get("after", "")
    place = place_of(post)
    if not is_fragment(request) or not after.isdecimal() or len(after) > 9:
        return redirect(place)
    if post.number - int(after) > PAGE or post.number <= int(after):
        return HttpResponse(status=204, headers={"HX-Redirect": place})
    topic = topic_for(request.user, topic.pk)
    context = window_context(request, topic, int(after) + 1)
    context |= reply_context(topic)
    return render(request, "forums/_sent.html", context)


def _reply_form(
    request: HttpRequest, topic: Topic, form: ReplyForm, refusal: str = ""
) -> HttpResponse:
    context = {
        "topic": topic,
        "topic_path": topic_path(topic),
        "form": form,
        "refusal": refusal,
        **reply_places(topic),
    }
    response = shown(request, "reply.html", context, "_reply.html")
    if is_fragment(request):
        response["HX-Retarget"] = "#reply"
        response["HX-Reswap"] = "outerHTML"
    return response


def _beginning(request: Any, topic: Topic) -> dict[str, Any]:
    """What stands in the editor at first: the draft, and the quoted post below it."""
    draft = draft_of(request.user, f"topic:{topic.pk}")
    text = draft.raw if draft else ""
    asked = request.GET.get("quote", "")
    rows = Post.objects.visible_to(request.user).filter(topic=topic, state="shown")
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    post = rows.filter(number=number).first() if number else None
    if post is None:
        return {"text": text}
    quoted = actions.editable(post.raw, request.user)
    quote = f"[quote {post.pk}]\n{quoted}\n[/quote]\n\n"
    return {
        "text": f"{text}\n\n{quote}".lstrip() if text else quote,
        "reply_to": post.number,
    }


def _too_late(request: Any, topic: Topic, form: ReplyForm) -> HttpResponse:
    """Somebody was writing while the topic was closed: the text is not lost."""
    if not can_write_in(request.user, topic.forum):
        return _outside(request, topic.forum)
    form.is_valid()
    why = actions.TopicIsClosedError()
    _keep(request.user, topic.pk, request.POST.get("text", ""))
    return refused(request, why, _reply_form(request, topic, form, str(why)))


def _elsewhere(request: Any, pk: int) -> HttpResponse:
    """Somebody was writing while the topic was merged or hidden: the text is not lost."""
    text = request.POST.get("text", "")
    try:
        topic = topic_for(request.user, led_on(request.user, pk).pk)
    except Http404:
        _keep(request.user, pk, text)
        raise
    if request.method == "GET":
        return redirect("forums:reply", topic.pk)
    if not can_reply(request.user, topic):
        return _too_late(request, topic, ReplyForm(request.POST))
    if draft_of(request.user, f"topic:{topic.pk}") is None:
        _keep(request.user, topic.pk, text)
    why = actions.TopicIsElsewhereError()
    form = ReplyForm(initial={"text": text})
    return refused(request, why, _reply_form(request, topic, form, str(why)))


def _keep(user: Any, topic: int, text: str) -> None:
    if not text:
        return
    try:
        actions.keep_draft(user, f"topic:{topic}", text=text)
    except ValidationError:
        return  # what is too long to be kept is still in the form


def _topic_form(
    request: HttpRequest,
    forum: Forum,
    form: TopicForm,
    status: int = 200,
    *,
    is_draft: bool = False,
) -> HttpResponse:
    context = {
        "forum": forum,
        "form": form,
        "is_draft": is_draft,
        "draft_key": f"forum:{forum.pk}",
        "back": reverse("forums:forum", args=[forum.code]),
    }
    return shown(request, "new.html", context, status=status)


def _outside(request: Any, forum: Forum) -> HttpResponse:
    """Reads it, and does not belong to the network, or nobody writes there any more."""
    detail = _("Only members of the network write here. Join it to take part.")
    if can_write_in(request.user, forum) or forum.is_closed:
        detail = _("Nobody can write here any more.")
    context = {"detail": detail, "forum": forum}
    return render(request, "forums/outside.html", context, status=403)
