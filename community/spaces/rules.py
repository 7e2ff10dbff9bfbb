"""What spaces wrote about their hours, as the calendar reckons with it.

One statement and no model instances: it is read anew for every question, because a rule
counts from the moment in which it is changed.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from community.spaces.calendar import DayChange, Rule
from community.spaces.models.hours import change_of, rule_of


@dataclass
class Book:
    """Rules and changes of a space, and those of its resources by their numbers."""

    rules: list[Rule] = field(default_factory=list)
    changes: list[DayChange] = field(default_factory=list)
    own_rules: dict[int, list[Rule]] = field(default_factory=lambda: defaultdict(list))
    own_changes: dict[int, list[DayChange]] = field(
        default_factory=lambda: defaultdict(list)
    )


# (a day that comes again may fall on any: as `DayExceptionQuerySet.touching`)
_WRITTEN = """
    SELECT coalesce(o.space_id, r.space_id), o.resource_id, o.opens, o.closes, o.dates,
        o.valid_from AS first, o.valid_to AS last, o.weekdays, '' AS source, o.id
    FROM spaces_openingrule AS o LEFT JOIN spaces_resource AS r ON r.id = o.resource_id
    WHERE o.space_id = ANY(%(spaces)s) OR r.space_id = ANY(%(spaces)s)
    UNION ALL
    SELECT space_id, resource_id, opens, closes, dates, first, last, NULL, source, id
    FROM spaces_dayexception
    WHERE space_id = ANY(%(spaces)s)
        AND (dates <> '' OR (first <= %(last)s AND last >= %(first)s))
    ORDER BY id
"""


def books_of(spaces: Iterable[int], first: date, last: date) -> dict[int, Book]:
    """By number of the space what may hold on a day from first to last."""
    books = {pk: Book() for pk in spaces}
    for space, resource, *told in _rows(list(books), first, last):
        opens, closes, dates, since, until, weekdays, source, _id = told
        book = books[space]
        if weekdays is None:
            change = change_of(since, until, opens, closes, dates, source, resource)
            (book.own_changes[resource] if resource else book.changes).append(change)
        else:
            rule = rule_of(opens, closes, weekdays, dates, since, until)
            (book.own_rules[resource] if resource else book.rules).append(rule)
    return books


def _rows(spaces: list[int], first: date, last: date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, {"spaces": spaces, "first": first, "last": last})
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
