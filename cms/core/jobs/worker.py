"""The process that does the jobs.

django-tasks-db's own worker marks what fails as failed and that is all; this one tries
again, stops what takes too long, gives signs of life, and frees jobs of dead workers.
"""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks.base import TaskContext
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from cms.core.jobs import outcomes
from cms.core.jobs.declared import Rules, rules_of
from cms.core.jobs.lost import BEAT, beat, leave, put_back_lost

log = logging.getLogger(__name__)


class Worker(db_worker.Worker):
    """Does jobs of all queues, one after another, until it is told to end."""

    def __init__(self, *, interval: float = 1, batch: bool = False) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )

    def run(self) -> None:
        beat(self.worker_id)
        ended = threading.Event()
        watch = threading.Thread(target=self._watch, args=(ended,), daemon=True)
        watch.start()
        try:
            super().run()
        finally:
            ended.set()
            watch.join(BEAT)
            with suppress(DatabaseError):
                leave(self.worker_id)

    def _watch(self, ended: threading.Event) -> None:
        """Signs of life, beside the work; and a look whether others still give theirs."""
        while not ended.is_set():
            try:
                close_old_connections()
                put_back_lost()
                ended.wait(BEAT)
                if not ended.is_set():
                    beat(self.worker_id)
            except DatabaseError as error:
                log.warning("No sign of life: %s", type(error).__name__)
                ended.wait(1)
        connection.close()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        row = db_task_result
        self.running_task = True
        try:
            _do(row)
        except (KeyboardInterrupt, SystemExit):
            # Told to end for the second time.
            outcomes.give_back(row)
            raise
        finally:
            self.running_task = False
            self._run_tasks += 1


def _do(row: DBTaskResult) -> None:
    """One attempt, with its outcome noted."""
    rules = Rules(attempts=1)  # for a job that cannot even be found
    try:
        task: Any = row.task  # of django-tasks on Django 5.2
        rules = rules_of(task)
        with stopped_after(rules.limit):
            _call(row, task)
    except Exception as error:
        log.error(
            "Job %s %s failed:\n%s", row.task_path, row.pk, outcomes.places(error)
        )
        outcomes.fail(row, error, rules)
    else:
        outcomes.finish(row)


def _call(row: DBTaskResult, task: Any) -> None:
    told = row.args_kwargs
    result: Any = row.task_result
    context = [TaskContext(task_result=result)] if task.takes_context else []
    task.call(*context, *told["args"], **told["kwargs"])


@contextmanager
def stopped_after(seconds: int) -> Iterator[None]:
    """Raises TookTooLongError inside the block; only where there is an alarm (not on
    Windows) and in the process's first thread."""
    first = threading.current_thread() is threading.main_thread()
    if not (first and hasattr(signal, "setitimer")):
        yield
        return
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_long(*_told: object) -> None:
    raise outcomes.TookTooLongError
