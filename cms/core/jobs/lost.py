"""Jobs whose worker died: django-tasks-db leaves them running for ever."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from cms.core.jobs import outcomes
from cms.core.jobs.declared import USUAL, Rules, rules_of
from cms.core.models import WorkerBeat

log = logging.getLogger(__name__)

BEAT = 10  # seconds between two signs of life of a worker
# A worker that has been silent for so long is dead: some signs of life may be late.
SILENCE = timedelta(seconds=60)


def beat(worker_id: str) -> None:
    """Say that this worker lives."""
    WorkerBeat.objects.update_or_create(
        worker_id=worker_id, defaults={"seen_at": timezone.now()}
    )


def leave(worker_id: str) -> None:
    """Say that this worker ends; what it still holds is free for others at once."""
    WorkerBeat.objects.filter(worker_id=worker_id).delete()


@transaction.atomic
def put_back_lost() -> int:
    """Free the jobs of dead workers; how many."""
    # Rows first: a worker gives its first sign before it takes its first job.
    rows = list(DBTaskResult.objects.running().select_for_update(skip_locked=True))
    since = timezone.now() - SILENCE
    WorkerBeat.objects.filter(seen_at__lt=since - timedelta(days=1)).delete()
    alive = set(
        WorkerBeat.objects.filter(seen_at__gte=since).values_list(
            "worker_id", flat=True
        )
    )
    lost = [row for row in rows if row.worker_ids[-1] not in alive]
    for row in lost:
        log.warning("Job %s %s: its worker died.", row.task_path, row.pk)
        outcomes.lose(row, _rules(row))
    return len(lost)


def _rules(row: DBTaskResult) -> Rules:
    try:
        return rules_of(import_string(row.task_path))
    except ImportError:
        return USUAL  # a job that this version does not know
