"""One HTTP client that keeps its connections, and the arithmetic of its figures.

The client is our own (asyncio, raw HTTP/1.1): it goes through several addresses, looks at
every status and length, and ends by time and by number. It shares the machine with the
servers, so its own cost is in the requests per second, not in the CPU of the servers.
"""

import asyncio
import http.client
import itertools
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import psutil

HOST = "127.0.0.1"
CONNECTIONS = 8
MOST_REQUESTS = 50_000
LONGEST_ANSWER = 30  # seconds
LONGEST_LOAD = 300  # seconds, on a machine that is busy with other things
UNITS = {
    "rps": "1/s",
    "p50_ms": "ms",
    "p95_ms": "ms",
    "p99_ms": "ms",
    "server_cpu_ms": "ms",
    "db_cpu_ms": "ms",
    "cpu_ms": "ms",
    "alone_p50_ms": "ms",
    "alone_p95_ms": "ms",
    "alone_cpu_ms": "ms",
    "sql": "statements",
    "bytes": "bytes",
    "rss_before_mb": "MB",
    "rss_after_mb": "MB",
    "rss_mb": "MB",
    "seconds": "s",
    "count": "count",
    "ratio": "ratio",
}


class AnswerError(Exception):
    """A server answers something else than what the case is about."""


@dataclass
class Figures:
    """Repeated values of the metrics of one case: metric → values."""

    case: str
    values: dict[str, list[float]] = field(default_factory=dict)

    def add(self, figures: Mapping[str, float]) -> None:
        for metric, value in figures.items():
            self.values.setdefault(metric, []).append(value)

    def median(self, metric: str) -> float | None:
        return statistics.median(self.values[metric]) if metric in self.values else None


@dataclass(frozen=True)
class Load:
    """What a client saw: latencies in milliseconds, in rising order."""

    seconds: float
    latencies: list[float]

    def figures(self) -> dict[str, float]:
        return {
            "rps": len(self.latencies) / self.seconds,
            "p50_ms": percentile(self.latencies, 50),
            "p95_ms": percentile(self.latencies, 95),
            "p99_ms": percentile(self.latencies, 99),
        }


def percentile(rising: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile of numbers in rising order; they must not be empty."""
    rank = -(-len(rising) * percent // 100)
    return rising[max(rank, 1) - 1]


def cpu_seconds(root: psutil.Process) -> float:
    """CPU time of a process, of all below it, and of those below it that have ended."""
    own = root.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in root.children(recursive=True):
        try:
            times = child.cpu_times()
        except psutil.Error:
            continue  # ended meanwhile; its parent accounts for it from now on
        total += times.user + times.system + times.children_user + times.children_system
    return total


def fetch(port: int, path: str, cookie: str = "") -> bytes:
    """The body at an address of this machine. Raises AnswerError unless it is a 200."""
    connection = http.client.HTTPConnection(HOST, port, timeout=LONGEST_ANSWER)
    try:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        body = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise AnswerError(f"{path} answers {answer.status}, not 200.")
    return body


def etag_of(port: int, path: str) -> str:
    """The ETag at an address of this machine. Raises AnswerError when there is none."""
    connection = http.client.HTTPConnection(HOST, port, timeout=LONGEST_ANSWER)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    etag = answer.headers.get("ETag")
    if not etag:
        raise AnswerError(f"{path} has no ETag.")
    return etag


@dataclass(frozen=True)
class Expected:
    """A path and what it must answer: a 200 of this length, or 304 to its ETag."""

    path: str
    length: int
    etag: str = ""
    cookie: str = ""

    @property
    def status(self) -> bytes:
        return b"304" if self.etag else b"200"

    def request(self, port: int) -> bytes:
        known = f"If-None-Match: {self.etag}\r\n" if self.etag else ""
        member = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        head = f"GET {self.path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{known}{member}\r\n"
        return head.encode()


def load(
    port: int,
    expected: Sequence[Expected],
    seconds: float,
    least: int = 1,
    connections: int = CONNECTIONS,
) -> Load:
    """Ask for the addresses in turn, on all connections, this long and this often at least.

    Any other status or length than expected raises AnswerError, as does a connection
    that breaks.
    """
    # In a thread of its own: the caller's may have a running loop.
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(_in_a_loop, port, expected, seconds, least, connections)
        return done.result()


def _in_a_loop(port: int, expected: Sequence[Expected], *how: Any) -> Load:
    try:
        return asyncio.run(_load(port, expected, *how))
    except (OSError, EOFError, TimeoutError) as error:
        raise AnswerError(f"A server breaks off under load: {error!r}") from error


async def _load(
    port: int,
    expected: Sequence[Expected],
    seconds: float,
    least: int,
    connections: int,
) -> Load:
    turns = itertools.islice(itertools.cycle(expected), MOST_REQUESTS)
    latencies: list[float] = []
    start = time.perf_counter()

    def is_over() -> bool:
        return time.perf_counter() - start > seconds and len(latencies) >= least

    clients = (_ask(port, turns, latencies, is_over) for _ in range(connections))
    async with asyncio.timeout(seconds + LONGEST_LOAD):
        await asyncio.gather(*clients)
    return Load(time.perf_counter() - start, sorted(latencies))


async def _ask(
    port: int,
    turns: Iterator[Expected],
    latencies: list[float],
    is_over: Callable[[], bool],
) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        for one in turns:
            start = time.perf_counter()
            writer.write(one.request(port))
            await _read(reader, one)
            latencies.append((time.perf_counter() - start) * 1000)
            if is_over():
                return
    finally:
        writer.close()
        await writer.wait_closed()


async def _read(reader: asyncio.StreamReader, expected: Expected) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    status, *lines = head.lower().split(b"\r\n")
    if not status.startswith(b"http/1.1 " + expected.status):
        raise AnswerError(f"{expected.path} answers {status.decode()!r} under load.")
    if expected.etag:
        return  # a 304 has no body
    found = [line for line in lines if line.startswith(b"content-length:")]
    told = int(found[0].partition(b":")[2]) if found else -1
    await reader.readexactly(max(told, 0))
    if told != expected.length:
        raise AnswerError(
            f"{expected.path} answers {told} bytes under load, {expected.length} before."
        )
