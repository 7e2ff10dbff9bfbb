"""Our own marks in Markdown: members, quoted posts, bare addresses."""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from community.forums.markup.limits import DEEPEST_QUOTE
from community.forums.markup.names import MENTION, QUOTE, QUOTE_END

_SCHEME = re.compile(r"(?:\A|[^a-z0-9.+-])(https?)\Z", re.IGNORECASE)
# What follows the scheme: a host, and whatever else is no space, bracket or quote.
_ADDRESS = re.compile(r"://[^\W_][^\s<>\"“”„«»`|\\^{}]*")
# An address or a mailbox as CommonMark has them (6.5).
_BRACKETED = re.compile(
    r"<((?:[a-z][a-z0-9+.-]{1,31}:[^<>\x00-\x20]*|[^\s<>@:]+@[a-z0-9.-]+))>",
    re.IGNORECASE,
)
# Signs at the end that belong to the sentence.
_TRAILING = ".,;:!?'*_~…\u2019)]"
_PAIRS = {")": "(", "]": "["}
# A line up to where a quote may begin or end: quotes and one item of a list around it.
_BEFORE = re.compile(r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)?[ \t>]*")


def mention(state: StateInline, silent: bool) -> bool:
    """`@[123]`: a member."""
    found = MENTION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.meta["member"] = int(found[1])
        token.meta["in_link"] = state.linkLevel > 0
    state.pos = found.end()
    return True


def address_in_link(state: StateInline, silent: bool) -> bool:
    """`<https://example.org/a>` within the text of a link: words, for a link has no
    second one inside."""
    if state.linkLevel == 0:
        return False
    found = _BRACKETED.match(state.src, state.pos, state.posMax)
    if not found or not state.md.validateLink(found[1]):
        return False
    if not silent:
        state.pending += found[1]
    state.pos = found.end()
    return True


def bare_address(state: StateInline, silent: bool) -> bool:
    """`https://example.org/a` without anything around it, at its colon."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.pending[-9:])
    found = _ADDRESS.match(state.src, state.pos, state.posMax)
    if not scheme or not found:
        return False
    rest = _without_trailing(found[0])
    href = state.md.normalizeLink(scheme[1] + rest)
    if len(rest) < len("://a") or not state.md.validateLink(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = scheme[1] + rest
        state.push("link_close", "a", -1)
    state.pos += len(rest)
    return True


def _without_trailing(address: str) -> str:
    """A closing bracket stays when its pair is inside."""
    end = len(address)
    while end and address[end - 1] in _TRAILING:
        sign = address[end - 1]
        pair = _PAIRS.get(sign)
        if pair and address.count(pair, 0, end) >= address.count(sign, 0, end):
            break
        end -= 1
    return address[:end]


def quoted_post(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """`[quote 456]`, lines, `[/quote]`. Without its end it is text."""
    end = _ends_of_quotes(state).get(first, last)
    depth = state.env.get("quote_depth", 0)
    if end >= last or depth >= DEEPEST_QUOTE or state.is_code_block(first):
        return False
    opening = QUOTE.match(_line(state, first))
    if opening is None or _line(state, end).rstrip() != QUOTE_END:
        return False
    if silent:
        return True
    token = state.push("quote_open", "blockquote", 1)
    token.meta["post"] = int(opening[1])
    token.map = [first, end]
    before = (state.lineMax, state.parentType)
    state.lineMax, state.parentType = end, "blockquote"
    state.env["quote_depth"] = depth + 1
    state.md.block.tokenize(state, first + 1, end)
    state.env["quote_depth"] = depth
    state.lineMax, state.parentType = before
    state.push("quote_close", "blockquote", -1)
    state.line = end + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    start = state.bMarks[number] + state.tShift[number]
    return state.src[start : state.eMarks[number]]


def _ends_of_quotes(state: StateBlock) -> dict[int, int]:
    """The line of each quote's end by that of its beginning, found once for a text.

    A quote ends among as many `>` as it began with.
    """
    if "quote_ends" in state.env:
        known: dict[int, int] = state.env["quote_ends"]
        return known
    ends: dict[int, int] = {}
    opened: dict[int, list[int]] = {}
    for number, line in enumerate(state.src.split("\n")):
        if "quote" not in line:
            continue
        before = _BEFORE.match(line)
        start = before.end() if before else 0
        waiting = opened.setdefault(line.count(">", 0, start), [])
        if QUOTE.match(line, start):
            waiting.append(number)
        elif line[start:].rstrip() == QUOTE_END and waiting:
            ends[waiting.pop()] = number
    state.env["quote_ends"] = ends
    return ends
