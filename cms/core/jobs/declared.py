"""Declaring a job: how often it is tried, how long it may take, what it may be told."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.base import Task, TaskResult
from django_tasks_db import DatabaseBackend

# Codes, slugs, UUIDs, dates: nothing in which a name, an address or a sentence fits.
CODE = re.compile(r"[a-z0-9][a-z0-9_:.-]{0,63}")
LONGEST_WAIT = 6 * 3600  # seconds


class PersonalArgumentError(TypeError):
    """A job was told something that is not the number or code of a row.

    Arguments are kept with the job, in backups and in lists that staff read.
    """


@dataclass(frozen=True, kw_only=True)
class Rules:
    """`attempts`: how often a job is begun at most. `backoff`: seconds until the second
    one, doubled for each further one. `limit`: seconds that one may take."""

    attempts: int = 3
    backoff: int = 30
    limit: int = 900

    def wait_after(self, attempt: int) -> int:
        """Seconds between this attempt, counted from 1, and the next."""
        return min(self.backoff * 2 ** (attempt - 1), LONGEST_WAIT)


USUAL = Rules()


@dataclass(frozen=True, kw_only=True)
class Job(Task[..., None]):
    """A task with a second chance."""

    rules: Rules = USUAL

    def enqueue(self, *args: Any, **kwargs: Any) -> TaskResult[None]:
        """Have it done; raises PersonalArgumentError for anything but ids."""
        only_ids(*args, *kwargs.values())
        return Task.enqueue(self, *args, **kwargs)

    def later(self, *args: int | str | bool | None) -> None:
        """Have it done once the surrounding transaction is committed, and not if it
        is not.

        For a worker, the job is a row of that transaction: a crash right after the
        commit cannot lose it. Raises PersonalArgumentError for anything but ids.
        """
        only_ids(*args)
        if isinstance(self.get_backend(), DatabaseBackend):
            self.enqueue(*args)
        else:
            transaction.on_commit(partial(self.enqueue, *args))


def job(
    *, attempts: int = 3, backoff: int = 30, limit: int = 900
) -> Callable[[Callable[..., None]], Job]:
    """Make a function of a module a job: `@job(attempts=5)`; then `told.later(pk)`."""
    rules = Rules(attempts=attempts, backoff=backoff, limit=limit)
    return lambda function: Job(func=function, rules=rules)


def rules_of(task: Task[..., Any]) -> Rules:
    """The rules of any task; those of other packages have the usual ones."""
    return task.rules if isinstance(task, Job) else USUAL


def only_ids(*values: Any) -> None:
    """Raises PersonalArgumentError unless each is a number, a code or nothing."""
    for value in values:
        is_code = isinstance(value, str) and CODE.fullmatch(value)
        if not (is_code or value is None or isinstance(value, int)):
            raise PersonalArgumentError(
                f"Jobs are told ids, and this is of the type {type(value).__name__}."
            )
