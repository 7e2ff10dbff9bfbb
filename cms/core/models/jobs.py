"""Who does the work outside of requests, and when periodic work was last done."""

from django.db import models


class WorkerBeat(models.Model):
    """A worker process that lives: it renews `seen_at` every few seconds."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker_id


class PeriodicRun(models.Model):
    """The last run of a periodic job; `is_ok` is empty while it runs."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_ok = models.BooleanField(null=True)
    # The class of the error alone: its words may name people.
    error = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
