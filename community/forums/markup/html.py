"""The HTML of posts: what is written for each part of a text, and what may remain."""

import re
from typing import Any, Final
from uuid import UUID

import nh3
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from community.forums.markup.names import CLOSE, IMAGE, OPEN

LARGEST_SIDE: Final = 1600  # pixels; larger pictures are shown smaller

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "img",
    "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead",
    "tr", "ul", "div",
}  # fmt: skip
ATTRIBUTES = {
    # The library would allow some everywhere.
    "*": set[str](),
    "a": {"href", "class", "title"},
    "blockquote": {"class"},
    "code": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "ol": {"start"},
    "p": {"class"},
    "span": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
}
_CLASSES = {
    "quote", "quote-from", "mention", "table-responsive", "text-end", "text-center",
}  # fmt: skip
_LANGUAGE = re.compile(r"language-[a-z0-9+#-]{1,20}\Z")
_SOURCE = re.compile(r"/forum-images/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/\Z")


class Renderer(RendererHTML):
    """The library's, with our marks, headings below those of the page, and pictures from
    here alone."""

    def mention(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        member = tokens[at].meta["member"]
        if member not in env["known"].members:
            return f"@[{member}]"
        kind = "n" if tokens[at].meta["in_link"] else "u"
        return f"{OPEN}{kind}{member}{CLOSE}"

    def quote_open(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        post = tokens[at].meta["post"]
        author = env["known"].quotes.get(post)
        if author is None:
            return '<blockquote class="quote">\n'
        mark = f"{OPEN}q{post},{author}{CLOSE}"
        return f'<blockquote class="quote">\n<p class="quote-from">{mark}</p>\n'

    def quote_close(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        return "</blockquote>\n"

    def image(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        token = tokens[at]
        text = self.renderInlineAsText(token.children, options, env)
        found = IMAGE.match(str(token.attrGet("src")))
        size = env["known"].images.get(found[1]) if found else None
        if found is None or size is None:
            return escaped(text)
        width, height = _within(*size)
        return (
            f'<img src="/forum-images/{UUID(found[1])}/" alt="{escaped(text)}"'
            f' width="{width}" height="{height}" loading="lazy" decoding="async">'
        )

    def heading_open(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        return f"<{_below(tokens[at].tag)}>"

    def heading_close(
        self, tokens: list[Token], at: int, options: Any, env: Any
    ) -> str:
        return f"</{_below(tokens[at].tag)}>\n"

    def table_open(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        # Wide tables scroll by themselves, and by the keyboard, too.
        return '<div class="table-responsive">\n<table>\n'

    def table_close(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        return "</table>\n</div>\n"

    def th_open(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        return f'<th scope="col"{_aligned(tokens[at])}>'

    def td_open(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        return f"<td{_aligned(tokens[at])}>"


def _below(tag: str) -> str:
    """A heading in a post stands below those of the page: 1 becomes 3."""
    return f"h{min(6, int(tag[1]) + 2)}"


def _aligned(token: Token) -> str:
    style = str(token.attrGet("style") or "")
    name = {"text-align:right": "text-end", "text-align:center": "text-center"}.get(
        style
    )
    return f' class="{name}"' if name else ""


def _within(width: int, height: int) -> tuple[int, int]:
    most = max(width, height)
    if most <= LARGEST_SIDE:
        return width, height
    return (
        max(1, width * LARGEST_SIDE // most),
        max(1, height * LARGEST_SIDE // most),
    )


def escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )


# The sanitiser ---------------------------------------------------------------------------


def sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener ugc",
        strip_comments=True,
    )


def _allowed(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return _class(tag, value)
    if tag == "img" and name == "src":
        return value if _SOURCE.match(value) else None
    return value


def _class(tag: str, value: str) -> str | None:
    if tag == "code":
        return value if _LANGUAGE.match(value) else None
    return value if value in _CLASSES else None
