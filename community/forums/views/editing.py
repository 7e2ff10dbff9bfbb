"""Editing a post, and what somebody else made of it meanwhile."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from community.forums import actions
from community.forums.actions import EditedMeanwhileError, RefusedError
from community.forums.forms import EditForm
from community.forums.models import Post
from community.forums.permissions import can_edit
from community.forums.views.answers import insist, members_only, refused, shown
from community.forums.views.drafts import draft_of
from community.forums.views.posts import place_of, post_for


@members_only
@require_http_methods(["GET", "POST"])
def edit(request: Any, pk: int) -> HttpResponse:
    post = post_for(request.user, pk)
    insist(can_edit(request.user, post))
    if request.method == "GET":
        draft = draft_of(request.user, f"post:{post.pk}")
        text = draft.raw if draft else actions.editable(post.raw, request.user)
        form = EditForm(initial={"text": text, "seen": post.edit_count})
        return _edit_form(request, post, form)
    form = EditForm(request.POST)
    if form.is_valid():
        asked = form.cleaned_data
        try:
            actions.edit_post(
                post, request.user, asked["text"], seen_edits=asked["seen"]
            )
            return redirect(place_of(post))
        except ValidationError as wrong:
            form.refuse(wrong)
        except EditedMeanwhileError as why:
            return refused(request, why, _meanwhile(request, post, asked["text"], why))
    response = _edit_form(request, post, form)
    response.status_code = 422
    return response


def _edit_form(
    request: HttpRequest, post: Post, form: EditForm, **more: Any
) -> HttpResponse:
    context = {
        "post": post,
        "topic": post.topic,
        "form": form,
        "back": place_of(post),
        "draft_key": f"post:{post.pk}",
        "mention_path": reverse("forums:people", args=[post.topic_id]),
        **more,
    }
    return shown(request, "edit.html", context)


def _meanwhile(
    request: HttpRequest, post: Post, text: str, why: RefusedError
) -> HttpResponse:
    """The text that was typed, and beside it the post as it is by now."""
    post.refresh_from_db(fields=["raw", "edit_count"])
    form = EditForm(initial={"text": text, "seen": post.edit_count})
    now = actions.editable(post.raw, request.user)
    return _edit_form(request, post, form, refusal=str(why), now=now)
