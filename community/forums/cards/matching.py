"""The statements behind the search in posts, written by hand as those of lists are.

A word may be in every third post or in one of a million, and PostgreSQL guesses badly
which: asked for the newest posts with a rare word it walked a table of 1.6 million. So
the newest posts are looked through first, and what is in them tells how to go on.
"""
# ruff: noqa: S608 (put together from pieces of ours; values are parameters)

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.db import connection

from cms.database.prepared import fetched
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
PROBED: Final = 1_500  # posts that are looked through first
COMMON: Final = 25  # matches among them, from which walking on is faster than the index
MOST_OLDER: Final = 20_000  # matches that are taken from the index


class _Matches(NamedTuple):
    """Numbers of posts, their points, topics and authors, as texts of arrays: the driver
    takes longer to read and write five hundred numbers than PostgreSQL to rank them."""

    number: int
    ids: str | None
    points: str | None
    topics: str | None
    authors: str | None

    def with_older(self, older: "_Matches") -> "_Matches":
        texts = zip(self[1:], older[1:], strict=True)
        return _Matches(self.number + older.number, *map(_joined, texts))


_POINTS: Final = "(1000000 * ts_rank(words, %s::tsquery))::int"
_ARRAYS: Final = (
    "array_agg(id)::text, array_agg(points)::text, array_agg(topic_id)::text,"
    " array_agg(author_id)::text"
)


def found_rows(
    words: Sequence[str], where: Where, order: Sequence[str], limit: int
) -> list[Any]:
    """Posts with words that begin so, of the newest `RANKED` matches, with their topic
    and `points`: the rank in millionths, since a number with a fraction does not come
    back from a cursor as the same one.

    `where` is said of `p`, posts, `t`, their topics, and `points`. Two statements, and a
    third where the word is neither common nor unknown.
    """
    query = " & ".join(f"{word}:*" for word in words)
    conditions = " AND ".join(text for text, _values in where)
    values = [one for _text, some in where for one in some]
    by = ", ".join(f"{k[1:]} DESC" if k[0] == "-" else k for k in order)
    matches = _newest(query)
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


def _newest(query: str) -> _Matches:
    """The newest matches, whoever may read them."""
    columns = ("id", _POINTS, "topic_id", "author_id")
    # (the posts come in their order, and so do what is gathered of them)
    arrays = (
        f"((array_agg({one}) FILTER (WHERE is_match))[:{RANKED}])::text"
        for one in columns
    )
    [(lowest, seen, number, *told)] = fetched(
        "SELECT min(id), count(*), count(*) FILTER (WHERE is_match),"
        f" {', '.join(arrays)}"
        " FROM (SELECT id, topic_id, author_id, words,"
        "  state = 'shown' AND COALESCE(words @@ %s::tsquery, false) AS is_match"
        f"  FROM forums_post ORDER BY id DESC LIMIT {PROBED}) AS n",
        [query, query],
    )
    found = _Matches(min(number, RANKED), *told)
    if seen < PROBED or number >= RANKED:
        return found
    missing = RANKED - number
    if number >= COMMON:
        older = _walked(query, lowest, 2 * PROBED * missing // number, missing)
    else:
        older = _indexed(query, lowest, missing)
    return found.with_older(older)


def _walked(query: str, before: int, rows: int, limit: int) -> _Matches:
    """From post to post, back from a number."""
    return _matches(
        f"SELECT count(*), {_ARRAYS} FROM ("
        f"SELECT id, topic_id, author_id, {_POINTS} AS points FROM forums_post"
        " WHERE id < %s AND id >= %s AND words @@ %s::tsquery AND state = 'shown'"
        " ORDER BY id DESC LIMIT %s) AS n",
        [query, before, before - rows, query, limit],
    )


def _indexed(query: str, before: int, limit: int) -> _Matches:
    """By the index of words, which knows no order: so the limit stands outside, and the
    words of those within it are read by their places in the table."""
    return _matches(
        "WITH n AS MATERIALIZED (SELECT id, state, ctid AS place FROM forums_post"
        "  WHERE words @@ %s::tsquery LIMIT %s),"
        " newest AS MATERIALIZED (SELECT place FROM n WHERE id < %s AND state = 'shown'"
        "  ORDER BY id DESC LIMIT %s)"
        f" SELECT count(*), {_ARRAYS} FROM ("
        f"SELECT id, topic_id, author_id, {_POINTS} AS points"
        " FROM newest JOIN forums_post ON ctid = place) AS m",
        [query, MOST_OLDER, before, limit, query],
    )


def _matches(command: str, values: Sequence[Any]) -> _Matches:
    """Planned anew each time: how depends on the word."""
    with connection.cursor() as cursor:
        cursor.execute(command, values)
        return _Matches(*cursor.fetchone())


def _joined(texts: tuple[str | None, str | None]) -> str:
    """'{1,2}' and '{3}' as one array."""
    return "{" + ",".join(text[1:-1] for text in texts if text) + "}"


def _found(row: tuple) -> Any:
    post = made(Post, POST, row)
    post.topic = made(Topic, TOPIC, row[len(POST) :])
    post.points = row[-1]
    return post
