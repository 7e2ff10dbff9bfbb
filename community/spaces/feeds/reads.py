"""What a feed is made of: first what it would hold, in one statement, then the rows.

Numbers and texts, no model instances: a feed has up to 5,000 entries, and most readers
that ask have it already.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from cms.core.languages import CODES
from community.spaces.entries import Closure, Place, Stay

MOST = 5000
MONTHS_AHEAD = 13  # with the one that it is; nothing can be booked later
# What does not take place is told for as long, so that calendars take it out.
TOLD_CANCELLED = 1  # month before the one that it is
_GONE = ("declined", "expired", "cancelled", "no_show")


@dataclass(frozen=True)
class Scope:
    """Which bookings: `where` is SQL about `b` with one parameter, never a reader's own
    text. `months_back`: before the one that it is. Together at most 24 months."""

    where: str
    value: int
    months_back: int
    has_blocks: bool = True


def of_member(user: int) -> Scope:
    return Scope("b.member_id = %s", user, 11, has_blocks=False)


def of_space(space: int, months_back: int = 0) -> Scope:
    rows = "SELECT id FROM spaces_resource WHERE space_id = %s"
    return Scope(f"b.resource_id IN ({rows})", space, months_back)


def of_resource(resource: int) -> Scope:
    return Scope("b.resource_id = %s", resource, 0)


@dataclass(frozen=True)
class Span:
    """Whole months, so that a feed stays the same from day to day."""

    first: datetime
    last: datetime
    told_since: datetime

    @classmethod
    def around(cls, now: datetime, months_back: int) -> "Span":
        months = (-months_back, MONTHS_AHEAD, -TOLD_CANCELLED)
        begins = (_month(now.date(), by) for by in months)
        return cls(*(datetime(day.year, day.month, 1, tzinfo=UTC) for day in begins))


def _month(day: date, by: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + by, 12)
    return date(year, month + 1, 1)


_TAKES_PLACE = "(b.state <> ALL(%s) OR b.updated_at >= %s)"
_CONTENT = """
    SELECT
        (SELECT concat_ws(':', count(*), sum(booking_id)) FROM spaces_allocation
         WHERE lapses_at <= %s),
        json_agg(json_build_array(
            r.id, {resource}, {space}, s.slug, s.address, s.city, s.zone,
            CASE WHEN r.is_shared THEN r.capacity ELSE 1 END,
            n.kind, n.number, n.version, n.changed, n.hash
        ) ORDER BY r.id, n.kind)::text
    FROM (
        SELECT b.resource_id, 'booking' AS kind, count(*) AS number,
            sum(b.version) AS version, max(b.updated_at) AS changed,
            sum(b.id) + sum(hashtext(b.note)) AS hash
        FROM spaces_booking AS b
        WHERE {where} AND b.starts_at >= %s AND b.starts_at < %s AND {takes_place}
        GROUP BY b.resource_id
        {blocks}
    ) AS n
    JOIN spaces_resource AS r ON r.id = n.resource_id
    JOIN spaces_space AS s ON s.id = r.space_id
"""
_BLOCKS = """
        UNION ALL
        SELECT b.resource_id, 'block', count(*), 0, max(b.created_at),
            sum(hashtext(concat(b.id, b.starts_at, b.ends_at, b.reason)))
        FROM spaces_block AS b
        WHERE {where} AND b.ends_at > %s AND b.starts_at < %s
        GROUP BY b.resource_id
"""


@dataclass(frozen=True)
class Content:
    """`lapsed` or `told` differs whenever the feed would. As JSON: who has the feed
    already needs nothing of it but that it is the same."""

    lapsed: str
    told: str

    @property
    def places(self) -> dict[int, Place]:
        """By number of the resource."""
        return {row[0]: Place(*row[1:8]) for row in json.loads(self.told)}


def content_of(scope: Scope, span: Span, language: str, now: datetime) -> Content:
    """One statement, one row."""
    _known(language)
    sql = _CONTENT.format(
        resource=_name("r", language),
        space=_name("s", language),
        where=scope.where,
        takes_place=_TAKES_PLACE,
        blocks=_BLOCKS.format(where=scope.where) if scope.has_blocks else "",
    )
    window = [scope.value, span.first, span.last]
    values = [now, *window, list(_GONE), span.told_since]
    [(lapsed, told)] = _rows(sql, [*values, *window] if scope.has_blocks else values)
    return Content(lapsed, told or "[]")


_STAYS = """
    SELECT b.resource_id, b.uuid, b.starts_at, b.ends_at, b.updated_at, b.sequence,
        CASE WHEN a.lapses_at > %s OR a.lapses_at IS NULL THEN b.state
            WHEN b.state = 'requested' THEN 'expired' ELSE 'no_show' END,
        b.party_size, b.note, a.taken
    FROM spaces_booking AS b
    LEFT JOIN LATERAL (
        SELECT count(*) AS taken, min(lapses_at) AS lapses_at
        FROM spaces_allocation WHERE booking_id = b.id
    ) AS a ON true
    WHERE {where} AND b.starts_at >= %s AND b.starts_at < %s AND {takes_place}
    ORDER BY b.starts_at, b.id LIMIT %s
"""


def stays_of(scope: Scope, span: Span, now: datetime) -> Iterator[tuple[int, Stay]]:
    """Each with the number of its resource, in the order of time. What has lapsed is told
    as what it is, though nobody has written it down yet."""
    sql = _STAYS.format(where=scope.where, takes_place=_TAKES_PLACE)
    window = [scope.value, span.first, span.last]
    rows = _rows(sql, [now, *window, list(_GONE), span.told_since, MOST])
    for resource, *values in rows:
        yield resource, Stay(*values)


_CLOSURES = """
    SELECT b.resource_id, b.id, b.starts_at, b.ends_at, b.created_at, b.reason
    FROM spaces_block AS b
    WHERE {where} AND b.ends_at > %s AND b.starts_at < %s
    ORDER BY b.starts_at, b.id LIMIT %s
"""


def closures_of(scope: Scope, span: Span) -> Iterator[tuple[int, Closure]]:
    if not scope.has_blocks:
        return
    values = [scope.value, span.first, span.last, MOST]
    for resource, *rest in _rows(_CLOSURES.format(where=scope.where), values):
        yield resource, Closure(*rest)


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _known(language: str) -> None:
    if language not in CODES:
        raise ValueError(language)


def _name(table: str, language: str) -> str:
    return f"coalesce(nullif({table}.name_{language}, ''), {table}.name_en)"
