"""The floor of the forum: the same rows by bare psycopg, written with orjson.

It knows no readers, no names and no languages.
"""

import os
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import orjson
import psycopg
from psycopg.rows import dict_row

LIST = """
    SELECT id, title, slug, post_count, last_posted_at, author_id, excerpt
    FROM forums_topic WHERE state = 'shown'
    ORDER BY last_posted_at DESC, id DESC LIMIT 30
"""
TOPIC = """
    SELECT number, author_id, html, created_at FROM forums_post
    WHERE topic_id = %(id)s::bigint AND number >= %(from)s::int ORDER BY number LIMIT 20
"""
_thread = threading.local()


def application(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> list[bytes]:
    """WSGI: /list, and /topic with `id` and `from`."""
    query = dict(parse_qsl(environ["QUERY_STRING"]))
    command = {"/list": LIST, "/topic": TOPIC}.get(environ["PATH_INFO"])
    rows = _connection().execute(command, query).fetchall() if command else []
    body = orjson.dumps(rows)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_thread, "connection"):
        _thread.connection = psycopg.connect(
            os.environ["DATABASE_URL"], autocommit=True, row_factory=dict_row
        )
    connection: psycopg.Connection[Any] = _thread.connection
    return connection
