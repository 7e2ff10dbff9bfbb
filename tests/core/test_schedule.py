"""Periodic jobs: when they are due, by one runner, whatever one of them does."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from cms.core.jobs.periodic import Periodic, Scheduler, only_one
from cms.core.models import PeriodicRun
from cms.schedule import PERIODIC

pytestmark = pytest.mark.django_db
# A Monday; noon in Kosovo, which is two hours ahead of UTC in May.
NOON = datetime(2026, 5, 4, 10, tzinfo=UTC)


class Diary:
    """Scheduler with two jobs that note when they were done."""

    def __init__(self):
        self.done: list[tuple[str, str]] = []
        jobs = [
            Periodic(name="often", call=self.note("often"), every=timedelta(minutes=5)),
            Periodic(name="daily", call=self.note("daily"), daily_at=time(7)),
        ]
        self.scheduler = Scheduler(jobs, threading.Event())

    def note(self, name):
        return lambda: self.done.append((name, f"{timezone.now():%d %H:%M}"))

    def run_at(self, moment) -> list[tuple[str, str]]:
        self.done.clear()
        with time_machine.travel(moment, tick=False):
            assert self.scheduler.once()
        return list(self.done)


def test_jobs_are_done_when_they_are_due():
    diary = Diary()

    assert diary.run_at(NOON) == [], "new ones wait for their time"
    assert diary.run_at(NOON + timedelta(minutes=4)) == []
    assert diary.run_at(NOON + timedelta(minutes=5)) == [("often", "04 10:05")]
    assert diary.run_at(NOON + timedelta(minutes=6)) == []
    # Seven in Kosovo.
    assert ("daily", "05 05:00") in diary.run_at(datetime(2026, 5, 5, 5, tzinfo=UTC))
    assert diary.run_at(datetime(2026, 5, 5, 5, 1, tzinfo=UTC)) == []


def test_missed_runs_are_caught_up_once():
    diary = Diary()
    diary.run_at(NOON)

    week_later = NOON + timedelta(days=7)

    assert [name for name, _when in diary.run_at(week_later)] == ["often", "daily"]
    assert diary.run_at(week_later + timedelta(minutes=1)) == []


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(datetime(2026, 1, 5, tzinfo=UTC), 6), (datetime(2026, 7, 6, tzinfo=UTC), 5)],
)
def test_daily_means_kosovos_clock_in_summer_and_winter(day, utc_hour):
    diary = Diary()
    diary.run_at(day)

    before = diary.run_at(day.replace(hour=utc_hour - 1, minute=59))
    after = diary.run_at(day.replace(hour=utc_hour))

    assert [name for name, _when in before] == ["often"]
    assert "daily" in [name for name, _when in after]


def test_a_job_that_fails_stops_no_other_and_keeps_no_words(caplog):
    done = []

    def fail():
        raise ValueError("arta@example.org")

    jobs = [
        Periodic(name="bad", call=fail, every=timedelta(minutes=1)),
        Periodic(name="good", call=lambda: done.append(1), every=timedelta(minutes=1)),
    ]
    scheduler = Scheduler(jobs, threading.Event())
    with time_machine.travel(NOON, tick=False) as clock:
        scheduler.once()
        clock.shift(60)
        scheduler.once()

    assert done == [1]
    run = PeriodicRun.objects.get(name="bad")
    assert (run.is_ok, run.error) == (False, "builtins.ValueError")
    assert "arta@" not in caplog.text


def test_a_daily_job_that_failed_is_tried_again_after_an_hour():
    tries = []

    def fail():
        tries.append(1)
        raise ValueError

    scheduler = Scheduler(
        [Periodic(name="bad", call=fail, daily_at=time(7))], threading.Event()
    )
    with time_machine.travel(NOON, tick=False) as clock:
        scheduler.once()
        clock.shift(timedelta(days=1))
        for _minutes in (0, 30, 30):
            clock.shift(timedelta(minutes=_minutes))
            scheduler.once()

    assert len(tries) == 2


def test_one_runner_at_a_time():
    diary = Diary()
    with only_one() as held:
        assert held is not None
        assert diary.scheduler.once() is False

    assert diary.scheduler.once() is True


def test_who_is_told_to_end_begins_nothing_more():
    ended = threading.Event()
    jobs = [
        Periodic(name="one", call=ended.set, every=timedelta(minutes=1)),
        Periodic(name="two", call=lambda: 1 / 0, every=timedelta(minutes=1)),
    ]
    scheduler = Scheduler(jobs, ended)
    with time_machine.travel(NOON, tick=False) as clock:
        scheduler.once()
        clock.shift(60)
        scheduler.once()

    assert PeriodicRun.objects.get(name="two").started_at == NOON


def test_every_periodic_job_of_the_site_works(cms_tree):
    for one in PERIODIC:
        one.call()

    assert len({one.name for one in PERIODIC}) == len(PERIODIC)


def test_a_periodic_job_needs_one_kind_of_time():
    for times in ({}, {"every": timedelta(1), "daily_at": time(7)}):
        with pytest.raises(ValueError, match="either"):
            Periodic(name="x", call=print, **times)
