"""A row as it was read, and the parts of the statements that read rows."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

COLUMNS = (
    "id", "page_id", "key", "type", "locale", "text_locale", "path", "title", "sort_value",
    "sort_title", "position", "number", "version", "envelope", "card",
    # The version of all content, read in the same snapshot as the row.
    "(SELECT value FROM core_contentversion WHERE id = 1)",
)  # fmt: skip
_WITH = {
    "whole": ("whole", "body"),
    "content": ("content", "body"),
    "facets": ("array_to_string(facets, ' ')",),
}


class Found(NamedTuple):
    """A row as it was read; the last two are '' unless they were asked for."""

    row_id: int
    page_id: int
    key: UUID
    type: str
    locale: str
    text_locale: str
    path: str
    title: str
    sort_value: int
    sort_title: str
    position: str
    number: int
    version: int
    envelope: str
    card: str
    content_version: int
    text: str = ""
    body: str = ""

    @property
    def related(self) -> list[UUID]:
        """Keys of what follows the thing, for a row that was read with its facets."""
        return [UUID(one[7:]) for one in self.text.split() if one.startswith("see:")]


def names(text: str = "") -> str:
    """The columns to read, with those that `text` asks for besides."""
    return ", ".join((*COLUMNS, *_WITH.get(text, ())))


def select(columns: str, rest: str) -> str:
    """`rest` is all behind WHERE."""
    return f"SELECT {columns} FROM core_contentrow WHERE {rest}"  # noqa: S608


def found(command: str, values: Iterable[Any]) -> list[Found]:
    """The rows of a statement that selects `names()`."""
    with connection.cursor() as cursor:
        cursor.execute(command, tuple(values))
        return [Found(*row) for row in cursor.fetchall()]
