"""What accounts do outside of a request."""

from django_tasks import task_backends
from django_tasks.backends.immediate import ImmediateBackend

from cms.core.jobs import job
from community.accounts import actions
from community.accounts.models import ImportBatch


@job(limit=3600)
def export_data(pk: int) -> None:
    actions.make_export(pk)


@job(attempts=5, limit=3600)
def erase_account(pk: int) -> None:
    actions.run_erasure(pk)


@job()
def send_invitations(pk: int) -> None:
    """Send what waits of a batch, and leave what takes longer to the next run.

    Where jobs run inside of the request, the batch's page asks for the next run.
    """
    batch = ImportBatch.objects.filter(pk=pk).first()
    is_inline = isinstance(task_backends["default"], ImmediateBackend)
    seconds = 5.0 if is_inline else 60.0
    if batch and actions.send_invitations(batch, seconds) and not is_inline:
        send_invitations.later(pk)
