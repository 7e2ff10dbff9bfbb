"""What changed between two texts, word by word. Pure."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_PIECES = re.compile(r"\w+|\s+|[^\w\s]")
# Comparing costs the product of both lengths; beyond this, lines are told as a whole.
MOST_WORDS = 1500
MOST_LINES = 2000


def difference(before: str, after: str) -> SafeString:
    """The new text with <ins> around what came and <del> around what went."""
    old, new = before.splitlines(True), after.splitlines(True)
    if len(old) + len(new) > MOST_LINES:
        return _changed([before], [after])
    pieces = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            pieces.append(format_html("{}", "".join(old[a:b])))
        else:
            pieces.append(_by_words("".join(old[a:b]), "".join(new[c:d])))
    return format_html_join("", "{}", ((one,) for one in pieces))


def _by_words(before: str, after: str) -> SafeString:
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _changed([before], [after])
    return format_html_join("", "{}", ((one,) for one in _word_steps(old, new)))


def _word_steps(old: list[str], new: list[str]) -> Iterator[SafeString]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, False).get_opcodes():
        if kind == "equal":
            yield format_html("{}", "".join(old[a:b]))
        else:
            yield _changed(old[a:b], new[c:d])


def _changed(gone: list[str], come: list[str]) -> SafeString:
    """<del> and <ins>, without the one that would be empty."""
    shown = [
        format_html(f"<{tag}>{{}}</{tag}>", "".join(words))
        for tag, words in (("del", gone), ("ins", come))
        if words and "".join(words)
    ]
    return format_html_join("", "{}", ((one,) for one in shown))
