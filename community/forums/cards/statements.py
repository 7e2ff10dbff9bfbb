"""The statements behind lists and topics, written by hand: the ORM's compiler costs more
than PostgreSQL does here. What they show is what `TopicQuerySet` and `PostQuerySet` say;
tests compare them.
"""
# ruff: noqa: S608 (put together from pieces of ours; values are parameters)

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.db.models.base import ModelState

from cms.database.prepared import fetched
from community.forums.models import Post, Topic, TopicEvent
from community.forums.querysets.access import Rooms


def _in_order(model: type[Model], *names: str) -> tuple[str, ...]:
    """As `Model.from_db` wants them: in the order of the model's columns."""
    order = [field.attname for field in model._meta.concrete_fields]
    return tuple(sorted(names, key=order.index))


TOPIC = _in_order(
    Topic,
    "id", "forum_id", "author_id", "kind", "title", "slug", "language", "state",
    "is_pinned", "is_closed", "slow_seconds", "solution_id", "merged_into_id",
    "highest_number", "post_count", "reaction_count", "last_posted_at", "last_post_by_id",
    "excerpt", "created_at",
)  # fmt: skip
POST = _in_order(
    Post,
    "id", "topic_id", "number", "author_id", "html", "language", "reply_to", "state",
    "is_wiki", "edit_count", "edited_at", "created_at", "reactions",
)  # fmt: skip
_EVENT = _in_order(
    TopicEvent,
    "id", "topic_id", "post_id", "kind", "by_id", "number", "detail", "reason",
    "created_at",
)  # fmt: skip
_TAGS = (
    "ARRAY(SELECT s.slug FROM forums_topictag AS g JOIN profiles_skill AS s"
    " ON s.id = g.skill_id WHERE g.topic_id = t.id ORDER BY g.position, g.id)"
)
_MINE = "LEFT JOIN forums_topicuser AS m ON m.topic_id = t.id AND m.user_id = %s"
SELECT_TOPIC = ", ".join(f"t.{name}" for name in TOPIC)
SELECT_POST = ", ".join(f"p.{name}" for name in POST)
_SELECT_EVENT = ", ".join(_EVENT)
Where = list[tuple[str, Sequence[Any]]]


def topic_rows(
    reader: int, where: Where, order: Sequence[str], limit: int
) -> list[Any]:
    """Topics that meet all conditions, each with `tag_slugs`, `is_visited`, `read_to` and
    `own_level` of this reader (0: a visitor)."""
    conditions = " AND ".join(text for text, _values in where)
    values = [one for _text, some in where for one in some]
    by = ", ".join(f"t.{k[1:]} DESC" if k[0] == "-" else f"t.{k}" for k in order)
    join, own, mine = _reading(reader)
    rows = fetched(
        f"SELECT {SELECT_TOPIC}, {_TAGS}, {own} FROM forums_topic AS t {join}"
        f" WHERE {conditions} ORDER BY {by} LIMIT %s",
        [*mine, *values, limit],
    )
    return [topic_of(row) for row in rows]


def topic_row(reader: int, pk: int, rooms: Rooms) -> Any | None:
    """One topic as this reader may see it, with `solution_number` and `draft_text`, what
    the reader was writing there, besides; or None."""
    join, own, mine = _reading(reader)
    draft, key = "NULL", list[Any]()
    if reader:
        draft = "(SELECT raw FROM forums_draft WHERE user_id = %s AND key = %s)"
        key = [reader, f"topic:{pk}"]
    rows = fetched(
        f"SELECT {SELECT_TOPIC}, {_TAGS}, {own},"
        f" (SELECT number FROM forums_post WHERE id = t.solution_id), {draft}"
        f" FROM forums_topic AS t {join} WHERE t.id = %s AND t.forum_id = ANY(%s)"
        " AND (t.state = 'shown' OR t.state IN ('hidden', 'deleted')"
        " AND (t.author_id = %s OR t.forum_id = ANY(%s)))",
        [*key, *mine, pk, list(rooms.readable), reader, sorted(rooms.moderated)],
    )
    if not rows:
        return None
    topic = topic_of(rows[0])
    topic.solution_number, topic.draft_text = rows[0][-2:]
    return topic


def post_rows(
    reader: int, topic: int, *, moderates: bool, first: int, limit: int
) -> list[Any]:
    """Posts from a number on, as this reader may see them, each with `own_reactions` and
    `has_poll`."""
    seen = "true" if moderates else "(p.state = 'shown' OR p.author_id = %s)"
    own, mine = "NULL", list[Any]()
    if reader:
        own = (
            "ARRAY(SELECT kind FROM forums_reaction AS r"
            " WHERE r.post_id = p.id AND r.user_id = %s)"
        )
        mine = [reader]
    rows = fetched(
        f"SELECT {SELECT_POST}, {own},"
        " EXISTS (SELECT 1 FROM forums_poll AS o WHERE o.post_id = p.id)"
        f" FROM forums_post AS p WHERE p.topic_id = %s AND p.number >= %s AND {seen}"
        " ORDER BY p.number LIMIT %s",
        [*mine, topic, first, *([] if moderates else [reader]), limit],
    )
    return [_post(row) for row in rows]


def event_rows(topic: int, first: int, last: int, most: int) -> list[TopicEvent]:
    """What was done while the posts `first` to `last` were the newest."""
    rows = fetched(
        f"SELECT {_SELECT_EVENT} FROM forums_topicevent"
        " WHERE topic_id = %s AND number BETWEEN %s AND %s ORDER BY number, id LIMIT %s",
        [topic, first, last, most],
    )
    found = [made(TopicEvent, _EVENT, row) for row in rows]
    for one in found:
        one.detail = _read(one.detail)
    return found


def _reading(reader: int) -> tuple[str, str, list[int]]:
    if not reader:
        return "", "false, 0, NULL", []
    own = "m.id IS NOT NULL, COALESCE(m.last_read, 0), m.level"
    return _MINE, own, [reader]


def topic_of(row: tuple) -> Any:
    topic = made(Topic, TOPIC, row)
    rest = row[len(TOPIC) :]
    topic.tag_slugs, topic.is_visited, topic.read_to, topic.own_level = rest[:4]
    return topic


def _post(row: tuple) -> Any:
    post = made(Post, POST, row)
    post.reactions = _read(post.reactions) if post.reactions != "{}" else {}
    post.own_reactions, post.has_poll = row[len(POST) :]
    return post


def made(model: type[Model], names: Sequence[str], row: tuple) -> Any:
    """What `Model.from_db` makes, in a sixth of its time: values as the database gave them
    are put where Django's fields would put them, and nobody is told of each instance.
    Fields that are not named are deferred."""
    one = model.__new__(model)
    one._state = state = ModelState()
    state.db, state.adding = "default", False
    one.__dict__.update(zip(names, row, strict=False))
    return one


def _read(value: Any) -> Any:
    """A jsonb column as psycopg hands it over for Django: text."""
    return json.loads(value) if isinstance(value, str) else value
