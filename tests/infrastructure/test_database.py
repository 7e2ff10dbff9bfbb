"""Whether a connection is alive is asked of the server only when there is a reason."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections


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
