"""Facets of rows as numbers of eight bytes, which are counted here and not by PostgreSQL.

To count twenty thousand tokens as text takes PostgreSQL nine milliseconds; it hands them
over packed in less than one, and Python counts them in another (docs/performance.md).
The column `facets` is made by the function `profiles_packed` of migration 0007: of each
token of the row, in their order, the first bytes of its MD5 (which keeps nothing secret
here; two of a million tokens are the same number once in forty million directories).
"""

import hashlib
import sys
from array import array
from collections import Counter, deque
from functools import lru_cache
from typing import Final

from community.profiles.querysets.question import Question

WIDTH: Final = 8  # bytes
# One for each audience, at least.
_kept: deque[tuple[dict[str, int], dict[int, str]]] = deque(maxlen=8)


def tokens_in(facets: bytes, question: Question, prefix: str = "") -> dict[str, int]:
    """How often each token stands in the facets of rows of the question's audience.

    With a prefix only tokens that begin so; months of visits are not among them.
    """
    numbers = Counter(array("Q", facets))
    known = _by_number(question.lately())
    if not numbers.keys() <= known.keys():
        # Of somebody who came within the last minute.
        known = _by_number(question.totals())
    found = {known[number]: n for number, n in numbers.items() if number in known}
    if not prefix:
        return found
    return {token: n for token, n in found.items() if token.startswith(prefix)}


def _by_number(known: dict[str, int]) -> dict[int, str]:
    """Of these tokens; made once for what `lately` keeps."""
    for given, by_number in _kept:
        if given is known:
            return by_number
    by_number = {number_of(token): token for token in known}
    _kept.append((known, by_number))
    return by_number


@lru_cache(100_000)
def number_of(token: str) -> int:
    digest = hashlib.md5(token.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:WIDTH], sys.byteorder)
