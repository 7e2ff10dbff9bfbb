"""What authors and moderators do with a whole topic."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.forums import actions
from community.forums.actions import RefusedError
from community.forums.cards import posts_of, topic_for
from community.forums.cards.topics import tags_of
from community.forums.forms import (
    CloseForm,
    HideForm,
    KindForm,
    MergeForm,
    MoveForm,
    SlowForm,
    SplitForm,
)
from community.forums.models import Forum, Topic
from community.forums.permissions import (
    can_delete_topic,
    can_moderate,
    can_restore_topic,
    can_retitle,
    can_start_topic,
)
from community.forums.querysets import rooms_of
from community.forums.views.answers import insist, members_only, shown, topic_path
from community.forums.views.topic import start_of

WINDOW = 50  # posts to choose from at once


@members_only
@require_http_methods(["GET", "POST"])
def retitle(request: Any, pk: int) -> HttpResponse:
    """Title, kind and tags."""
    topic = topic_for(request.user, pk)
    insist(can_retitle(request.user, topic))
    kinds = {topic.kind} | {
        one
        for one in Topic.Kind.values
        if can_start_topic(request.user, topic.forum, one)
    }
    initial = {
        "title": topic.title,
        "kind": topic.kind,
        "tags": ", ".join(label for _slug, label in tags_of(topic)),
    }
    form = KindForm(_sent(request), initial=initial, kinds=sorted(kinds))
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.rename_topic(topic, request.user, asked["title"])
            actions.classify_topic(topic, asked["kind"], asked["tags"])
            return redirect("forums:topic", pk)
        except ValidationError as wrong:
            for name, messages_ in wrong.message_dict.items():
                form.add_error(name, messages_)
    context = {"topic": topic, "form": form, "back": topic_path(topic)}
    return shown(request, "retitle.html", context, status=422 if form.errors else 200)


@members_only
@require_POST
def delete(request: Any, pk: int) -> HttpResponse:
    topic = topic_for(request.user, pk)
    insist(can_delete_topic(request.user, topic))
    actions.take_away_topic(topic, request.user, "deleted")
    messages.success(request, _("Deleted. You can take it back here."))
    return redirect(topic_path(topic))


@members_only
@require_POST
def restore(request: Any, pk: int) -> HttpResponse:
    topic = topic_for(request.user, pk)
    insist(can_restore_topic(request.user, topic))
    actions.restore_topic(topic, request.user)
    messages.success(request, _("It is back."))
    return redirect(topic_path(topic))


@members_only
@require_http_methods(["GET", "POST"])
def moderate(request: Any, pk: int) -> HttpResponse:
    """All that can be done with a topic; `do` names what was chosen."""
    topic = topic_for(request.user, pk)
    insist(can_moderate(request.user, topic.forum))
    asked = request.POST.get("do", "")
    forms_shown = _forms(request.user, topic, asked, _sent(request))
    if request.method == "GET":
        return _screen(request, topic, forms_shown)
    if asked in SIMPLE:
        SIMPLE[asked](topic, request.user)
        messages.success(request, _("Done."))
        return redirect("forums:topic", pk)
    form = forms_shown.get(asked)
    if form is None:
        return _screen(
            request, topic, forms_shown, _("Choose what is to be done."), 422
        )
    if not form.is_valid():
        return _screen(request, topic, forms_shown, status=422)
    try:
        place = CHOSEN[asked](topic, request.user, form.cleaned_data)
    except RefusedError as why:
        return _screen(request, topic, forms_shown, str(why), 409)
    messages.success(request, _("Done."))
    return redirect("forums:topic", place.pk)


@members_only
@require_http_methods(["GET", "POST"])
def split(request: Any, pk: int) -> HttpResponse:
    """Posts that go into a topic of their own."""
    topic = topic_for(request.user, pk)
    insist(can_moderate(request.user, topic.forum))
    form = SplitForm(
        _sent(request),
        forums=_forums(request.user),
        initial={"forum": topic.forum_id},
    )
    chosen = _numbers(request.POST.getlist("posts"))
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                new = actions.split_topic(
                    topic, request.user, sorted(chosen), **form.cleaned_data
                )
                return redirect(topic_path(new))
            except ValidationError as wrong:
                form.add_error("title", wrong.messages)
            except RefusedError as why:
                refusal, status = str(why), 409
    start = start_of(request.GET.get("from", ""), topic)
    context = {
        "topic": topic,
        "form": form,
        "refusal": refusal,
        "chosen": chosen,
        "window": posts_of(request.user, topic, start, WINDOW),
        "back": topic_path(topic),
    }
    return shown(request, "split.html", context, status=status)


# What is done without a further word, and with one.


def _close(topic: Topic, by: Any, said: dict[str, Any]) -> Topic:
    actions.close_topic(topic, by, said["reason"])
    return topic


def _hide(topic: Topic, by: Any, said: dict[str, Any]) -> Topic:
    actions.take_away_topic(topic, by, "hidden", said["reason"])
    return topic


def _slow(topic: Topic, by: Any, said: dict[str, Any]) -> Topic:
    actions.slow_topic(topic, by, said["seconds"])
    return topic


def _move(topic: Topic, by: Any, said: dict[str, Any]) -> Topic:
    actions.move_topic(topic, by, said["forum"])
    return topic


def _merge(topic: Topic, by: Any, said: dict[str, Any]) -> Topic:
    return actions.merge_topics(topic, by, said["into"])


SIMPLE: dict[str, Callable[[Topic, Any], None]] = {
    "open": actions.open_topic,
    "pin": actions.pin_topic,
    "unpin": actions.unpin_topic,
    "restore": actions.restore_topic,
}
CHOSEN: dict[str, Callable[[Topic, Any, dict[str, Any]], Topic]] = {
    "close": _close,
    "hide": _hide,
    "slow": _slow,
    "move": _move,
    "merge": _merge,
}


def _forms(user: Any, topic: Topic, asked: str, data: Any) -> dict[str, forms.Form]:
    """A form for each; what was sent belongs to the one that was asked for."""
    own = {name: data if name == asked else None for name in CHOSEN}
    topics = Topic.objects.visible_to(user).filter(forum__in=_forums(user))
    return {
        "close": CloseForm(own["close"], auto_id="close_%s"),
        "hide": HideForm(own["hide"], auto_id="hide_%s"),
        "slow": SlowForm(
            own["slow"], auto_id="slow_%s", initial={"seconds": topic.slow_seconds}
        ),
        "move": MoveForm(own["move"], auto_id="move_%s", forums=_forums(user)),
        "merge": MergeForm(own["merge"], auto_id="merge_%s", topics=topics),
    }


def _forums(user: Any) -> Any:
    moderated = sorted(rooms_of(user).moderated)
    return Forum.objects.visible_to(user).filter(pk__in=moderated)


def _sent(request: Any) -> Any:
    return request.POST if request.method == "POST" else None


def _numbers(texts: list[str]) -> set[int]:
    return {int(one) for one in texts if one.isdecimal() and len(one) < 10}


def _screen(
    request: HttpRequest,
    topic: Topic,
    all_forms: dict[str, forms.Form],
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "topic": topic,
        "forms": all_forms,
        "refusal": refusal,
        "back": topic_path(topic),
    }
    return shown(request, "moderate.html", context, status=status)
