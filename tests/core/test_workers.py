"""Workers and schedulers as processes: killed, doubled, told to end (G23)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.core.models import PeriodicRun, WorkerBeat
from tests.core import work

pytestmark = pytest.mark.django_db(transaction=True)
CHILD = """
import os, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["DATABASE_NAME"]
django.setup()
from django.core.management import call_command
call_command(*sys.argv[1:])
"""


@pytest.fixture
def start(tmp_path, settings) -> Iterator[Callable[..., subprocess.Popen]]:
    """Start a command of manage.py on the database of the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.JOBS = "database"
    begun: list[subprocess.Popen] = []

    def popen(*words: str, **more: str) -> subprocess.Popen:
        told = {
            "DATABASE_NAME": connection.settings_dict["NAME"],
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
            "JOBS": "database",
            "NOTES": str(tmp_path / "notes"),
            "STATEMENT_TIMEOUT": "0",
            **more,
        }
        command = [sys.executable, "-c", CHILD, *words]
        begun.append(
            subprocess.Popen(command, cwd=site.BASE_DIR, env=os.environ | told)
        )
        return begun[-1]

    yield popen
    for process in begun:
        process.kill()
        process.wait()


@pytest.fixture
def notes(tmp_path) -> Callable[[], list[str]]:
    def read() -> list[str]:
        file = Path(tmp_path / "notes")
        return file.read_text().split() if file.exists() else []

    return read


def eventually(is_so: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.05)


def test_a_killed_worker_loses_no_job_and_doubles_it_once(start, notes):
    work.noted.later(7)
    first = start("worker", SECONDS="60")
    eventually(lambda: notes() == ["7"])
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert DBTaskResult.objects.get().status == "RUNNING"

    # A minute of silence has passed.
    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    start("worker")
    eventually(lambda: DBTaskResult.objects.get().status == "SUCCESSFUL")

    assert notes() == ["7", "7"]
    assert len(DBTaskResult.objects.get().worker_ids) == 2


def test_a_job_that_kills_every_worker_is_begun_twice_at_most(start, notes):
    work.noted.later(7)
    for number in (1, 2):
        killed = start("worker", SECONDS="60")
        eventually(lambda number=number: len(notes()) == number)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(seconds=61))

    start("worker")
    eventually(lambda: DBTaskResult.objects.get().status == "FAILED")

    assert notes() == ["7", "7"]


def test_a_worker_told_to_end_finishes_its_job_and_leaves_no_sign(start, notes):
    work.noted.later(7)
    worker = start("worker", SECONDS="1")
    eventually(lambda: notes() == ["7"])

    worker.terminate()

    assert worker.wait(timeout=15) == 0
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
    assert not WorkerBeat.objects.exists()


def test_three_workers_do_each_job_once(start, notes):
    for number in range(30):
        work.noted.later(number)

    workers = [start("worker", "--batch") for _n in range(3)]
    for worker in workers:
        assert worker.wait(timeout=60) == 0

    assert sorted(map(int, notes())) == list(range(30))


def test_a_scheduler_works_while_the_other_waits_and_ends_when_told(start):
    first = start("scheduler")
    eventually(lambda: PeriodicRun.objects.count() > 5)
    once = start("scheduler", "--once")
    assert once.wait(timeout=30) == 0

    first.terminate()

    assert first.wait(timeout=15) == 0
