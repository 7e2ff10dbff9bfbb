"""Work that is due at certain times: when, and by one process only.

Interval jobs are due when so much time has passed since their last start; daily ones from
their hour in Kosovo on. What was missed while nobody ran is caught up once, however often
it would have been due.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import (
    DatabaseError,
    InterfaceError,
    close_old_connections,
    connection,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from cms.core.jobs.outcomes import name_of, places
from cms.core.models import PeriodicRun

log = logging.getLogger(__name__)

KOSOVO = ZoneInfo("Europe/Belgrade")
LOCK = 7_316_043  # any number that nothing else locks by
TICK = 10  # seconds between two looks at what is due
# A daily job that failed is tried again before the next day.
TRIED_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Periodic:
    """A job by its name, with either `every` or `daily_at` (Kosovo's wall clock)."""

    name: str
    call: Callable[[], object]
    every: timedelta | None = None
    daily_at: time | None = None

    def __post_init__(self) -> None:
        if (self.every is None) == (self.daily_at is None):
            raise ValueError(f"{self.name}: give either an interval or a time of day.")

    def is_due(self, last: PeriodicRun, now: datetime) -> bool:
        if self.every is not None:
            return now >= last.started_at + self.every
        if last.is_ok is False and now >= last.started_at + TRIED_AGAIN_AFTER:
            return True
        return last.started_at < self._latest_time(now)

    def _latest_time(self, now: datetime) -> datetime:
        """The last moment up to now at which a daily job became due."""
        assert self.daily_at is not None  # noqa: S101 (for the type checker)
        day = now.astimezone(KOSOVO).date()
        today = datetime.combine(day, self.daily_at, tzinfo=KOSOVO)
        if today <= now:
            return today
        return datetime.combine(day - timedelta(days=1), self.daily_at, tzinfo=KOSOVO)


def command(name: str, **options: object) -> Callable[[], object]:
    """A command of manage.py as the work of a periodic job; what it prints is dropped."""
    return lambda: call_command(name, **options, stdout=StringIO())


class Scheduler:
    """Does what is due, one job after another, until `ended` is set."""

    def __init__(self, jobs: Sequence[Periodic], ended: threading.Event) -> None:
        self.jobs = jobs
        self.ended = ended

    def run(self) -> None:
        while not self.ended.is_set():
            try:
                self._lead()
            except (DatabaseError, InterfaceError) as error:
                log.warning("The scheduler has to wait: %s", type(error).__name__)
            self.ended.wait(TICK)
        connection.close()

    def once(self) -> bool:
        """Do what is due now; False when another scheduler is at work."""
        with only_one() as held:
            if held is None:
                return False
            self._do_what_is_due()
            return True

    def _lead(self) -> None:
        with only_one() as held:
            while held is not None and not self.ended.is_set():
                # Fails when the connection, and the lock with it, is gone.
                held.cursor().execute("SELECT 1")
                self._do_what_is_due()
                self.ended.wait(TICK)

    def _do_what_is_due(self) -> None:
        if not connection.in_atomic_block:  # a test's
            close_old_connections()
        with connection.cursor() as cursor:
            # Where the site itself runs this, statements have the limit of requests.
            cursor.execute("SET statement_timeout = 0")
        for one in self.jobs:
            if self.ended.is_set():
                return
            now = timezone.now()
            last = _last_run(one.name, now)
            if one.is_due(last, now) and _begin(last, now):
                _run(one)


@contextmanager
def only_one() -> Iterator[BaseDatabaseWrapper | None]:
    """A connection that holds the lock of schedulers; None when another one has it.

    PostgreSQL frees the lock when the connection ends, however its process died.
    """
    own = connections["default"].copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            (is_ours,) = cursor.fetchone()
        yield own if is_ours else None
    finally:
        own.close()


def _last_run(name: str, now: datetime) -> PeriodicRun:
    """A job that is new begins at its next time, as if it had just been done."""
    last, _made = PeriodicRun.objects.get_or_create(
        name=name, defaults={"started_at": now, "ended_at": now, "is_ok": True}
    )
    return last


def _begin(last: PeriodicRun, now: datetime) -> bool:
    """Note the start; False when somebody else began it meanwhile."""
    mine = PeriodicRun.objects.filter(name=last.name, started_at=last.started_at)
    return bool(mine.update(started_at=now, ended_at=None, is_ok=None, error=""))


def _run(one: Periodic) -> None:
    error = ""
    try:
        one.call()
    except Exception as failure:
        error = name_of(type(failure))
        log.error("Periodic job %s failed:\n%s", one.name, places(failure))
    PeriodicRun.objects.filter(name=one.name).update(
        ended_at=timezone.now(), is_ok=not error, error=error[:200]
    )
