"""Fifty members at once want the last of twelve seats; prints JSON.

``python -m bench.last_seat`` lets them book, in two processes of twenty-five threads, as
soon as all have a connection. Then it lets them do so without the lock of the resource
and in a table without the constraint, which only this benchmark sees, all reading before
the first one writes: there more than one must get the seat, or the first result would
prove nothing.
"""

import contextlib
import itertools
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from django.db import connection, models

PROCESSES, THREADS = 2, 25
REPEATS = 3
LONGEST = 60  # seconds
SCHEMA = "bench_control"
_MAKE = f"""
    DROP SCHEMA IF EXISTS {SCHEMA} CASCADE;
    CREATE SCHEMA {SCHEMA};
    CREATE TABLE {SCHEMA}.spaces_allocation (
        LIKE public.spaces_allocation INCLUDING DEFAULTS INCLUDING IDENTITY
    );
    CREATE INDEX ON {SCHEMA}.spaces_allocation (resource_id, starts_at, ends_at);
"""
# From here on in this connection the table of the allocations is that one.
_ENTER = f"SET search_path TO {SCHEMA}, public"
_DROP = f"SET search_path TO DEFAULT; DROP SCHEMA {SCHEMA} CASCADE"
Attempt = tuple[str, float]  # 'won', 'refused' or what went wrong; seconds


def main() -> None:
    from bench.traces import none_left  # noqa: PLC0415 (needs Django)

    found: list[dict[str, float]] = []
    with none_left():
        for number in range(REPEATS):
            told = _figures(_race(number, is_guarded=True))
            with _control():
                free = _figures(_race(number, is_guarded=False))
            found.append(told | {"control_winners": free["winners"]})
    json.dump(found, sys.stdout)


def _figures(attempts: list[Attempt]) -> dict[str, float]:
    kinds = Counter(kind for kind, _seconds in attempts)
    won, refused = kinds.pop("won", 0), kinds.pop("refused", 0)
    for kind, number in kinds.items():
        sys.stderr.write(f"{number} times {kind}\n")
    slowest = max(seconds for _kind, seconds in attempts)
    wrong = sum(kinds.values())
    return {"winners": won, "refused": refused, "errors": wrong, "seconds": slowest}


@contextlib.contextmanager
def _control() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_DROP)


def _race(number: int, *, is_guarded: bool) -> list[Attempt]:
    """Of one hour, which is another one for each number."""
    from bench.free import free_hours_of_many, guests  # noqa: PLC0415 (needs Django)
    from bench.houses import beginning  # noqa: PLC0415 (as above)
    from community.spaces.actions import book  # noqa: PLC0415 (as above)

    if not is_guarded:
        with connection.cursor() as cursor:
            cursor.execute(_ENTER)
    now = beginning()
    ask = next(itertools.islice(free_hours_of_many(now), number, None))
    members = guests(50)
    for member in members[: ask.resource.seats - 1]:
        book(member, ask, now=now)
    connection.close()  # (processes must not share it)
    context = multiprocessing.get_context("fork")
    line = context.Barrier(PROCESSES * THREADS)
    answers: Any = context.SimpleQueue()
    rest = itertools.cycle(reversed(members))
    parts = [list(itertools.islice(rest, THREADS)) for _n in range(PROCESSES)]
    racers = [
        context.Process(target=_run, args=(part, ask, now, line, answers, is_guarded))
        for part in parts
    ]
    for one in racers:
        one.start()
    found = [attempt for _one in racers for attempt in answers.get()]
    for one in racers:
        one.join(LONGEST)
    return found


def _run(
    members: list[Any], ask: Any, now: Any, line: Any, answers: Any, is_guarded: bool
) -> None:
    if not is_guarded:
        _unguard(line)
    with ThreadPoolExecutor(len(members)) as pool:
        tasks = [
            pool.submit(_attempt, member, ask, now, line, is_guarded)
            for member in members
        ]
        answers.put([one.result() for one in tasks])


def _unguard(line: Any) -> None:
    """Nobody waits for a row, and all have read what is taken before anybody writes: on a
    busy machine they might come one after the other, and prove nothing."""
    from community.spaces.actions import booking  # noqa: PLC0415

    read = booking.ground_of

    def read_together(*arguments: Any, **named: Any) -> Any:
        found = read(*arguments, **named)
        line.wait(LONGEST)
        return found

    booking.ground_of = read_together
    models.QuerySet.select_for_update = lambda self, **_how: self._chain()  # type: ignore[method-assign]


def _attempt(member: Any, ask: Any, now: Any, line: Any, is_guarded: bool) -> Attempt:
    from community.spaces.actions import FullError, book  # noqa: PLC0415

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1" if is_guarded else _ENTER)
        line.wait(LONGEST)
        start = time.perf_counter()
        try:
            book(member, ask, now=now)
            kind = "won"
        except FullError:
            kind = "refused"
        except Exception as error:
            kind = repr(error)
        return kind, time.perf_counter() - start
    finally:
        connection.close()


if __name__ == "__main__":
    django.setup()
    main()
