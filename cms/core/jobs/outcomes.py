"""What becomes of a job that was begun: done, to be tried again, or given up.

The number of attempts is that of the worker ids, of which each attempt adds one. A worker
that was taken for dead and comes back changes nothing: the row is not its own any more.
"""

from collections.abc import Iterator
from datetime import timedelta
from types import TracebackType
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult, get_date_max

from cms.core.jobs.declared import Rules

MOST_PLACES = 40


class WorkerDiedError(Exception):
    """The process that did the job is gone."""


class TookTooLongError(Exception):
    """The job was stopped after the seconds it may take."""


def finish(row: DBTaskResult) -> None:
    _own(row).update(
        status=Status.SUCCESSFUL,
        finished_at=timezone.now(),
        exception_class_path="",
        traceback="",
    )


def fail(row: DBTaskResult, error: BaseException, rules: Rules) -> None:
    """Put it back to be tried again later, or among the dead letters."""
    attempt = attempts_of(row)
    told = {"exception_class_path": name_of(type(error)), "traceback": places(error)}
    if attempt < rules.attempts:
        after = timezone.now() + timedelta(seconds=rules.wait_after(attempt))
        _own(row).update(status=Status.READY, run_after=after, **told)
    else:
        _give_up(row, told)


def give_back(row: DBTaskResult) -> None:
    """The worker is told to leave: somebody else begins anew, as if it had not."""
    _own(row).update(
        status=Status.READY,
        run_after=get_date_max(),
        worker_ids=row.worker_ids[:-1],
    )


def lose(row: DBTaskResult, rules: Rules) -> None:
    """The worker died. A job that this happens to twice running may be the reason."""
    died = name_of(WorkerDiedError)
    told = {"exception_class_path": died, "traceback": ""}
    again = row.exception_class_path != died and attempts_of(row) < rules.attempts
    if again:
        _own(row).update(status=Status.READY, run_after=get_date_max(), **told)
    else:
        _give_up(row, told)


def attempts_of(row: DBTaskResult) -> int:
    return len(row.worker_ids)


def _give_up(row: DBTaskResult, told: dict[str, Any]) -> None:
    _own(row).update(status=Status.FAILED, finished_at=timezone.now(), **told)


def _own(row: DBTaskResult) -> "QuerySet[DBTaskResult]":
    return DBTaskResult.objects.filter(
        pk=row.pk, status=Status.RUNNING, worker_ids=row.worker_ids
    )


def name_of(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def places(error: BaseException) -> str:
    """Where it happened, a line for each place, without any word of the message.

    Messages of errors repeat values: an address that is taken, a name that is too long.
    """
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(lines) < MOST_PLACES:
        lines += [name_of(type(seen)), *_lines(seen.__traceback__)]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines[:MOST_PLACES])


def _lines(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        frame = trace.tb_frame
        module = frame.f_globals.get("__name__", "?")
        yield f"  {module}:{trace.tb_lineno} {frame.f_code.co_name}"
        trace = trace.tb_next
