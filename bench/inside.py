"""Figures of what is done inside one process, one after the other, as of the servers."""

import gc
import time
from collections.abc import Callable
from typing import Any

import psutil
from django.db import connection

from bench.measure import cpu_seconds, percentile

LEAST = 3  # times of a repeat, however slow


def repeat(
    once: Callable[[], object], server: psutil.Process, seconds: float, most: int = 0
) -> dict[str, float]:
    """Do it for so long, or `most` times. `server_cpu_ms` is that of this process, all
    its threads; `db_cpu_ms` that of the whole PostgreSQL server."""
    gc.collect()
    gc.freeze()  # as the site's own processes do (`cms.wsgi`)
    latencies: list[float] = []
    before = time.process_time(), cpu_seconds(server)
    began = time.perf_counter()
    while True:
        start = time.perf_counter()
        once()
        end = time.perf_counter()
        latencies.append((end - start) * 1000)
        number = len(latencies)
        if number == most or (not most and end - began >= seconds and number >= LEAST):
            break
    after = time.process_time(), cpu_seconds(server)
    own, db = (
        max(0.0, 1000 * (b - a) / number) for a, b in zip(before, after, strict=True)
    )
    latencies.sort()
    return {
        "rps": 1000 * number / sum(latencies),
        **{f"p{p}_ms": percentile(latencies, p) for p in (50, 95, 99)},
        "server_cpu_ms": own,
        "db_cpu_ms": db,
        "cpu_ms": own + db,
    }


def statements(once: Callable[[], object]) -> int:
    """How many this connection of Django sends."""
    number = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal number
        number += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        once()
    return number
