"""The statements behind the search in posts, written by hand as those of lists are.

A word may be in every third post or in one of a million. Common words are found by
walking back from the newest post, rare ones by the index of words; which it is, the
statistics of PostgreSQL tell. Its own choice between the two is bad, because of the
limit: asked for the newest posts with a rare word it walked a table of 1.6 million.
"""
# ruff: noqa: S608 (put together from pieces of ours; values are parameters)

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from cms.database.prepared import fetched
from community.forums.cards.shares import Shares, shares_of_words
from community.forums.cards.statements import (
    POST,
    SELECT_POST,
    SELECT_TOPIC,
    TOPIC,
    Where,
    made,
)
from community.forums.models import Post, Topic

RANKED: Final = 500  # of the newest matches: a common word costs what a rare one does
MOST_INDEXED: Final = 20_000  # matches that are taken from the index
# To look at a post while walking takes a third of what a match from the index takes.
WALKING: Final = 1 / 3
# The newest posts may be of other things than all: so much farther is looked.
FARTHER: Final = 10
LEAST_WALKED: Final = 10_000  # posts


class _Matches(NamedTuple):
    """Numbers of posts, their points, topics and authors, as texts of arrays: the driver
    takes longer to read and write five hundred numbers than PostgreSQL to rank them."""

    number: int
    ids: str | None
    points: str | None
    topics: str | None
    authors: str | None


_POINTS: Final = "(1000000 * ts_rank(words, %s::tsquery))::int AS points"
_MATCHES: Final = (
    "count(*), array_agg(id)::text, array_agg(points)::text, array_agg(topic_id)::text,"
    " array_agg(author_id)::text"
)
_COLUMNS: Final = "id, topic_id, author_id, state, words"
# Both ways are forced by where their limits stand.
_WALK: Final = (
    f"SELECT {_MATCHES} FROM (SELECT id, topic_id, author_id, {_POINTS}"
    f" FROM (SELECT {_COLUMNS} FROM forums_post ORDER BY id DESC LIMIT %s) AS n"
    " WHERE state = 'shown' AND words @@ %s::tsquery LIMIT %s) AS m"
)
# (ranked are those alone that are taken)
_INDEX: Final = (
    f"WITH n AS MATERIALIZED (SELECT {_COLUMNS} FROM forums_post"
    "  WHERE words @@ %s::tsquery LIMIT %s)"
    f" SELECT {_MATCHES} FROM (SELECT id, topic_id, author_id, {_POINTS} FROM"
    " (SELECT * FROM n WHERE state = 'shown' ORDER BY id DESC LIMIT %s) AS t) AS m"
)


def found_rows(
    words: Sequence[str], where: Where, order: Sequence[str], limit: int
) -> list[Any]:
    """Posts with words that begin so, of the newest `RANKED` matches, with their topic
    and `points`: the rank in millionths, since a number with a fraction does not come
    back from a cursor as the same one.

    `where` is said of `p`, posts, `t`, their topics, and `points`. Two statements; a third
    where the newest posts do not have a word that is common otherwise.
    """
    query = " & ".join(f"{word}:*" for word in words)
    conditions = " AND ".join(text for text, _values in where)
    values = [one for _text, some in where for one in some]
    by = ", ".join(f"{k[1:]} DESC" if k[0] == "-" else k for k in order)
    matches = _newest(query, shares_of_words(), words)
    if not matches.number:
        return []
    rows = fetched(
        f"SELECT {SELECT_POST}, {SELECT_TOPIC}, f.points FROM (SELECT p.id, points"
        " FROM (SELECT * FROM unnest(%s::bigint[], %s::int[], %s::bigint[], %s::bigint[])"
        "  AS m (id, points, topic_id, author_id)"
        # (in their order, so that no more are looked at than are shown)
        f"  ORDER BY {by.replace('p.id', 'id')} OFFSET 0) AS p"
        # (one by one: or all topics are read, to be joined with these few)
        " JOIN LATERAL (SELECT forum_id FROM forums_topic"
        "  WHERE id = p.topic_id AND state = 'shown' OFFSET 0) AS t ON true"
        f" WHERE {conditions} ORDER BY {by} LIMIT %s) AS f"
        " JOIN forums_post AS p ON p.id = f.id AND p.state = 'shown'"
        f" JOIN forums_topic AS t ON t.id = p.topic_id ORDER BY {by}",
        [*matches[1:], *values, limit],
    )
    return [_found(row) for row in rows]


def _newest(query: str, known: Shares, words: Sequence[str]) -> _Matches:
    """The newest matches, whoever may read them."""
    matches = known.matching(words)
    if matches * matches > WALKING * RANKED * known.posts:
        rows = max(LEAST_WALKED, int(FARTHER * RANKED * known.posts / matches))
        found = _Matches(*fetched(_WALK, [query, rows, query, RANKED])[0])
        if found.number >= RANKED:
            return found
    return _Matches(*fetched(_INDEX, [query, MOST_INDEXED, query, RANKED])[0])


def _found(row: tuple) -> Any:
    post = made(Post, POST, row)
    post.topic = made(Topic, TOPIC, row[len(POST) :])
    post.points = row[-1]
    return post
