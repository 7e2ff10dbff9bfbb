"""How people, posts and pictures are named in texts, and the marks for them in HTML."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

# Of a mark. No text has them: `without_marks` takes them from what members type, also
# where they are written as entities or as %-codes of an address.
OPEN: Final = "\ue000"
CLOSE: Final = "\ue001"
# `u` a member, `n` the same without a link (within one), `q` a quoted post.
MARKS = re.compile(f"{OPEN}([unq])(\\d+)(?:,(\\d+))?{CLOSE}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
MENTION = re.compile(r"@\[(\d{1,18})\]")
QUOTE = re.compile(r"\[quote (\d{1,18})\][ \t]*\Z")
QUOTES = re.compile(r"^[ \t]{0,3}\[quote (\d{1,18})\][ \t]*$", re.MULTILINE)
QUOTE_END: Final = "[/quote]"
IMAGE = re.compile(r"image:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z")
IMAGES = re.compile(r"\(image:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\)")


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


def without_marks(text: str) -> str:
    return text if text.isascii() else _PRIVATE.sub("", text)


def marked(html: str) -> tuple[set[int], set[int]]:
    """(members, quoted posts) whose marks stand in this HTML."""
    members, posts = set[int](), set[int]()
    if OPEN not in html:
        return members, posts
    for kind, first, second in MARKS.findall(html):
        if kind != "q":
            members.add(int(first))
        else:
            posts.add(int(first))
            members.add(int(second or 0))
    return members - {0}, posts


def filled(
    html: str,
    mention: Callable[[int, bool], str],
    quoted: Callable[[int, int], str],
) -> str:
    """The HTML as readers get it. `mention(member, may_link)` and `quoted(post, author)`
    give safe HTML for one mark; the author is 0 where there is none."""

    def one(mark: re.Match[str]) -> str:
        kind, first, second = mark.groups()
        if kind != "q":
            return mention(int(first), kind == "u")
        return quoted(int(first), int(second or 0))

    return MARKS.sub(one, html) if OPEN in html else html
