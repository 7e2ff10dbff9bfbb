"""Numbers that stand with forums and topics, and counting them anew."""

from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import F
from django.db.models.functions import Greatest

from community.forums.models import Forum

# Each compares what is kept with what is there, mends it, and tells what it mended.
_TOPICS: Final = """
    WITH found AS (
        SELECT t.id, coalesce(max(p.number), 0) AS highest,
            count(*) FILTER (WHERE p.state = 'shown') AS shown,
            coalesce(sum((SELECT coalesce(sum(v::int), 0)
                FROM jsonb_each_text(p.reactions) AS r (k, v)))
                FILTER (WHERE p.state = 'shown'), 0) AS liked
        FROM forums_topic AS t LEFT JOIN forums_post AS p ON p.topic_id = t.id
        GROUP BY t.id
    )
    UPDATE forums_topic AS t SET post_count = found.shown, reaction_count = found.liked,
        highest_number = GREATEST(t.highest_number, found.highest)
    FROM found WHERE found.id = t.id AND (t.post_count, t.reaction_count)
        IS DISTINCT FROM (found.shown, found.liked)
    RETURNING t.id
"""
_POSTS: Final = """
    WITH found AS (
        SELECT p.id, coalesce((
            SELECT jsonb_object_agg(kind, n) FROM (
                SELECT kind, count(*) AS n FROM forums_reaction AS r
                WHERE r.post_id = p.id GROUP BY kind) AS k), '{}') AS reactions
        FROM forums_post AS p
    )
    UPDATE forums_post AS p SET reactions = found.reactions FROM found
    WHERE found.id = p.id AND p.reactions IS DISTINCT FROM found.reactions RETURNING p.id
"""
_FORUMS: Final = """
    WITH found AS (
        SELECT f.id, count(t.id) AS topics, coalesce(sum(t.post_count), 0) AS posts
        FROM forums_forum AS f
        LEFT JOIN forums_topic AS t ON t.forum_id = f.id AND t.state = 'shown'
        GROUP BY f.id
    )
    UPDATE forums_forum AS f SET topic_count = found.topics, post_count = found.posts
    FROM found WHERE found.id = f.id AND (f.topic_count, f.post_count)
        IS DISTINCT FROM (found.topics, found.posts)
    RETURNING f.id
"""
_OPTIONS: Final = """
    WITH found AS (
        SELECT o.id, count(v.id) AS votes FROM forums_polloption AS o
        LEFT JOIN forums_pollvote AS v ON v.option_id = o.id GROUP BY o.id
    )
    UPDATE forums_polloption AS o SET vote_count = found.votes
    FROM found WHERE found.id = o.id AND o.vote_count <> found.votes RETURNING o.id
"""
_POLLS: Final = """
    WITH found AS (
        SELECT p.id, count(DISTINCT v.user_id) AS voters FROM forums_poll AS p
        LEFT JOIN forums_polloption AS o ON o.poll_id = p.id
        LEFT JOIN forums_pollvote AS v ON v.option_id = o.id GROUP BY p.id
    )
    UPDATE forums_poll AS p SET voter_count = found.voters
    FROM found WHERE found.id = p.id AND p.voter_count <> found.voters RETURNING p.id
"""


def count_in_forum(
    forum: int, *, topics: int = 0, posts: int = 0, at: datetime | None = None
) -> None:
    """Add to (or take from) the numbers of a forum; `at`: when the newest post came."""
    changes = {
        "topic_count": Greatest(F("topic_count") + topics, 0),
        "post_count": Greatest(F("post_count") + posts, 0),
    }
    if at:
        changes["last_posted_at"] = Greatest(F("last_posted_at"), at)
    Forum.objects.filter(pk=forum).update(**changes)


def recount() -> dict[str, int]:
    """Count everything anew and mend what is wrong: how many rows were, by table.

    Zero everywhere unless an action forgot to count (a test storms them).
    """
    steps = {
        "posts": _POSTS,
        "topics": _TOPICS,
        "forums": _FORUMS,
        "options": _OPTIONS,
        "polls": _POLLS,
    }
    mended = {}
    with connection.cursor() as cursor:
        for name, command in steps.items():
            cursor.execute(command)
            mended[name] = len(cursor.fetchall())
    return mended
