"""From what members type to what readers see. Pure: no database, no request.

Members write Markdown (CommonMark with tables, strikethrough and bare links). People and
posts are named in the stored text by their numbers alone, so that a new name, a block or
an erasure rewrites nothing:

    @[123]                  a member
    [quote 456] … [/quote]  what a post says, with a link back to it
    ![text](image:UID)      a picture that was uploaded here

The HTML that is made and kept has a mark in place of each name; `filled` puts the names in
when somebody reads it. What comes out is only ever of the tags below: raw HTML is text, and
everything passes through nh3 at the end.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# Raise it when the same text gives other HTML: posts are then rendered anew.
VERSION: Final = 1
LARGEST_SIDE: Final = 1600  # pixels; larger pictures are shown smaller
_OPEN, _CLOSE = "\ue000", "\ue001"  # of a mark; members cannot type them
_MARKS = re.compile(f"{_OPEN}([uq])(\\d+)(?:,(\\d+))?{_CLOSE}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
MENTION = re.compile(r"@\[(\d{1,18})\]")
QUOTE = re.compile(r"\[quote (\d{1,18})\][ \t]*\Z")
QUOTES = re.compile(r"^[ \t]{0,3}\[quote (\d{1,18})\][ \t]*$", re.MULTILINE)
QUOTE_END = "[/quote]"
IMAGE = re.compile(r"image:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z")
IMAGES = re.compile(r"\(image:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)")

_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "img",
    "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead",
    "tr", "ul", "div",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "class"},
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


@dataclass(frozen=True)
class Known:
    """What the numbers in a text stand for; a number that is missing here names nothing.

    `quotes`: author (0 for none) by the number of a quoted post. `images`: width and
    height in pixels.
    """

    members: frozenset[int] = frozenset()
    quotes: Mapping[int, int] = field(default_factory=dict)
    images: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """Numbers that occur in a text, whatever they stand for."""

    members: frozenset[int]
    quotes: frozenset[int]
    images: frozenset[str]


def named_in(raw: str) -> Named:
    """The members, posts and pictures that this stored text names."""
    return Named(
        frozenset(int(n) for n in MENTION.findall(raw)),
        frozenset(int(n) for n in QUOTES.findall(raw)),
        frozenset(IMAGES.findall(raw)),
    )


def rendered(raw: str, known: Known) -> str:
    """HTML with marks for names, of the allowed tags alone."""
    text = _PRIVATE.sub("", raw)
    html = _parser().render(text, {"known": known})
    return _sanitised(html)


def marked(html: str) -> tuple[set[int], set[int]]:
    """(members, quoted posts) whose marks stand in this HTML."""
    members, posts = set(), set()
    for kind, first, second in _MARKS.findall(html):
        if kind == "u":
            members.add(int(first))
        else:
            posts.add(int(first))
            members.add(int(second or 0))
    return members - {0}, posts


def filled(
    html: str,
    mention: Callable[[int], str],
    quoted: Callable[[int, int], str],
) -> str:
    """The HTML as readers get it. `mention(member)` and `quoted(post, author)` give safe
    HTML for one mark; the author is 0 where there is none."""

    def one(mark: re.Match[str]) -> str:
        kind, first, second = mark.groups()
        if kind == "u":
            return mention(int(first))
        return quoted(int(first), int(second or 0))

    return _MARKS.sub(one, html) if _OPEN in html else html


def plain(html: str) -> str:
    """The text alone, without quotes, for excerpts and for the index of words."""
    without_quotes = re.sub(
        r'<blockquote class="quote">.*?</blockquote>', " ", html, flags=re.DOTALL
    )
    text = nh3.clean(
        re.sub(r"<(/?(?:p|li|td|th|h\d|br|pre|tr)\b)", r" <\1", without_quotes),
        tags=set(),
    )
    text = _MARKS.sub(" ", text)
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(name, sign)
    return " ".join(text.split())


# The parser ------------------------------------------------------------------------------

_made: list[MarkdownIt] = []


def _parser() -> MarkdownIt:
    if not _made:
        parser = MarkdownIt(
            "js-default",
            {"html": False, "linkify": True, "breaks": True},
            renderer_cls=_Renderer,
        )
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
        parser.inline.ruler.before("link", "mention", _mention)
        parser.block.ruler.before(
            "blockquote",
            "quoted_post",
            _quoted_post,
            {"alt": ["paragraph", "reference", "blockquote", "list"]},
        )
        _made.append(parser)
    return _made[0]


def _mention(state: StateInline, silent: bool) -> bool:
    found = MENTION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.meta["member"] = int(found[1])
    state.pos = found.end()
    return True


def _quoted_post(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """`[quote 456]`, lines, `[/quote]`. Without its end it is text."""
    if state.is_code_block(first):
        return False
    opening = QUOTE.match(_line(state, first))
    end = _end_of_quote(state, first, last) if opening else None
    if opening is None or end is None:
        return False
    if silent:
        return True
    token = state.push("quote_open", "blockquote", 1)
    token.meta["post"] = int(opening[1])
    token.map = [first, end]
    before = (state.lineMax, state.parentType)
    state.lineMax, state.parentType = end, "blockquote"
    state.md.block.tokenize(state, first + 1, end)
    state.lineMax, state.parentType = before
    state.push("quote_close", "blockquote", -1)
    state.line = end + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    start = state.bMarks[number] + state.tShift[number]
    return state.src[start : state.eMarks[number]]


def _end_of_quote(state: StateBlock, first: int, last: int) -> int | None:
    """The line of the matching end; quotes may stand in quotes."""
    depth = 1
    for number in range(first + 1, last):
        line = _line(state, number)
        if QUOTE.match(line):
            depth += 1
        elif line.rstrip() == QUOTE_END:
            depth -= 1
        if depth == 0:
            return number
    return None


class _Renderer(RendererHTML):
    """The library's, with our marks, headings below those of the page, and pictures from
    here alone."""

    def mention(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        member = tokens[at].meta["member"]
        if member not in env["known"].members:
            return f"@[{member}]"
        return f"{_OPEN}u{member}{_CLOSE}"

    def quote_open(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        post = tokens[at].meta["post"]
        author = env["known"].quotes.get(post)
        if author is None:
            return '<blockquote class="quote">\n'
        mark = f"{_OPEN}q{post},{author}{_CLOSE}"
        return f'<blockquote class="quote">\n<p class="quote-from">{mark}</p>\n'

    def quote_close(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        return "</blockquote>\n"

    def image(self, tokens: list[Token], at: int, options: Any, env: Any) -> str:
        token = tokens[at]
        text = self.renderInlineAsText(token.children, options, env)
        found = IMAGE.match(str(token.attrGet("src")))
        size = env["known"].images.get(found[1]) if found else None
        if found is None or size is None:
            return _escaped(text)
        width, height = _within(*size)
        return (
            f'<img src="/forum-images/{UUID(found[1])}/" alt="{_escaped(text)}"'
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


def _escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )


# The sanitiser ---------------------------------------------------------------------------


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
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
