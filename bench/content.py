"""Content: lists, detail and search of the library's API, and its HTML pages, uncached.

`search` asks for two words that are in every generated work, `search_rare` for one that
is in a single one. `deep` is the page in the middle of the list, found by its cursor.
"""

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, urlencode

import psycopg

from bench import floor
from bench.cases import Case, in_rounds
from bench.content_truth import DetailCheck, LengthCheck, ListCheck, PageCheck, Row, works
from bench.database import Database, database
from bench.measure import CONNECTIONS, HOST, Figures, WrongAnswer, fetch
from bench.report import Result, say
from bench.servers import WORKERS, WebServer, manage, web_server
from bench.statements import count_statements

SIZE, QUICK_SIZE = 3_000, 30
LOCALES = ("sq", "en", "de")
LOCALE = "en"
API = "/api/v1/library/works/"
LIMIT = 20
LARGEST = 100  # rows that one answer of the API may hold
COMMON = "library bridge"
# How many different works `detail` and `page` go through.
DIFFERENT = 20


def run(size: int, seconds: float, name: str = "") -> Result:
    """Measure with this many generated works, or on the database that is named.

    `seconds` is the time of each of three repeats of a case.
    """
    say("Preparing the database …")
    own = f"bench_content_{size}"
    with database(name or own, _fill(size), fill=not name) as data, contextlib.ExitStack() as on:
        connection = on.enter_context(psycopg.connect(**data.parts, autocommit=True))
        on.callback(floor.drop_tables, connection)
        floor.make_tables(connection, [LOCALE])
        say("Starting the servers …")
        site, bare, sql = (
            on.enter_context(web_server(application, data.environment(), probe))
            for application, probe in (
                ("cms.wsgi:application", "/readyz"),
                ("bench.floor:bare_django", "/"),
                ("bench.floor:bare_psycopg", "/"),
            )
        )
        ours = list(_ours(site, connection, data))
        floors = [*_sql_floors(sql, connection), *_django_floors(bare, ours)]
        memory = Figures("worker")
        memory.add({"rss_before_mb": site.largest_worker_mb()})
        figures = in_rounds([*ours, *floors], data, seconds)
        memory.add({"rss_after_mb": site.largest_worker_mb()})
        pairs = {case.name.removeprefix("floor_"): case.name for case in floors}
        pairs["search_rare"] = pairs["search"]
        return Result("content", size, _about(data), [*figures, memory], pairs)


def _fill(size: int):
    def fill(environment: dict[str, str]) -> None:
        manage(environment, "migrate", "--no-input", "--verbosity", "0")
        manage(environment, "load_demo", "--works", str(size))

    return fill


