"""Numbers that stand with forums and topics, and counting them anew."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from cms.core.rows.version import announce
from cms.database.prepared import sent

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Kept:
    """Numbers that are kept in a table, and how they are counted.

    `held`: the rows whose lock whoever changes these numbers takes first. While it is
    held, what is counted is what was there before or after a change, never half of one.
    """

    table: str
    counted: str  # gives `id` and the columns, of the rows `{chosen}`
    columns: tuple[str, ...]
    held: str


_KEPT: Final = {
    "posts": _Kept(
        "forums_post",
        """
        SELECT p.id, coalesce((
            SELECT jsonb_object_agg(kind, n) FROM (
                SELECT kind, count(*) AS n FROM forums_reaction AS r
                WHERE r.post_id = p.id GROUP BY kind) AS k), '{{}}') AS reactions
        FROM forums_post AS p WHERE {chosen}
        """,
        ("reactions",),
        "SELECT 1 FROM forums_post AS p WHERE {chosen} ORDER BY id FOR UPDATE",
    ),
    "topics": _Kept(
        "forums_topic",
        """
        SELECT p.id,
            count(*) FILTER (WHERE o.state = 'shown') AS post_count,
            coalesce(sum((SELECT coalesce(sum(v::int), 0)
                FROM jsonb_each_text(o.reactions) AS r (k, v)))
                FILTER (WHERE o.state = 'shown'), 0) AS reaction_count,
            GREATEST(p.highest_number, coalesce(max(o.number), 0)) AS highest_number
        FROM forums_topic AS p LEFT JOIN forums_post AS o ON o.topic_id = p.id
        WHERE {chosen} GROUP BY p.id
        """,
        ("post_count", "reaction_count", "highest_number"),
        "SELECT 1 FROM forums_topic AS p WHERE {chosen} ORDER BY id FOR UPDATE",
    ),
    "forums": _Kept(
        "forums_forum",
        """
        SELECT p.id, count(t.id) AS topic_count,
            coalesce(sum(t.post_count), 0) AS post_count
        FROM forums_forum AS p
        LEFT JOIN forums_topic AS t ON t.forum_id = p.id AND t.state = 'shown'
        WHERE {chosen} GROUP BY p.id
        """,
        ("topic_count", "post_count"),
        "SELECT 1 FROM forums_forum AS p WHERE {chosen} ORDER BY id FOR UPDATE",
    ),
    "options": _Kept(
        "forums_polloption",
        """
        SELECT p.id, count(v.id) AS vote_count FROM forums_polloption AS p
        LEFT JOIN forums_pollvote AS v ON v.option_id = p.id WHERE {chosen} GROUP BY p.id
        """,
        ("vote_count",),
        """
        SELECT 1 FROM forums_poll WHERE id IN (
            SELECT poll_id FROM forums_polloption AS p WHERE {chosen})
        ORDER BY id FOR UPDATE
        """,
    ),
    "polls": _Kept(
        "forums_poll",
        """
        SELECT p.id, count(DISTINCT v.user_id) AS voter_count FROM forums_poll AS p
        LEFT JOIN forums_polloption AS o ON o.poll_id = p.id
        LEFT JOIN forums_pollvote AS v ON v.option_id = o.id WHERE {chosen} GROUP BY p.id
        """,
        ("voter_count",),
        "SELECT 1 FROM forums_poll AS p WHERE {chosen} ORDER BY id FOR UPDATE",
    ),
}
MOST_AT_ONCE: Final = 500  # rows whose locks are held together


# (GREATEST leaves out what is NULL)
_COUNTED = """
    UPDATE forums_forum SET topic_count = GREATEST(topic_count + %s, 0),
        post_count = GREATEST(post_count + %s, 0),
        last_posted_at = GREATEST(last_posted_at, %s) WHERE id = %s
"""


def count_in_forum(
    forum: int, *, topics: int = 0, posts: int = 0, at: datetime | None = None
) -> None:
    """Add to (or take from) the numbers of a forum; `at`: when the newest post came."""
    sent(_COUNTED, (topics, posts, at, forum))


@dataclass(frozen=True)
class Change:
    """What is added to the numbers of a forum, and when its newest post came."""

    topics: int = 0
    posts: int = 0
    at: datetime | None = None

    def __neg__(self) -> "Change":
        return Change(-self.topics, -self.posts)


def count_in_forums(changes: Mapping[int, Change]) -> None:
    """Several at once, always in the same order."""
    for forum in sorted(changes):
        one = changes[forum]
        count_in_forum(forum, topics=one.topics, posts=one.posts, at=one.at)


def recount() -> dict[str, int]:
    """Count everything anew and mend what is wrong: how many rows were, by table.

    Zero everywhere unless an action forgot to count (a test storms them). Nobody waits
    for it but who writes where something is wrong.
    """
    mended = {name: _mend(kept) for name, kept in _KEPT.items()}
    if any(mended.values()):
        logger.warning("Numbers of the forums were wrong and were mended: %s", mended)
        announce(0)
    return mended


def _mend(kept: _Kept) -> int:
    wrong = _wrong(kept)
    chunks = range(0, len(wrong), MOST_AT_ONCE)
    return sum(_put_right(kept, wrong[at : at + MOST_AT_ONCE]) for at in chunks)


def _wrong(kept: _Kept) -> list[int]:
    """Rows that differ, or that somebody is just changing."""
    command = f"""
        SELECT t.id FROM {kept.table} AS t JOIN ({kept.counted}) AS c ON c.id = t.id
        WHERE {_differs(kept)} ORDER BY t.id
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(command.format(chosen="true"))
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def _put_right(kept: _Kept, rows: list[int]) -> int:
    values = ", ".join(f"{name} = c.{name}" for name in kept.columns)
    command = f"""
        UPDATE {kept.table} AS t SET {values} FROM ({kept.counted}) AS c
        WHERE c.id = t.id AND {_differs(kept)}
    """  # noqa: S608
    chosen = "p.id = ANY(%(rows)s)"
    with connection.cursor() as cursor:
        cursor.execute(kept.held.format(chosen=chosen), {"rows": rows})
        # A statement of its own: it sees what was committed while we waited.
        cursor.execute(command.format(chosen=chosen), {"rows": rows})
        return cursor.rowcount


def _differs(kept: _Kept) -> str:
    mine = ", ".join(f"t.{name}" for name in kept.columns)
    counted = ", ".join(f"c.{name}" for name in kept.columns)
    return f"({mine}) IS DISTINCT FROM ({counted})"
