"""Jobs are done, tried again and given up; their arguments and errors name nobody."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from cms.core.jobs import PersonalArgumentError, dead_letters, lost, outcomes
from cms.core.jobs.worker import _do
from cms.core.models import WorkerBeat
from tests.core import work

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture
def queue(settings):
    """Jobs become rows, as on a site with workers."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.JOBS = "database"
    assert isinstance(task_backends["default"], DatabaseBackend)


def attempt(worker: str = "w") -> DBTaskResult:
    """One attempt of the one job there is, by a worker."""
    row = DBTaskResult.objects.get()
    row.claim(worker)
    _do(row)
    return DBTaskResult.objects.get()


@pytest.mark.parametrize(
    "value",
    [7, "mjek-2", "0039612b-ed6d-4214-9750-339fcc0eec0a", "2026-05-04", None, True],
)
def test_ids_may_be_told(queue, value):
    work.quick.later(value)

    assert DBTaskResult.objects.get().args_kwargs["args"] == [value]


@pytest.mark.parametrize(
    "value",
    ["arta@example.org", "Arta Krasniqi", "Arta", "", "x" * 65, 1.5, ["a"], {"a": 1}],
)
def test_anything_that_may_name_a_person_is_refused(queue, value):
    for tell in (work.quick.later, work.quick.enqueue):
        with pytest.raises(PersonalArgumentError):
            tell(value)

    assert not DBTaskResult.objects.exists()


def test_a_job_of_a_transaction_that_failed_is_never_done(queue):
    with transaction.atomic():
        work.quick.later(1)
        assert DBTaskResult.objects.exists()
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()


def test_without_workers_it_is_done_after_the_commit(
    tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    notes = tmp_path / "notes"
    monkeypatch.setenv("NOTES", str(notes))

    with django_capture_on_commit_callbacks(execute=True):
        work.noted.later(5)
        assert not notes.exists()

    assert notes.read_text() == "5\n"


def test_what_succeeds_is_done(queue):
    work.quick.later(1)

    row = attempt()

    assert (row.status, row.return_value, len(row.worker_ids)) == (
        "SUCCESSFUL",
        None,
        1,
    )


def test_what_fails_is_tried_again_ever_later_and_then_given_up(queue):
    work.broken.later(4)
    with time_machine.travel(NOON, tick=False) as clock:
        first = attempt()
        clock.shift(30)
        second = attempt()
        clock.shift(60)
        third = attempt()

    assert [row.status for row in (first, second, third)] == [
        "READY",
        "READY",
        "FAILED",
    ]
    assert first.run_after == NOON + timedelta(seconds=30)
    assert second.run_after == NOON + timedelta(seconds=90)
    assert not DBTaskResult.objects.ready().exists()


def test_an_error_is_kept_without_its_words(queue, caplog):
    work.broken.later(4)

    row = attempt()

    assert row.exception_class_path == "tests.core.work.BrokenError"
    assert "tests.core.work:" in row.traceback
    assert "broken" in row.traceback
    assert "arta@" not in row.traceback
    assert "failed" in caplog.text
    assert "arta@" not in caplog.text


def test_what_takes_too_long_is_stopped(queue):
    work.endless.later(1)

    row = attempt()

    assert row.status == "FAILED"
    assert row.exception_class_path.endswith("TookTooLongError")


def test_a_job_that_this_version_does_not_know_is_given_up_at_once(queue):
    work.quick.later(1)
    DBTaskResult.objects.update(task_path="tests.core.work.gone")

    assert attempt().status == "FAILED"


def test_the_job_of_a_dead_worker_goes_back_and_that_of_a_living_one_does_not(queue):
    work.noted.later(1)
    row = DBTaskResult.objects.get()
    lost.beat("w")
    row.claim("w")
    assert lost.put_back_lost() == 0

    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(seconds=61))

    assert lost.put_back_lost() == 1
    row.refresh_from_db()
    assert (row.status, row.worker_ids) == ("READY", ["w"])


def test_a_job_that_two_workers_died_of_is_given_up(queue):
    work.noted.later(1)
    row = DBTaskResult.objects.get()
    for worker in ("one", "two"):
        row.claim(worker)
        lost.put_back_lost()
        row.refresh_from_db()

    assert row.status == "FAILED"
    assert row.exception_class_path.endswith("WorkerDiedError")


def test_a_worker_that_was_taken_for_dead_changes_nothing_any_more(queue):
    work.quick.later(1)
    late = DBTaskResult.objects.get()
    late.claim("late")
    lost.put_back_lost()
    DBTaskResult.objects.get().claim("other")

    outcomes.finish(late)

    assert DBTaskResult.objects.get().status == "RUNNING"


def test_who_is_told_to_end_gives_the_job_back_uncounted(queue):
    work.quick.later(1)
    row = DBTaskResult.objects.get()
    row.claim("w")

    outcomes.give_back(row)

    row.refresh_from_db()
    assert (row.status, row.worker_ids) == ("READY", [])


def given_up() -> DBTaskResult:
    work.endless.later(1)
    row = DBTaskResult.objects.get()
    row.claim("w")
    outcomes.fail(row, work.BrokenError(), work.endless.rules)
    return DBTaskResult.objects.failed().get()


def test_try_again_begins_with_the_first_attempt(queue):
    row = given_up()

    dead_letters.try_again(str(row.pk))

    row = DBTaskResult.objects.ready().get()
    assert (row.worker_ids, row.traceback, row.finished_at) == ([], "", None)
    with pytest.raises(dead_letters.NotGivenUpError):
        dead_letters.try_again(str(row.pk))


def test_discard_deletes_what_was_given_up_alone(queue):
    row = given_up()
    work.quick.later(2)
    waiting = DBTaskResult.objects.ready().get()

    dead_letters.discard(str(row.pk))

    assert DBTaskResult.objects.get() == waiting
    with pytest.raises(dead_letters.NotGivenUpError):
        dead_letters.discard(str(waiting.pk))


def test_old_jobs_are_forgotten(queue):
    with time_machine.travel(NOON, tick=False) as clock:
        work.quick.later(1)
        attempt()
        clock.shift(timedelta(days=13))
        assert dead_letters.forget_old() == 0
        clock.shift(timedelta(days=2))
        assert dead_letters.forget_old() == 1
        given_up()
        clock.shift(timedelta(days=89))
        assert dead_letters.forget_old() == 0
        clock.shift(timedelta(days=2))
        assert dead_letters.forget_old() == 1


def test_a_worker_refuses_where_jobs_are_done_at_once():
    with pytest.raises(CommandError, match="JOBS=database"):
        call_command("worker", batch=True)
