"""Statements that are prepared: PostgreSQL reads and plans one once for a connection, and
knows it again by its text. So the text must always be the same, and what changes from
one request to the next (the reader, a number) be a value, never a part of the text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

Values = Sequence[Any] | Mapping[str, Any]


def fetched(command: str, values: Values = ()) -> list[tuple]:
    """The rows of a statement."""
    with connection.prepared_cursor() as cursor:
        cursor.execute(command, values)
        found: list[tuple] = cursor.fetchall()
        return found


def sent(command: str, values: Values = ()) -> None:
    """A statement that answers with nothing."""
    with connection.prepared_cursor() as cursor:
        cursor.execute(command, values)
