"""The way from a stored text to its HTML, and from the HTML to words."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import table
from markdown_it.rules_inline import image, link
from markdown_it.token import Token

from community.forums.markup.html import Renderer, escaped, sanitised
from community.forums.markup.limits import (
    DEEPEST,
    MOST_HTML,
    compact,
    is_overloaded,
    shallow,
    sparing,
)
from community.forums.markup.names import MARKS, Known, without_marks
from community.forums.markup.rules import (
    address_in_link,
    bare_address,
    mention,
    quoted_post,
)

# Raise it when the same text gives other HTML: posts are then rendered anew
# (`actions.render_old_posts`).
VERSION: Final = 2
_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_QUOTE_TAGS = re.compile(r"<(/?)blockquote\b([^>]*)>")
_WORD_ENDS = re.compile(r"<(/?(?:p|li|td|th|h\d|br|pre|tr|blockquote)\b)")


def rendered(raw: str, known: Known) -> str:
    """HTML with marks for names, of the allowed tags alone."""
    text = without_marks(raw)
    if is_overloaded(text):
        return sanitised(_as_typed(text))
    parser, env = _parser(), {"known": known}
    tokens = parser.parse(text, env)
    _unmark(tokens)
    html: str = parser.renderer.render(tokens, parser.options, env)
    if len(html) > MOST_HTML * (len(text) + 1_000):
        return sanitised(_as_typed(text))
    return sanitised(html)


def plain(html: str) -> str:
    """The text alone, without quotes, for excerpts and for the index of words."""
    text = _WORD_ENDS.sub(r" <\1", _without_quotes(html))
    text = MARKS.sub(" ", nh3.clean(text, tags=set()))
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(name, sign)
    return " ".join(text.split())


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "js-default",
        {"html": False, "linkify": False, "breaks": True, "maxNesting": DEEPEST},
        renderer_cls=Renderer,
    )
    inline, block = parser.inline.ruler, parser.block.ruler
    inline.before("link", "mention", mention)
    inline.at("linkify", bare_address)
    inline.before("autolink", "address_in_link", address_in_link)
    inline.at("link", sparing(link))
    inline.at("image", shallow(sparing(image)))
    paragraph_like = ["paragraph", "reference", "blockquote", "list"]
    block.at("table", compact(table), {"alt": ["paragraph", "reference"]})
    block.before("blockquote", "quoted_post", quoted_post, {"alt": paragraph_like})
    return parser


def _as_typed(text: str) -> str:
    """Paragraphs and lines, and every sign as it was typed."""
    parts = _PARAGRAPHS.split(text.strip())
    lines = ("<br>\n".join(escaped(part).split("\n")) for part in parts)
    return "".join(f"<p>{one}</p>\n" for one in lines)


def _unmark(tokens: Iterable[Token]) -> None:
    """A mark that came out of an entity or of an address is none of ours."""
    for token in tokens:
        token.content = without_marks(token.content)
        token.info = without_marks(token.info)
        for name, value in token.attrs.items():
            if isinstance(value, str):
                token.attrs[name] = without_marks(value)
        _unmark(token.children or ())


def _without_quotes(html: str) -> str:
    """Without what others said; what somebody set off with `>` stays."""
    kept, depth, place = [], 0, 0
    inside: list[bool] = []
    for tag in _QUOTE_TAGS.finditer(html):
        if depth == 0:
            kept.append(html[place : tag.start()])
        is_quote = inside.pop() if tag[1] and inside else 'class="quote"' in tag[2]
        if not tag[1]:
            inside.append(is_quote)
        depth += (-1 if tag[1] else 1) * is_quote
        place = tag.end()
        if depth == 0:
            kept.append(" ")
    kept.append(html[place:] if depth == 0 else "")
    return "".join(kept)
