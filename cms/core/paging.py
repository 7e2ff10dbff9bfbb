"""Keyset paging: the thousandth page costs what the first one does.

A cursor holds the sort values of the row at the edge of the page and the direction in
which to go on from it. It is opaque to readers and checked when it comes back.
"""

import base64
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

MAX_CURSOR_LENGTH = 600


@dataclass(frozen=True)
class Cursor:
    values: list[Any]
    backwards: bool


@dataclass(frozen=True)
class PageOfRows:
    """One page of a list; `next` and `previous` are cursors, '' at the ends."""

    rows: list[Any]
    next: str
    previous: str


Fetch = Callable[[Sequence[str], Sequence[Any] | None, int], list[Any]]


def page_of(
    queryset: QuerySet, order: Sequence[str], cursor: str = "", limit: int = 20
) -> PageOfRows:
    """The page that the cursor points to, sorted by `order` ('-year', 'id', …).

    The last sort key must be unique and no key may be null. Raises ValidationError when
    the cursor was not made by us for this order.
    """

    def fetch(
        direction: Sequence[str], place: Sequence[Any] | None, number: int
    ) -> list[Any]:
        ordered = queryset.order_by(*direction)
        if place:
            ordered = ordered.filter(_beyond(direction, place))
        return list(ordered[:number])

    return page_through(fetch, order, cursor, limit)


def page_through(
    fetch: Fetch, order: Sequence[str], cursor: str, limit: int, name: str = ""
) -> PageOfRows:
    """The same for any source: `fetch(order, place, number)` reads rows beyond a place.

    `name` tells lists apart that are sorted alike: a cursor of one is foreign to another.
    """
    place = read_cursor(cursor, order, name) if cursor else None
    backwards = bool(place and place.backwards)
    direction = [_flip(key) for key in order] if backwards else list(order)
    try:
        rows = fetch(direction, place.values if place else None, limit + 1)
    except (TypeError, ValueError, ValidationError, DataError) as wrong:
        # A cursor of the right shape whose values are of another type.
        raise _foreign_cursor() from wrong
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    ahead, behind = (bool(place), more) if backwards else (more, bool(place))
    return PageOfRows(
        rows=rows,
        next=write_cursor(rows[-1], order, name, backwards=False)
        if rows and ahead
        else "",
        previous=write_cursor(rows[0], order, name, backwards=True)
        if rows and behind
        else "",
    )


def write_cursor(
    row: Any, order: Sequence[str], name: str = "", *, backwards: bool
) -> str:
    values = [_plain(getattr(row, key.lstrip("-"))) for key in order]
    made_for = [*order, name] if name else list(order)
    text = json.dumps([made_for, values, int(backwards)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, order: Sequence[str], name: str = "") -> Cursor:
    try:
        if len(cursor) > MAX_CURSOR_LENGTH:
            raise ValueError
        padded = cursor + "=" * (-len(cursor) % 4)
        made_for, values, backwards = json.loads(base64.urlsafe_b64decode(padded))
        if made_for != ([*order, name] if name else list(order)):
            raise ValueError
        if len(values) != len(order):
            raise ValueError
        if not all(map(_is_value, order, values)):
            raise ValueError
    except (ValueError, TypeError, RecursionError) as wrong:
        raise _foreign_cursor() from wrong
    return Cursor(values, bool(backwards))


def _foreign_cursor() -> ValidationError:
    message = _("This cursor does not belong to this list. Start from its first page.")
    return ValidationError(message, code="cursor")


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """(a beyond x) or (a = x and b beyond y) or …, in the direction of `order`."""
    condition = Q()
    equal = Q()
    for key, value in zip(order, values, strict=True):
        name = key.lstrip("-")
        lookup = "lt" if key.startswith("-") else "gt"
        condition |= equal & Q(**{f"{name}__{lookup}": value})
        equal &= Q(**{name: value})
    return condition


def _is_value(key: str, value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) < 2**63
    if isinstance(value, float):
        # The only sort value with a fraction.
        return key.lstrip("-") == "rank" and math.isfinite(value)
    return isinstance(value, str) and "\x00" not in value


def _flip(key: str) -> str:
    return key[1:] if key.startswith("-") else f"-{key}"


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str) else value.isoformat()
