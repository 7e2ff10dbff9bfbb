"""Whether a connection is alive is asked of the server only when there is a reason;
statements are prepared, and moments read."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import DataError, connection, connections
from django.test.utils import CaptureQueriesContext

from cms.database.prepared import fetched


@pytest.fixture
def other(transactional_db) -> Iterator:
    """A connection of its own."""
    made = connections.create_connection("default")
    made.ensure_connection()
    yield made
    made.close()


def test_a_living_connection_is_asked_nothing(other, monkeypatch):
    opened, cursor = [], other.connection.cursor
    monkeypatch.setattr(
        other.connection, "cursor", lambda: opened.append(1) or cursor()
    )

    assert other.is_usable() is True
    assert opened == []

    monkeypatch.setattr("cms.database.base._is_silent", lambda _connection: False)
    assert other.is_usable() is True
    assert opened == [1]


def test_a_connection_that_the_server_ended_is_not_usable(other):
    pid = other.connection.info.backend_pid

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])
        assert cursor.fetchone() == (True,)

    assert other.is_usable() is False


def test_the_next_request_has_a_new_connection(other):
    before = other.connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [before])

    other.close_if_unusable_or_obsolete()
    other.health_check_enabled, other.health_check_done = True, False
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [after] = cursor.fetchone()

    assert after != before


def test_a_prepared_statement_is_kept_for_the_connection(transactional_db):
    own = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 7 +%%'"

    for number in range(3):
        assert fetched("SELECT 7 + %s::int", [number]) == [(7 + number,)]

    assert fetched(own) == [(1,)]


def test_a_column_of_another_type_is_read_by_what_was_prepared_before(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE changing AS SELECT 1 AS number")
        assert fetched("SELECT number FROM changing") == [(1,)]

        # (said this way, the driver does not see it, as when another process does it)
        cursor.execute(
            "DO $$ BEGIN ALTER TABLE changing ALTER number TYPE text; END $$"
        )

    assert fetched("SELECT number FROM changing") == [("1",)]


def test_what_was_prepared_is_told_with_its_values(db):
    with CaptureQueriesContext(connection) as captured:
        fetched("SELECT %(one)s::int + %(one)s", {"one": 35})

    assert [one["sql"] for one in captured] == ["SELECT 35::int + 35"]


@pytest.mark.parametrize(
    "told",
    [
        "2026-11-23 19:13:39.41+00",
        "0001-01-01 00:00:00+00",
        "2026-07-01 08:00:00+02",
        "1900-01-01 00:00:00.000001+01:22",
    ],
)
def test_moments_are_those_that_were_written(db, told):
    [(moment,)] = fetched("SELECT %s::timestamptz", [told])

    assert moment == datetime.fromisoformat(told)
    assert moment.tzinfo is UTC


def test_a_moment_beyond_the_calendar_is_refused(db):
    with pytest.raises(DataError):
        fetched("SELECT '12026-01-01'::timestamptz")
