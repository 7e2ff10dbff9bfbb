"""The statements behind the search in posts, written by hand as those of lists are.

A word may be in every third post or in one of a million, and PostgreSQL guesses badly
which: asked for the newest posts with a rare word it walked a table of 1.6 million. So
the newest posts are looked through first, and what is in them tells how to go on.
"""
# ruff: noqa: S608 (put together from pieces of ours; values are parameters)

from collections.abc import Sequence
from typing import Any, Final

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
    numbers = _newest(query)
    if not numbers:
        return []
    rows = fetched(
        f"SELECT {SELECT_POST}, {SELECT_TOPIC}, f.points FROM (SELECT p.id, points"
        " FROM (SELECT id, topic_id, author_id,"
        "  (1000000 * ts_rank(words, %s::tsquery))::int AS points"
        # (in their order, so that no more are looked at than are shown)
        f"  FROM forums_post WHERE id = ANY(%s::bigint[]) ORDER BY {by.replace('p.id', 'id')}"
        "  OFFSET 0) AS p"
        # (one by one: or all topics are read, to be joined with these few)
        " JOIN LATERAL (SELECT forum_id FROM forums_topic"
        "  WHERE id = p.topic_id AND state = 'shown' OFFSET 0) AS t ON true"
        f" WHERE {conditions} ORDER BY {by} LIMIT %s) AS f"
        " JOIN forums_post AS p ON p.id = f.id"
        f" JOIN forums_topic AS t ON t.id = p.topic_id ORDER BY {by}",
        # (one text: the driver takes longer for five hundred numbers than all else here)
        [query, f"{{{','.join(map(str, numbers))}}}", *values, limit],
    )
    return [_found(row) for row in rows]


def _newest(query: str) -> list[int]:
    """Numbers of the newest matches, whoever may read them."""
    [(found, lowest, seen)] = fetched(
        "SELECT array_agg(id ORDER BY id DESC)"
        "  FILTER (WHERE state = 'shown' AND words @@ %s::tsquery), min(id), count(*)"
        " FROM (SELECT id, state, words FROM forums_post"
        f"  ORDER BY id DESC LIMIT {PROBED}) AS n",
        [query],
    )
    found = list(found or ())
    if seen < PROBED or len(found) >= RANKED:
        return found[:RANKED]
    missing = RANKED - len(found)
    if len(found) >= COMMON:
        older = _walked(query, lowest, 2 * PROBED * missing // len(found), missing)
    else:
        older = _indexed(query, lowest, missing)
    return found + older


def _walked(query: str, before: int, rows: int, limit: int) -> list[int]:
    """From post to post, back from a number."""
    return _numbers(
        "SELECT id FROM forums_post WHERE id < %s AND id >= %s"
        " AND words @@ %s::tsquery AND state = 'shown' ORDER BY id DESC LIMIT %s",
        [before, before - rows, query, limit],
    )


def _indexed(query: str, before: int, limit: int) -> list[int]:
    """By the index of words, which knows no order: so the limit stands outside."""
    return _numbers(
        "WITH n AS MATERIALIZED (SELECT id, state FROM forums_post"
        "  WHERE words @@ %s::tsquery LIMIT %s)"
        " SELECT id FROM n WHERE id < %s AND state = 'shown' ORDER BY id DESC LIMIT %s",
        [query, MOST_OLDER, before, limit],
    )


def _numbers(command: str, values: Sequence[Any]) -> list[int]:
    """Planned anew each time: how depends on the word."""
    with connection.cursor() as cursor:
        cursor.execute(command, values)
        return [pk for (pk,) in cursor.fetchall()]


def _found(row: tuple) -> Any:
    post = made(Post, POST, row)
    post.topic = made(Topic, TOPIC, row[len(POST) :])
    post.points = row[-1]
    return post
