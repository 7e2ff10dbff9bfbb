"""The cases of the content benchmark and their floors.

`search` asks for two words that every generated work holds, `search_rare` for the last
word of the latest work's title, which is a number that no other title has. `deep` is the page in the middle of the list, found by its cursor. `detail` and
`page` go through twenty works, `home` through the three languages.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench.cases import Case, Check
from bench.content_truth import (
    DetailCheck,
    LengthCheck,
    ListCheck,
    PageCheck,
    Row,
    taglines,
    works,
)
from bench.database import Database
from bench.measure import fetch
from bench.servers import WebServer
from bench.statements import count_statements
from cms.core.folding import query_words

LOCALE = "en"
API = "/api/v1/library/works/"
LIMIT = 20  # rows of a list unless asked otherwise
LARGEST = 100  # rows that one answer of the API may hold
COMMON = ("library", "bridge")
DIFFERENT = 20  # works that `detail` and `page` go through

Connection = psycopg.Connection[Any]


def our_cases(site: WebServer, connection: Connection, data: Database) -> list[Case]:
    """The cases of the site, each with its number of SQL statements."""
    checks: dict[str, Mapping[str, Check]] = {
        "list": _list(connection),
        "detail": _detail(connection),
        "deep": _deep(site, connection),
        "page": _page(site, connection),
        "search": _search(connection, COMMON),
        "search_rare": _search(connection, _rare(connection)),
        "home": _home(connection),
    }
    firsts = {name: next(iter(found)) for name, found in checks.items()}
    counted = count_statements(list(firsts.values()), data.environment())
    return [
        Case(name, site, found, sql=counted[firsts[name]])
        for name, found in checks.items()
    ]


def kept_cases(cache: WebServer, ours: Sequence[Case]) -> list[Case]:
    """The same addresses, all hits of the cache: whole, and as a 304."""
    cached = [
        replace(case, name=f"{case.name}_cached", server=cache, sql=0) for case in ours
    ]
    asked = [
        replace(case, name=f"{case.name}_304", server=cache, sql=0, conditional=True)
        for case in ours
    ]
    return [*cached, *asked]


def sql_floors(sql: WebServer, connection: Connection) -> list[Case]:
    """The same lists and works from the floor's table, two statements each, or one."""
    all_works = works(connection, LOCALE)
    edge = all_works[len(all_works) // 2 - 1]
    deep = _address("/deep", date=edge.date, id=edge.work_id)
    checks: dict[str, Mapping[str, Check]] = {
        "list": {_address("/list"): _page_at(all_works, 0)},
        "deep": {deep: _page_at(all_works, len(all_works) // 2)},
        "search": _floor_search(connection, COMMON),
        "search_rare": _floor_search(connection, _rare(connection)),
        "detail": {
            _address("/detail", key=row.key): DetailCheck(str(row.title))
            for row in _some(all_works)
        },
    }
    return [
        Case(f"floor_{name}", sql, found, sql=1 if name == "detail" else 2)
        for name, found in checks.items()
    ]


def django_floors(bare: WebServer, ours: Sequence[Case]) -> list[Case]:
    """A constant answer of the same length as our pages and as what the cache gives."""
    cases = []
    for case in ours:
        if case.name in ("page", "home") or case.name.endswith("_cached"):
            length = round(sum(case.checked().values()) / len(case.checks))
            checks = {f"/{length}": LengthCheck(length)}
            cases.append(Case(f"floor_{case.name}", bare, checks))
    return cases


def _address(path: str, **values: Any) -> str:
    return f"{path}?{urlencode({'locale': LOCALE, **values})}"


def _page_at(rows: Sequence[Row], offset: int) -> ListCheck:
    """The check of the page that begins with this row of the whole list."""
    return ListCheck(len(rows), [row.key for row in rows[offset : offset + LIMIT]])


def _some(rows: Sequence[Row]) -> list[Row]:
    """Works with a page in the language, from all over the list."""
    titled = [row for row in rows if row.title]
    return titled[:: max(1, len(titled) // DIFFERENT)][:DIFFERENT]


def _list(connection: Connection) -> dict[str, ListCheck]:
    return {_address(API): _page_at(works(connection, LOCALE), 0)}


def _search(connection: Connection, words: Sequence[str]) -> dict[str, ListCheck]:
    """The site finds parts of words too."""
    found = works(connection, LOCALE, parts=words)
    return {_address(API, q=" ".join(words)): _page_at(found, 0)}


def _floor_search(connection: Connection, words: Sequence[str]) -> dict[str, ListCheck]:
    """The floor finds whole words."""
    found = works(connection, LOCALE, words=words)
    return {_address("/search", q=" ".join(words)): _page_at(found, 0)}


def _rare(connection: Connection) -> list[str]:
    titled = [row for row in works(connection, LOCALE) if row.title]
    latest = max(titled, key=lambda row: row.work_id)
    return query_words(str(latest.title))[-1:]


def _deep(site: WebServer, connection: Connection) -> dict[str, ListCheck]:
    """Go to the middle of the list by its cursors, with the largest pages allowed."""
    rows = works(connection, LOCALE)
    left, cursor = len(rows) // 2, ""
    while left:
        step = min(left, LARGEST)
        body = fetch(site.port, _address(API, limit=step, cursor=cursor))
        cursor, left = json.loads(body)["next"], left - step
    return {_address(API, cursor=cursor): _page_at(rows, len(rows) // 2)}


def _detail(connection: Connection) -> dict[str, DetailCheck]:
    return {
        _address(f"{API}{row.key}/"): DetailCheck(str(row.title))
        for row in _some(works(connection, LOCALE))
    }


def _page(site: WebServer, connection: Connection) -> dict[str, PageCheck]:
    checks = {}
    for row in _some(works(connection, LOCALE)):
        found = json.loads(fetch(site.port, _address(f"{API}{row.key}/")))
        checks[found["path"]] = PageCheck(LOCALE, str(row.title))
    return checks


def _home(connection: Connection) -> dict[str, PageCheck]:
    return {
        f"/{code}/": PageCheck(code, tagline)
        for code, tagline in taglines(connection).items()
    }
