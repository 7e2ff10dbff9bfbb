"""Pytest plugin: the schema is built once and cloned for every worker.

The template database holds the schema and the page tree of `tests.factories.tree`. It is
named by a hash of all that shapes it, so it is kept between runs and built anew when
something changes (or with ``--create-db``). A test that really commits
(``transaction=True``, a live server) is followed by a fresh clone, so the rows that
migrations made are there for the next test.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from psycopg import sql

from cms import postgres

# Any number: it names the lock under which one process builds the template.
TEMPLATE_LOCK = 7_316_042
SECONDS_TO_LEAVE = 10

# The template and the name of this process's clone of it.
_CLONE = pytest.StashKey[tuple[str, str]]()


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Any:
    """Give this process a database of its own, a clone of the template."""
    postgres.ensure_server(durable=False)
    default = settings.DATABASES["default"]
    base_name = default["NAME"]
    # By process, so that runs at the same time do not take each other's database away.
    name = f"test_{base_name}_{os.getpid()}"
    with django_db_blocker.unblock():
        _drop_left_over(f"test_{base_name}_")
        template = _ready_template(base_name, anew=request.config.option.create_db)
        clone(template, name)
        request.config.stash[_CLONE] = (template, name)
        _use(name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        with _server() as server:
            _drop(server, name)
        _use(base_name)


def pytest_configure() -> None:
    """Let nobody flush a database that is thrown away for a fresh clone right after:
    emptying all tables and making permissions anew takes longer than the clone."""
    TransactionTestCase._fixture_teardown = lambda _case: None  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Clone again after a test that commits."""
    yield
    if _commits(item) and _CLONE in item.config.stash:
        clone(*item.config.stash[_CLONE])


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        return True
    return bool(
        {"live_server", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    )


def clone(template: str, name: str) -> None:
    """Replace database ``name`` by a copy of ``template``."""
    connections.close_all()
    with _server() as server:
        _drop(server, name)
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(command.format(sql.Identifier(name), sql.Identifier(template)))


def schema_key() -> str:
    """Return a hash of all that shapes the template: migrations, settings, the tree."""
    digest = hashlib.sha256()
    base = Path(settings.BASE_DIR)
    files = [
        base / "cms" / "settings" / "base.py",
        base / "tests" / "factories" / "tree.py",
    ]
    files += sorted((base / "home" / "actions").glob("*.py"))
    # What the rows of the read model are made by.
    files += sorted((base / "cms" / "core" / "rows").glob("*.py"))
    files += sorted(base.glob("*/models.py")) + sorted(base.glob("*/*/models/*.py"))
    files += sorted(base.glob("*/*/models.py"))
    for app in apps.get_app_configs():
        files += sorted(Path(app.path).glob("migrations/*.py"))
    for file in files:
        if file.is_file():
            digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _ready_template(base_name: str, *, anew: bool) -> str:
    prefix = f"template_{base_name}_"
    name = prefix + schema_key()
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        present = {row[0] for row in server.execute(query, [prefix])}
        # Only the first worker may build anew: the others would pull it away from it.
        first = os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"
        if name not in present or (anew and first):
            for old in present:
                _drop(server, old)
            _build(server, name)
    return name


def _build(server: psycopg.Connection[Any], name: str) -> None:
    unfinished = f"unfinished_{name}"
    _drop(server, unfinished)
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    _use(unfinished)
    call_command("migrate", interactive=False, verbosity=0)
    from tests.factories.tree import grow_tree  # noqa: PLC0415 (needs the app registry)

    grow_tree()
    connections.close_all()
    command = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    give_up = time.monotonic() + SECONDS_TO_LEAVE
    while True:
        try:
            server.execute(
                command.format(sql.Identifier(unfinished), sql.Identifier(name))
            )
            return
        except psycopg.errors.ObjectInUse:
            # A closed connection is still there for a moment.
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)


def _use(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def _drop_left_over(prefix: str) -> None:
    """Drop the databases of processes that were killed."""
    query = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    with _server() as server:
        for (name,) in server.execute(query, [prefix]).fetchall():
            process = name.removeprefix(prefix)
            if not process.isdigit() or not psutil.pid_exists(int(process)):
                _drop(server, name)


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    server.execute(command.format(sql.Identifier(name)))


@contextlib.contextmanager
def _server() -> Iterator[psycopg.Connection[Any]]:
    """Connect to the server's own database ``postgres``."""
    default = settings.DATABASES["default"]
    with psycopg.connect(
        dbname="postgres",
        user=default["USER"],
        password=default["PASSWORD"],
        host=default["HOST"],
        port=default["PORT"],
        autocommit=True,
    ) as connection:
        yield connection
