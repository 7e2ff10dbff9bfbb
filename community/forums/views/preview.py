"""A text as it will be shown, while it is being written."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from community.forums.actions import prepared
from community.forums.cards.posts import filled_html
from community.forums.markup import marked
from community.forums.views.answers import members_only
from community.profiles.querysets import shown_names


@members_only
@require_POST
def preview(request: Any) -> HttpResponse:
    """Made by what makes the post."""
    try:
        text = prepared(request.POST.get("text", ""), request.user)
    except ValidationError as wrong:
        return render(request, "forums/_preview.html", {"reasons": wrong.messages})
    members, _quotes = marked(text.html)
    html = filled_html(text.html, shown_names(request.user, members))
    return render(request, "forums/_preview.html", {"html": html})
