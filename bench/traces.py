"""Take away what was booked while it was measured, also what is never deleted else."""

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction

_TABLES = ("spaces_bookingevent", "spaces_allocation", "spaces_booking", "spaces_visit")
# (the history of bookings is append-only, by a trigger)
_RULE = "ALTER TABLE spaces_bookingevent {} TRIGGER spaces_event_rule"


@contextlib.contextmanager
def none_left() -> Iterator[None]:
    """What is written to the tables of the bookings inside is gone afterwards, and so are
    the tasks that wait for workers."""
    with connection.cursor() as cursor:
        last = {table: _last(cursor, table) for table in _TABLES}
    try:
        yield
    finally:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_RULE.format("DISABLE"))
            for table, number in last.items():
                cursor.execute(f"DELETE FROM {table} WHERE id > %s", [number])
            cursor.execute(_RULE.format("ENABLE"))
            cursor.execute("DELETE FROM django_tasks_database_dbtaskresult")


def _last(cursor: object, table: str) -> int:
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]
