"""What accounts do outside of a request."""

from django_tasks import task

from community.accounts import actions


@task()
def export_data(pk: int) -> None:
    actions.make_export(pk)


@task()
def erase_account(pk: int) -> None:
    actions.run_erasure(pk)
