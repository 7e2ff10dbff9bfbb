"""Looking for words in posts."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from cms.core.cards import paging_of
from cms.core.folding import fold, query_words
from cms.core.languages import current
from community.forums.cards.search import LONGEST_QUERY, found_posts
from community.forums.cards.topics import former_member
from community.forums.markup import plain
from community.forums.views.answers import shown
from community.forums.views.rows import language_if_other
from community.profiles.querysets import shown_names

ON_A_PAGE = 20  # posts
TOLD = 240  # characters of a post
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """A post as the list tells it; `place` names its network and forum."""

    title: str
    author: str
    path: str
    place: str
    lang: str
    text: SafeString
    created_at: datetime


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    try:
        page = found_posts(request.user, text, request.GET.get("cursor", ""), ON_A_PAGE)
    except ValidationError as foreign:
        raise Http404 from foreign
    names = shown_names(request.user, {one.author_id for one in page.rows} - {None})
    words, here = query_words(text), current()
    post_path = reverse("forums:post", args=[0]).removesuffix("0/")
    context = {
        "text": text,
        "found": [
            Found(
                title=one.topic.title,
                author=(names.get(one.author_id) or former_member()).name,
                path=f"{post_path}{one.pk}/",
                place=f"{one.topic.forum.network.name} · {one.topic.forum.name}",
                lang=language_if_other(one.language, here),
                text=marked_words(_plain(one.html), words),
                created_at=one.created_at,
            )
            for one in page.rows
        ],
        "paging": paging_of(page, request.GET),
    }
    return shown(request, "search.html", context)


def marked_words(text: str, words: list[str]) -> SafeString:
    """The text around the first word that was looked for, such words in <mark>."""
    sought = tuple(words)
    first = next(
        (m for m in _WORD.finditer(text) if _folded(m[0]).startswith(sought)), None
    )
    start = max(0, first.start() - TOLD // 4) if first else 0
    end = start + TOLD
    pieces, at = ["… " if start else ""], start
    for one in _WORD.finditer(text, first.start() if first else end):
        if one.end() > end:
            break
        if _folded(one[0]).startswith(sought):
            pieces += [escape(text[at : one.start()]), f"<mark>{escape(one[0])}</mark>"]
            at = one.end()
    pieces += [escape(text[at:end]), " …" if len(text) > end else ""]
    return mark_safe("".join(pieces))  # noqa: S308 (each piece was escaped)


_folded = lru_cache(maxsize=20_000)(fold)
# Posts that are found are found again, on the next page and by others.
_plain = lru_cache(maxsize=1_000)(plain)
