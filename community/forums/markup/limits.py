"""What no writer does and an attacker might: texts that cost more than they say.

A post has 30,000 characters at most. Whatever stands in it, its HTML is there in less than
200 ms on one processor (`tests/forums/test_markup_speed.py`).
"""

import re
from collections.abc import Callable
from typing import Any, Final

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

DEEPEST: Final = 20  # things within things: lists in quotes in lists …
DEEPEST_QUOTE: Final = 4
DEEPEST_IMAGE: Final = 2  # pictures in the alternative text of pictures
# Signs that mean something in Markdown; a sixth of the longest post.
MOST_WEIGHT: Final = 5_000
_SIGNS = re.compile(r"[*_~`\[\]{}!<>|&\\@#$%^=:+-]")
_LINE_WEIGHT, _LINK_WEIGHT = 2, 8
# Characters that the search for the ends of brackets may walk over, in a text.
MOST_STEPS: Final = 30_000
MOST_EMPTY_CELLS: Final = 1_000  # that a table adds to rows that are too short
_BRACKETS = re.compile(r"\\.|[\[\]]", re.DOTALL)
_AFTER_ADDRESS = re.compile(r"[\s)]")
USUAL_ADDRESS: Final = 200  # characters
MOST_LONG_ADDRESSES: Final = 15
_RULE = re.compile(r"[ \t>]*[|:-][|: \t-]*\Z")

# Characters of HTML for one of the text; links by reference could say one address often.
MOST_HTML: Final = 10

Inline = Callable[[StateInline, bool], bool]
Block = Callable[[StateBlock, int, int, bool], bool]


def is_overloaded(text: str) -> bool:
    """Whether there is more markup in it than in anything that somebody wrote."""
    weight = len(_SIGNS.findall(text)) + _LINE_WEIGHT * text.count("\n")
    weight += _LINK_WEIGHT * (text.count("](") + text.count("://"))
    return weight > MOST_WEIGHT


def sparing(rule: Inline) -> Inline:
    """The rule for links or pictures, as long as the text did not waste its steps.

    To find where the text of a link ends costs the distance; of many brackets within
    brackets, or without an end, each walks over the ones behind it.
    """

    def guarded(state: StateInline, silent: bool) -> bool:
        start = state.pos + (state.src[state.pos] == "!")
        if state.src[start : start + 1] != "[":
            return False
        ends = state.env.setdefault("brackets", {})
        if state.src not in ends:
            ends[state.src] = _ends(state.src)
        end = ends[state.src].get(start, state.posMax)
        cost = max(end - start, 0) + _cost_of_address(state.src, end + 1)
        left = state.env.setdefault("steps", MOST_STEPS) - cost
        if left < 0:
            return False
        state.env["steps"] = left
        return rule(state, silent)

    return guarded


def shallow(rule: Inline, deepest: int = DEEPEST_IMAGE) -> Inline:
    """The rule for pictures, whose alternative text is parsed on its own."""

    def guarded(state: StateInline, silent: bool) -> bool:
        depth = state.env.get("image_depth", 0)
        if depth >= deepest:
            return False
        state.env["image_depth"] = depth + 1
        try:
            return rule(state, silent)
        finally:
            state.env["image_depth"] = depth

    return guarded


def compact(rule: Block) -> Block:
    """The rule for tables; one whose rows are mostly missing is text."""

    def guarded(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        lines = _lines(state)
        if first + 1 >= len(lines.texts) or not _RULE.match(lines.texts[first + 1]):
            return False
        end = min(lines.blank[first], last)
        columns = lines.texts[first + 1].count("|") + 1
        cells = lines.pipes[end] - lines.pipes[first]
        if columns * (end - first) - cells > MOST_EMPTY_CELLS + 2 * (end - first):
            return False
        return rule(state, first, last, silent)

    return guarded


class _Lines:
    """`pipes[n]`: how many in the lines before; `blank[n]`: the next empty line."""

    def __init__(self, text: str) -> None:
        self.texts = text.split("\n")
        self.pipes = [0]
        for line in self.texts:
            self.pipes.append(self.pipes[-1] + line.count("|"))
        self.blank = [len(self.texts)] * (len(self.texts) + 1)
        for number in range(len(self.texts) - 1, -1, -1):
            is_blank = not self.texts[number].strip(" \t>")
            self.blank[number] = number if is_blank else self.blank[number + 1]


def _lines(state: Any) -> _Lines:
    if "lines" not in state.env:
        state.env["lines"] = _Lines(state.src)
    found: _Lines = state.env["lines"]
    return found


def _cost_of_address(text: str, start: int) -> int:
    """Steps for what stands in `(…)` there: none for what is as long as addresses are."""
    if text[start : start + 1] != "(":
        return 0
    if _AFTER_ADDRESS.search(text, start, start + USUAL_ADDRESS):
        return 0
    return MOST_STEPS // MOST_LONG_ADDRESSES


def _ends(text: str) -> dict[int, int]:
    """Where each bracket is closed, as far as one can tell without its surroundings."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACKETS.finditer(text):
        if found[0] == "[":
            opened.append(found.start())
        elif found[0] == "]" and opened:
            ends[opened.pop()] = found.start()
    return ends
