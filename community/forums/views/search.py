"""Looking for words in posts."""

import re
from functools import lru_cache
from typing import Any

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
from community.profiles.querysets import Shown, shown_names

ON_A_PAGE = 20  # posts
TOLD = 240  # characters of a post
_WORD = re.compile(r"\w+")


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
    langs = [_lang(language_if_other(one.language, here)) for one in page.rows]
    context = {
        "text": text,
        # (with their moments, which the template puts in words)
        "found": [
            (
                _said(
                    f"{post_path}{one.pk}/",
                    one.topic.title,
                    lang,
                    _plain(one.html),
                    words,
                ),
                _where(names.get(one.author_id) or former_member(), one.topic.forum),
                one.created_at,
            )
            for one, lang in zip(page.rows, langs, strict=True)
        ],
        "paging": paging_of(page, request.GET),
    }
    return shown(request, "search.html", context)


def _said(path: str, title: str, lang: str, text: str, words: list[str]) -> SafeString:
    """What a post says, under the title of its topic: as one piece, since a template
    would look up each part of it twenty times."""
    return mark_safe(  # noqa: S308 (escaped piece by piece)
        f'<h2><a href="{path}"{lang}>{escape(title)}</a></h2>\n'
        f'<p class="found-text"{lang}>{marked_words(text, words)}</p>'
    )


def _where(author: Shown, forum: Any) -> SafeString:
    return mark_safe(  # noqa: S308 (escaped piece by piece)
        f"<span>{escape(author.name)}</span>\n"
        f"<span>{escape(forum.network.name)} · {escape(forum.name)}</span>"
    )


def _lang(code: str) -> str:
    return f' lang="{escape(code)}"' if code else ""


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
