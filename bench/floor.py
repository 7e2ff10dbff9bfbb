"""The floors: what the same server answers on this machine when nearly nothing is done.

`bare_django` is Django with one constant view and no middleware. `bare_psycopg` reads a
table made for the purpose, one row for each work and language, with an index for each
question and a kept total, and writes it with orjson. Neither knows permissions, languages
that stand in, or addresses: nobody can be faster, and nobody need be as fast.
"""

import functools
import os
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

import orjson
import psycopg
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.content_truth import DATE

LIMIT = 20
NAMES = (
    "key",
    "title",
    "summary",
    "kind",
    "sort_date",
    "publisher",
    "path",
    "published",
)
CARD = f"SELECT {', '.join(NAMES)} FROM bench_floor WHERE locale = %(locale)s"
NEWEST = f"ORDER BY sort_date DESC, work_id DESC LIMIT {LIMIT}"
BEYOND = "(sort_date, work_id) < (%(date)s::int, %(id)s::bigint)"
FOUND = "words @@ plainto_tsquery('simple', %(q)s)"
TOTAL = "SELECT number FROM bench_floor_total WHERE locale = %(locale)s"
COUNT = f"SELECT count(*) FROM bench_floor WHERE locale = %(locale)s AND {FOUND}"
LISTS = {
    "/list": (TOTAL, f"{CARD} {NEWEST}"),
    "/deep": (TOTAL, f"{CARD} AND {BEYOND} {NEWEST}"),
    "/search": (COUNT, f"{CARD} AND {FOUND} {NEWEST}"),
}
DETAIL = "SELECT title, summary, body FROM bench_floor WHERE locale = %(locale)s AND key = %(key)s"

TABLE = """
CREATE UNLOGGED TABLE bench_floor (
    locale text, key text, work_id bigint, sort_date int, title text, summary text,
    kind text, publisher text, path text, published text, body text, words tsvector
);
CREATE UNLOGGED TABLE bench_floor_total (locale text PRIMARY KEY, number bigint);
"""
FILL = f"""
INSERT INTO bench_floor
SELECT DISTINCT ON (w.id) %(locale)s, w.uid, w.id, {DATE}, p.title,
    i.summary, w.kind, w.publisher, p.url_path, p.first_published_at, i.body,
    to_tsvector('simple', i.folded)
FROM library_work w
JOIN library_libraryitempage i ON i.work_id = w.id
JOIN wagtailcore_page p ON p.id = i.page_ptr_id AND p.live
JOIN wagtailcore_locale l ON l.id = p.locale_id
WHERE w.withdrawn_at IS NULL
ORDER BY w.id, l.language_code <> %(locale)s
"""
FINISH = """
INSERT INTO bench_floor_total SELECT locale, count(*) FROM bench_floor GROUP BY locale;
CREATE INDEX ON bench_floor (locale, sort_date DESC, work_id DESC);
CREATE INDEX ON bench_floor (locale, key);
CREATE INDEX ON bench_floor USING gin (words);
ANALYZE bench_floor;
"""
DROP = "DROP TABLE IF EXISTS bench_floor, bench_floor_total"

StartResponse = Callable[[str, list[tuple[str, str]]], Any]
_thread = threading.local()


def make_tables(connection: psycopg.Connection[Any], codes: Iterable[str]) -> None:
    """Make and fill the table of the floor for these languages."""
    connection.execute(DROP)
    connection.execute(TABLE)
    for code in codes:
        connection.execute(FILL, {"locale": code})
    connection.execute(FINISH)


def drop_tables(connection: psycopg.Connection[Any]) -> None:
    connection.execute(DROP)


def bare_psycopg(environ: dict[str, Any], start_response: StartResponse) -> list[bytes]:
    """WSGI: /list, /deep, /search, /detail, with `locale` and what each needs beside."""
    query = dict(parse_qsl(environ["QUERY_STRING"]))
    answer = _answer(environ["PATH_INFO"], query)
    body = orjson.dumps(answer)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


def _answer(where: str, query: dict[str, str]) -> dict[str, Any]:
    if where == "/":
        return {}
    if where == "/detail":
        row = _connection().execute(DETAIL, query).fetchone()
        return dict(zip(("title", "summary", "body"), row or (), strict=False))
    total, cards = LISTS[where]
    rows = _connection().execute(cards, query).fetchall()
    found = _connection().execute(total, query).fetchone()
    items = [dict(zip(NAMES, row, strict=True)) for row in rows]
    return {"total": found[0] if found else 0, "items": items}


def _connection() -> psycopg.Connection[Any]:
    """One connection for each thread, as the site has."""
    if not hasattr(_thread, "connection"):
        url = os.environ["DATABASE_URL"]
        _thread.connection = psycopg.connect(url, autocommit=True)
    connection: psycopg.Connection[Any] = _thread.connection
    return connection


def bare_django(environ: dict[str, Any], start_response: StartResponse) -> Any:
    """WSGI: /5000 answers five thousand bytes."""
    return _django()(environ, start_response)


@functools.cache
def _django() -> WSGIHandler:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        USE_I18N=False,
    )
    return WSGIHandler()


@functools.cache
def _constant(size: int) -> bytes:
    return b"x" * size


def constant(request: HttpRequest, size: int = 0) -> HttpResponse:
    return HttpResponse(_constant(size), headers={"Content-Length": str(size)})


urlpatterns = [path("", constant), path("<int:size>", constant)]
