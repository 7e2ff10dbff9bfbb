"""How common words are in posts, as PostgreSQL's statistics tell it."""

import time
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from cms.core.rows.memo import PerVersion
from cms.database.prepared import fetched

KEPT: Final = 300  # seconds; PostgreSQL itself looks again after many changes only


class Shares(NamedTuple):
    """`posts`: how many there are, about. `words`: the commonest, in their order, and
    `shares` of all posts that have each."""

    posts: int
    words: Sequence[str]
    shares: Sequence[float]

    def matching(self, beginnings: Sequence[str]) -> float:
        """About how many posts have words that begin so, all of them; words that are not
        among the commonest count as none."""
        share = 1.0
        for one in beginnings:
            first = bisect_left(self.words, one)
            last = bisect_left(self.words, one + "\U0010ffff")
            share *= min(1.0, sum(self.shares[first:last]))
        return self.posts * share


def shares_of_words() -> Shares:
    """One statement every five minutes in each process, which reads no post."""
    return _known.get(int(time.monotonic() // KEPT), "", _read)


def _read() -> Shares:
    # (the table of this search path, should there be several of its name; three more
    # numbers follow the frequencies: the least, the most, that of NULL)
    [(posts, words, shares)] = fetched(
        "SELECT GREATEST(c.reltuples, 0)::bigint, s.most_common_elems::text::text[],"
        " s.most_common_elem_freqs::float8[]"
        " FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
        " LEFT JOIN pg_stats AS s ON s.schemaname = n.nspname"
        "  AND s.tablename = c.relname AND s.attname = 'words'"
        " WHERE c.oid = 'forums_post'::regclass"
    )
    pairs = sorted(zip(words or (), shares or (), strict=False))
    return Shares(posts, [word for word, _ in pairs], [share for _, share in pairs])


_known: PerVersion[Shares] = PerVersion(1)
