"""Posting replies through the API, as one member, one after the other."""

import http.client
import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg

from bench.database import Database
from bench.measure import HOST, AnswerError, percentile
from bench.people import SESSION
from bench.servers import WebServer

TOKEN = "b" * 32  # of CSRF: the cookie and the header only have to agree
REPEATS = 3
TEXT = (
    "Thank you. In my experience the office answers within a month.\n\n"
    "- bring the **original**\n- and a translation\n"
)
_RESTORE = """
    DELETE FROM forums_post WHERE id > %(last)s;
    UPDATE forums_topic AS t SET highest_number = k.highest_number,
        post_count = k.post_count, last_posted_at = k.last_posted_at,
        last_post_by_id = k.last_post_by_id FROM bench_kept AS k WHERE k.id = t.id;
    UPDATE forums_forum AS f SET topic_count = k.topic_count, post_count = k.post_count,
        last_posted_at = k.last_posted_at FROM bench_kept_forum AS k WHERE k.id = f.id;
    DROP TABLE bench_kept, bench_kept_forum;
    DELETE FROM django_tasks_database_dbtaskresult;
"""


def replies(
    site: WebServer, connection: psycopg.Connection[Any], data: Database, number: int
) -> Iterator[dict[str, float]]:
    """Latency and CPU of so many replies to topics from all over the table, `REPEATS`
    times. What was posted is taken away afterwards. Raises AnswerError for a refusal."""
    topics = [
        pk
        for (pk,) in connection.execute(
            "SELECT id FROM forums_topic WHERE NOT is_closed ORDER BY md5(id::text) LIMIT %s",
            [number],
        )
    ]
    [(last,)] = connection.execute("SELECT max(id) FROM forums_post")
    for table, kept in (("topic", "bench_kept"), ("forum", "bench_kept_forum")):
        connection.execute(f"DROP TABLE IF EXISTS {kept}")
        connection.execute(f"CREATE TEMP TABLE {kept} AS TABLE forums_{table}")
    try:
        list(_post_all(site.port, topics[:5]))
        for _number in range(REPEATS):
            before = site.cpu_seconds(), data.cpu_seconds()
            latencies = sorted(_post_all(site.port, topics))
            after = site.cpu_seconds(), data.cpu_seconds()
            server, db = (
                max(0.0, 1000 * (b - a) / len(topics))
                for a, b in zip(before, after, strict=True)
            )
            yield {
                "rps": 1000 * len(latencies) / sum(latencies),
                **{f"p{p}_ms": percentile(latencies, p) for p in (50, 95, 99)},
                "server_cpu_ms": server,
                "db_cpu_ms": db,
                "cpu_ms": server + db,
            }
    finally:
        connection.execute(_RESTORE.replace("%(last)s", str(int(last))))


def _post_all(port: int, topics: list[int]) -> Iterator[float]:
    client = http.client.HTTPConnection(HOST, port, timeout=30)
    headers = {
        "Cookie": f"sessionid={SESSION}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/json",
    }
    try:
        for topic in topics:
            body = json.dumps({"text": TEXT, "client_id": str(uuid.uuid4())})
            start = time.perf_counter()
            client.request("POST", f"/api/v1/topics/{topic}/posts/", body, headers)
            answer = client.getresponse()
            told = answer.read()
            if answer.status != 201:
                raise AnswerError(
                    f"A reply is answered by {answer.status}: {told[:200]!r}"
                )
            yield (time.perf_counter() - start) * 1000
    finally:
        client.close()
