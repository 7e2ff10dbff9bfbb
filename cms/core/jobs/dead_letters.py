"""Jobs that were given up: somebody looks at them, and tries again or discards them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus as Status
from django_tasks_db.models import DBTaskResult, get_date_max

DONE_KEPT = timedelta(days=14)
GIVEN_UP_KEPT = timedelta(days=90)


class NotGivenUpError(Exception):
    """The job is not among the dead letters, or not any more."""


@transaction.atomic
def try_again(pk: str) -> DBTaskResult:
    """Have it done from the first attempt on. Raises NotGivenUpError."""
    row = _given_up(pk)
    row.status, row.worker_ids = Status.READY, []
    row.run_after, row.finished_at = get_date_max(), None
    row.exception_class_path = row.traceback = ""
    row.save()
    return row


@transaction.atomic
def discard(pk: str) -> DBTaskResult:
    """Delete it; the row as it was. Raises NotGivenUpError."""
    row = _given_up(pk)
    DBTaskResult.objects.filter(pk=pk).delete()
    return row


def forget_old() -> int:
    """Delete what was done two weeks ago or given up three months ago; how many."""
    now = timezone.now()
    old = Q(status=Status.SUCCESSFUL, finished_at__lt=now - DONE_KEPT) | Q(
        status=Status.FAILED, finished_at__lt=now - GIVEN_UP_KEPT
    )
    number, _by_model = DBTaskResult.objects.filter(old).delete()
    return number


def _given_up(pk: str) -> DBTaskResult:
    found = DBTaskResult.objects.failed().select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotGivenUpError
    return found
