"""Content: lists, detail and search of the library's API and its pages, cached and not."""

import contextlib

import psycopg

from bench import floor
from bench.cases import Case, in_rounds
from bench.content_cases import (
    LOCALE,
    django_floors,
    kept_cases,
    our_cases,
    sql_floors,
)
from bench.database import Database, database
from bench.measure import CONNECTIONS, Figures
from bench.report import Result, say
from bench.servers import WORKERS, WebServer, manage, web_server

SIZE, QUICK_SIZE = 3_000, 30
UNCACHED = ("cms.wsgi:site", "/readyz")
CACHED = ("cms.wsgi:application", "/readyz")
BARE_DJANGO = ("bench.floor:bare_django", "/")
BARE_PSYCOPG = ("bench.floor:bare_psycopg", "/")


def run(size: int, seconds: float, name: str = "") -> Result:
    """Measure with this many generated works beside the demo, in three languages.

    `seconds` is the time of each of three repeats of a case. `name` names a database to
    measure as it is instead; nothing stays in it. Raises AnswerError when a server
    answers something else than the tables hold, StartError when one does not run.
    """
    say("Preparing the database …")
    own = f"bench_content_{size}"
    filled = database(name) if name else database(own, lambda e: fill(e, size))
    with filled as data, psycopg.connect(**data.parts, autocommit=True) as connection:
        floor.make_tables(connection, [LOCALE])
        try:
            return _measure(data, connection, seconds, size)
        finally:
            floor.drop_tables(connection)


def fill(environment: dict[str, str], size: int) -> None:
    """Tables, translations, the demo and the generated works."""
    manage(environment, "compile_catalogues")
    manage(environment, "migrate", "--no-input", "--verbosity", "0")
    manage(environment, "load_demo", "--works", str(size))


def _measure(
    data: Database, connection: psycopg.Connection, seconds: float, size: int
) -> Result:
    say("Starting the servers …")
    with contextlib.ExitStack() as running:
        site, cache, bare, sql = (
            running.enter_context(web_server(application, data.environment(), probe))
            for application, probe in (UNCACHED, CACHED, BARE_DJANGO, BARE_PSYCOPG)
        )
        ours = our_cases(site, connection, data)
        ours += kept_cases(cache, ours)
        floors = [*sql_floors(sql, connection), *django_floors(bare, ours)]
        # Each case beside its floor: what disturbs the machine disturbs both.
        pairs = sorted([*ours, *floors], key=lambda case: _measured(case.name))
        figures, memory = _with_memory(site, pairs, data, seconds)
    return Result(
        bench="content",
        size=size,
        about=_about(data),
        figures=[*figures, memory],
        floors={_measured(case.name): case.name for case in floors},
    )


def _measured(name: str) -> str:
    return name.removeprefix("floor_")


def _with_memory(
    site: WebServer, cases: list[Case], data: Database, seconds: float
) -> tuple[list[Figures], Figures]:
    memory = Figures("worker")
    memory.add({"rss_before_mb": site.largest_worker_mb()})
    figures = in_rounds(cases, data, seconds)
    memory.add({"rss_after_mb": site.largest_worker_mb()})
    return figures, memory


def _about(data: Database) -> str:
    return (
        f"PostgreSQL {data.version}; granian (WSGI), {WORKERS} workers; own client,"
        f" {CONNECTIONS} connections (alone: one). CPU is per request, the median of three repeats;"
        " ± is half their spread; floor and ratio are of cpu_ms."
    )
