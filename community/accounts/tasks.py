"""What accounts do outside of a request."""

from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend

from community.accounts import actions
from community.accounts.models import ImportBatch


@task()
def send_invitations(pk: int) -> None:
    """Send what waits of a batch, and leave what takes longer to the next run.

    Where tasks run inside of the request, the batch's page asks for the next run.
    """
    batch = ImportBatch.objects.filter(pk=pk).first()
    is_inline = isinstance(task_backends["default"], ImmediateBackend)
    seconds = 5.0 if is_inline else 60.0
    if batch and actions.send_invitations(batch, seconds) and not is_inline:
        send_invitations.enqueue(pk)
