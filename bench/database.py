"""The databases of the benchmarks: one for each size, kept for the next run."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Any
from urllib.parse import urlencode

import psutil
import psycopg
from psycopg import conninfo, sql

from bench.measure import cpu_seconds
from bench.servers import BASE_DIR, StartError, environment
from cms import embedded_server, postgres
from cms.settings import env

# Any number: with the name of a database it locks that database for one run.
LOCK = 5_120_317
# What shapes the data besides the migrations.
SHAPING = (
    "home/demo", "home/actions", "home/management", "cms/core/folding.py",
    "cms/core/rows", "community/profiles/projection",
    "community/profiles/misspellings.py", "community/profiles/data",
    "bench/people.py", "bench/talk.py", "community/forums/markup",
    "bench/houses.py", "bench/stays.py", "community/spaces/data",
)  # fmt: skip
Load = Callable[[dict[str, str]], None]


@dataclass(frozen=True)
class Database:
    """A filled database. `parts` are libpq's parameters, `server` is its first process."""

    parts: dict[str, Any]
    server: psutil.Process
    version: str

    def cpu_seconds(self) -> float:
        """CPU of the whole PostgreSQL server: run the benchmarks on one of their own."""
        return cpu_seconds(self.server)

    def environment(self) -> dict[str, str]:
        return _environment(self.parts)


@contextlib.contextmanager
def database(name: str, load: Load | None = None) -> Iterator[Database]:
    """Give the database of this name, filled by `load` unless it is there and complete.

    `load` gets the environment of the site on that database; without it the database is
    taken as it is. The server is an embedded one of the benchmarks' own, in `var/bench`,
    unless VAR_DIR or DATABASE_URL names another. A second run on the same database waits.
    Raises StartError when the server does not run on this machine.
    """
    os.environ.setdefault("VAR_DIR", str(BASE_DIR / "var" / "bench"))
    postgres.ensure_server()
    parts = {**_address(), "dbname": name}
    mark = f"complete {_fingerprint()}"
    with psycopg.connect(**_address(), autocommit=True) as main:
        main.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [LOCK, name])
        server = _server_of(main)
        if load and _mark_of(main, name) != mark:
            _make(main, name)
            load(_environment(parts) | {"STATEMENT_TIMEOUT": "0"})
            _settle(parts)
            _set_mark(main, name, mark)
        yield Database(
            parts, server, main.info.parameter_status("server_version") or ""
        )


def _address() -> dict[str, Any]:
    url = env.text("DATABASE_URL", default="")
    if not url:
        return embedded_server.address("postgres")
    return conninfo.conninfo_to_dict(url)


def _environment(parts: dict[str, Any]) -> dict[str, str]:
    rest = {key: value for key, value in parts.items() if key != "dbname"}
    folder = env.text("VAR_DIR", default="")
    return environment(
        DATABASE_URL=f"postgresql:///{parts['dbname']}?{urlencode(rest)}",
        MEDIA_ROOT=f"{folder}/media-{parts['dbname']}",
    )


def _server_of(connection: psycopg.Connection[Any]) -> psutil.Process:
    try:
        server = psutil.Process(connection.info.backend_pid).parent()
    except psutil.NoSuchProcess:
        server = None
    if server is None or not server.name().startswith("postgres"):
        raise StartError(
            "The database server must run on this machine, to be measured."
        )
    return server


def _fingerprint() -> str:
    """Hash of all that shapes the data; a database of another hash is made anew."""
    digest = hashlib.sha256()
    for package in ("django", "wagtail", "wagtail-localize"):
        digest.update(metadata.version(package).encode())
    files = [
        path for name in ("cms", "community", "home") for path in _migrations(name)
    ]
    for name in SHAPING:
        place = BASE_DIR / name
        files += [place] if place.is_file() else place.rglob("*.[mpy]*")
    for file in sorted(files):
        if "__pycache__" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _migrations(name: str) -> list[Any]:
    return list((BASE_DIR / name).rglob("migrations/*.py"))


def _mark_of(main: psycopg.Connection[Any], name: str) -> str:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = main.execute(query, [name]).fetchone()
    return row[0] or "" if row else ""


def _set_mark(main: psycopg.Connection[Any], name: str, mark: str) -> None:
    command = sql.SQL("COMMENT ON DATABASE {} IS {}")
    main.execute(command.format(sql.Identifier(name), sql.Literal(mark)))


def _make(main: psycopg.Connection[Any], name: str) -> None:
    known = sql.Identifier(name)
    main.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(known))
    main.execute(sql.SQL("CREATE DATABASE {}").format(known))


def _settle(parts: dict[str, Any]) -> None:
    """Do now what PostgreSQL would do by itself in the middle of the measurement."""
    with psycopg.connect(**parts, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")
