"""A case is some addresses of a server and a check of what they answer.

The cases of a run are measured in rounds, each case once a round: what disturbs the
machine for a while then meets all of them, the floors too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from bench.database import Database
from bench.measure import (
    CONNECTIONS,
    AnswerError,
    Expected,
    Figures,
    Load,
    etag_of,
    fetch,
    load,
    percentile,
)
from bench.report import say
from bench.servers import WebServer

REPEATS = 3
# Also on a slow machine a repeat is no handful of requests, and every thread of the
# server has opened its connection to the database before.
LEAST_PER_SECOND = 30

Check = Callable[[bytes], None]


@dataclass(frozen=True)
class Case:
    """`checks` gives a check for each path; a check raises AnswerError.

    A conditional case asks with the ETag of what it has, and wants a 304. A `cookie` is
    sent with each request: that of a member's session.
    """

    name: str
    server: WebServer
    checks: Mapping[str, Check]
    sql: int = 0
    conditional: bool = False
    cookie: str = ""

    def expected(self) -> list[Expected]:
        """Ask each path once and check it; what it must answer from now on."""
        return [
            Expected(path, length, etag_of(self.server.port, path))
            if self.conditional
            else Expected(path, length, cookie=self.cookie)
            for path, length in self.checked().items()
        ]

    def checked(self) -> dict[str, int]:
        """Ask each path once and check it; the lengths of the bodies, in bytes."""
        lengths = {}
        for path, check in self.checks.items():
            body = fetch(self.server.port, path, self.cookie)
            try:
                check(body)
            except AnswerError as error:
                raise AnswerError(f"{path}: {error}") from error
            except (KeyError, TypeError, ValueError) as error:
                raise AnswerError(
                    f"{path} answers in another shape: {error!r}"
                ) from error
            lengths[path] = len(body)
        return lengths


def in_rounds(
    cases: Sequence[Case], database: Database, seconds: float
) -> list[Figures]:
    """Check all cases, warm all up, then measure each `REPEATS` times."""
    expected = {case.name: case.expected() for case in cases}
    found = {case.name: Figures(case.name) for case in cases}
    for case in cases:
        _load(case, expected[case.name], seconds / 2)
    for number in range(REPEATS):
        say(f"Round {number + 1} of {REPEATS} …")
        for case in cases:
            figures = _once(case, expected[case.name], database, seconds)
            found[case.name].add(figures)
    for case in cases:
        sent = [0 if one.etag else one.length for one in expected[case.name]]
        fixed = {"sql": case.sql, "bytes": mean(sent)}
        found[case.name].add(fixed)
    return list(found.values())


def _once(
    case: Case, expected: Sequence[Expected], database: Database, seconds: float
) -> dict[str, float]:
    """As many requests at once as keep the machine busy; then one after the other, which
    tells what a request takes when nobody is in its way."""
    done, cpu = _timed(case, expected, database, seconds, CONNECTIONS)
    quiet, of_quiet = _timed(case, expected, database, seconds / 2, 1)
    alone = {
        "alone_p50_ms": percentile(quiet.latencies, 50),
        "alone_p95_ms": percentile(quiet.latencies, 95),
        "alone_cpu_ms": of_quiet["cpu_ms"],
    }
    return done.figures() | cpu | alone


def _timed(
    case: Case,
    expected: Sequence[Expected],
    database: Database,
    seconds: float,
    connections: int,
) -> tuple[Load, dict[str, float]]:
    before = case.server.cpu_seconds(), database.cpu_seconds()
    done = _load(case, expected, seconds, connections)
    after = case.server.cpu_seconds(), database.cpu_seconds()
    number = len(done.latencies)
    # A process that ends is in nobody's account until its parent has waited for it. On a
    # server that others use too (in the tests) a sum can therefore shrink.
    server, db = (
        max(0.0, 1000 * (b - a) / number) for a, b in zip(before, after, strict=True)
    )
    return done, {"server_cpu_ms": server, "db_cpu_ms": db, "cpu_ms": server + db}


def _load(
    case: Case,
    expected: Sequence[Expected],
    seconds: float,
    connections: int = CONNECTIONS,
) -> Load:
    least = round(seconds * LEAST_PER_SECOND)
    return load(case.server.port, expected, seconds, least, connections)
