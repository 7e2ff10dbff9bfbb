"""Looking for words in posts."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from cms.core.folding import fold, query_words
from community.forums.cards.topics import former_member
from community.forums.markup import plain
from community.forums.models import Post
from community.forums.querysets import all_forums, blocked_by
from community.forums.views.answers import shown
from community.forums.views.rows import language_if_other
from community.profiles.querysets import Shown, shown_names

MOST = 50
TOLD = 240  # characters of a post
LONGEST = 200
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    post: Any
    author: Shown
    path: str
    lang: str
    text: SafeString


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:LONGEST].strip()
    rows = Post.objects.visible_to(request.user).shown().matching(text)
    rows = rows.filter(topic__state="shown").select_related("topic")
    blocked = blocked_by(request.user)
    if blocked:
        rows = rows.exclude(author__in=blocked)
    posts = list(rows.defer("raw", "words")[:MOST])
    names = shown_names(request.user, {one.author_id for one in posts} - {None})
    words = query_words(text)
    for one in posts:
        one.topic.forum = all_forums()[one.topic.forum_id]
    context = {
        "text": text,
        "most": MOST,
        "found": [
            Found(
                one,
                names.get(one.author_id) or former_member(),
                reverse("forums:post", args=[one.pk]),
                language_if_other(one.language),
                marked_words(plain(one.html), words),
            )
            for one in posts
        ],
    }
    return shown(request, "search.html", context)


def marked_words(text: str, words: list[str]) -> SafeString:
    """The text around the first word that was looked for, such words in <mark>."""
    met = [one for one in _WORD.finditer(text) if _is_met(one[0], words)]
    start = max(0, met[0].start() - TOLD // 4) if met else 0
    end = start + TOLD
    pieces, at = ["… " if start else ""], start
    for one in met:
        if one.end() > end:
            break
        if one.start() < start:
            continue
        pieces.append(str(conditional_escape(text[at : one.start()])))
        pieces.append(format_html("<mark>{}</mark>", one[0]))
        at = one.end()
    pieces.append(str(conditional_escape(text[at:end])))
    pieces.append(" …" if len(text) > end else "")
    return mark_safe("".join(pieces))  # noqa: S308 (each piece was escaped)


def _is_met(word: str, words: list[str]) -> bool:
    folded = fold(word)
    return any(folded.startswith(one) for one in words)
