"""What the library does outside of a request."""

from django_tasks import task

from cms.library import actions


@task()
def read_work_file(pk: int) -> None:
    actions.read_file(pk)
