"""The first build of the embedded database: all of it, or nothing.

Django notes some migrations only after their transaction has ended. A process killed in
between leaves a table that the next run tries to make again, and no command repairs it.
So the tables are built in a database beside, which gets its name when it is complete.
"""

import time
from collections.abc import Callable

import psycopg
from django.db import connections
from psycopg import sql

from cms import embedded_place

UNFINISHED = "diaspora_unfinished"
SECONDS_TO_LEAVE = 10


def is_empty() -> bool:
    """Tell whether the database has no table yet."""
    return not connections["default"].introspection.table_names()


def build_aside(build: Callable[[], object]) -> None:
    """Call ``build`` on an empty database beside; then it takes the real one's place.

    Only for the embedded server, and while the real database is empty. What ``build``
    raises passes on, and the real database is as empty as before.
    """
    settings = connections["default"].settings_dict
    name = settings["NAME"]
    with psycopg.connect(
        **embedded_place.address("postgres"), autocommit=True
    ) as server:
        _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", UNFINISHED)
        _run(server, "CREATE DATABASE {}", UNFINISHED)
        connections.close_all()
        settings["NAME"] = UNFINISHED
        try:
            build()
        finally:
            connections.close_all()
            settings["NAME"] = name
        _run(server, "DROP DATABASE {} WITH (FORCE)", name)
        _rename(server, UNFINISHED, name)


def _run(server: psycopg.Connection, command: str, *names: str) -> None:
    server.execute(sql.SQL(command).format(*map(sql.Identifier, names)))


def _rename(server: psycopg.Connection, old: str, new: str) -> None:
    give_up = time.monotonic() + SECONDS_TO_LEAVE
    while True:
        try:
            return _run(server, "ALTER DATABASE {} RENAME TO {}", old, new)
        except psycopg.errors.ObjectInUse:
            # A connection that was closed is still there for a moment.
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)
