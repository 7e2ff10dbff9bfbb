"""The words that somebody looked for, marked in the text of a post."""

import re
from array import array
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from cms.core.folding import fold
from community.forums.markup import plain

TOLD: Final = 240  # characters of a post
_WORD = re.compile(r"\w+")


class Told(NamedTuple):
    """`words`: the words of `text` folded, each after a space. `places`: where in `text`
    each of them begins. So a word is found by one search in a text, not by comparing all."""

    text: str
    words: str
    places: Sequence[int]


# Posts that are found are found again, on the next page and by others.
@lru_cache(maxsize=1_000)
def told_of(html: str) -> Told:
    """What a post says, without its marks."""
    text = plain(html)
    words, places = [], array("L")
    for one in _WORD.finditer(text):
        # (one word of a text may be two when folded: "a_b")
        words.append(_folded(one[0]).replace(" ", "\0"))
        places.append(one.start())
    return Told(text, "".join(f" {word}" for word in words), places)


def marked_words(told: Told, words: Sequence[str]) -> str:
    """HTML: the text around the first word that begins like one of `words` (folded), such
    words in <mark>."""
    text, hits = told.text, _hits(told, words)
    start = max(0, hits[0] - TOLD // 4) if hits else 0
    end = start + TOLD
    pieces, at = ["… " if start else ""], start
    for place in hits:
        last = _end_of_word(text, place)
        if last > end:
            break
        pieces += [escape(text[at:place]), f"<mark>{escape(text[place:last])}</mark>"]
        at = last
    pieces += [escape(text[at:end]), " …" if len(text) > end else ""]
    return "".join(pieces)


def _hits(told: Told, words: Sequence[str]) -> list[int]:
    """Where words begin, those of the piece that is told and no more."""
    found: list[int] = []
    number = before = 0
    for hit in _beginning(tuple(words)).finditer(told.words) if words else ():
        # (as many words stand before it as there are spaces)
        number += told.words.count(" ", before, hit.start())
        before = hit.start()
        place = told.places[number]
        if found and place > found[0] + TOLD:
            break
        found.append(place)
    return found


def _end_of_word(text: str, start: int) -> int:
    word = _WORD.match(text, start)
    return word.end() if word else start


@lru_cache(maxsize=200)
def _beginning(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f" (?:{'|'.join(map(re.escape, words))})")


_folded = lru_cache(maxsize=20_000)(fold)
