"""Statements that are prepared: PostgreSQL reads and plans one once for a connection, and
knows it again by its text. So the text must always be the same, and what changes from
one request to the next (the reader, a number) be a value, never a part of the text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg.pq import Format

Values = Sequence[Any] | Mapping[str, Any]


def fetched(command: str, values: Values = (), packed: bool = False) -> list[tuple]:
    """The rows of a statement; `packed` where they hold many bytes, which would else be
    written as digits by the server and read as digits here."""
    with connection.prepared_cursor() as cursor:
        if packed:
            cursor.cursor.format = Format.BINARY
        cursor.execute(command, values)
        found: list[tuple] = cursor.fetchall()
        return found


def sent(command: str, values: Values = ()) -> None:
    """A statement that answers with nothing."""
    with connection.prepared_cursor() as cursor:
        cursor.execute(command, values)
