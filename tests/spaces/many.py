"""Threads with connections of their own, that begin at the same moment."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from django.db import connection

from community.spaces.actions import Ask, book
from community.spaces.models import Allocation
from tests.factories.people import UserFactory

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
START = datetime(2027, 6, 7, 8, tzinfo=UTC)  # a Monday, ten o'clock in Prishtina
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PATIENCE = 60  # seconds


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """What each returned or raised. All begin when every one has a connection."""
    line = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        try:
            with connection.cursor() as cursor:
                # (fifty in a row wait long for a busy machine, which is no fault of theirs)
                cursor.execute(f"SET statement_timeout TO '{PATIENCE}s'")
            line.wait(PATIENCE)
            return task()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def kinds(found: list[object]) -> Counter[str]:
    return Counter(type(one).__name__ for one in found)


def ask(resource, start=START, length=HOUR) -> Ask:
    return Ask(resource, start, start + length)


def booker(resource, start=START, now=NOW) -> Callable[[], object]:
    """A member of their own who books."""
    member = UserFactory()
    return lambda: book(member, ask(resource, start), now=now)


def taken(resource, start=START) -> list[int]:
    """Seats that are taken at a moment, as often as they are."""
    rows = Allocation.objects.filter(
        resource=resource, starts_at__lte=start, ends_at__gt=start
    )
    return sorted(rows.values_list("seat", flat=True))
