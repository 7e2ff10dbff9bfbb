"""Looking for words in posts."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms.core.cards import paging_of
from cms.core.folding import query_words
from cms.core.languages import current
from community.forums.cards.search import LONGEST_QUERY, found_posts
from community.forums.cards.topics import former_member
from community.forums.views.answers import shown
from community.forums.views.marking import marked_words, told_of
from community.forums.views.rows import language_if_other
from community.profiles.querysets import shown_names

ON_A_PAGE = 20  # posts


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    try:
        page = found_posts(request.user, text, request.GET.get("cursor", ""), ON_A_PAGE)
    except ValidationError as foreign:
        raise Http404 from foreign
    context = {
        "text": text,
        "found": _told(request.user, page.rows, query_words(text)),
        "paging": paging_of(page, request.GET),
    }
    return shown(request, "search.html", context)


def _told(
    user: Any, posts: Sequence[Any], words: Sequence[str]
) -> list[tuple[str, str, datetime]]:
    """For each post what it says, who says it and where, both as HTML, and its moment: few
    pieces, since a template looks up each of them for each post."""
    names = shown_names(user, {one.author_id for one in posts} - {None})
    here, former = current(), former_member()
    path = reverse("forums:post", args=[0]).removesuffix("0/")
    forums = {one.topic.forum_id: one.topic.forum for one in posts}
    places = {
        pk: escape(f"{one.network.name} · {one.name}") for pk, one in forums.items()
    }
    told = []
    for one in posts:
        lang = _lang(language_if_other(one.language, here))
        said = (
            f'<h2><a href="{path}{one.pk}/"{lang}>{escape(one.topic.title)}</a></h2>\n'
            f'<p class="found-text"{lang}>{marked_words(told_of(one.html), words)}</p>'
        )
        author = escape(names.get(one.author_id, former).name)
        place = places[one.topic.forum_id]
        where = f"<span>{author}</span>\n<span>{place}</span>"
        told.append((said, where, one.created_at))
    return told


def _lang(code: str) -> str:
    return f' lang="{escape(code)}"' if code else ""
