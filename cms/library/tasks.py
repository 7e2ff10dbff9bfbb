"""What the library does outside of a request."""

from cms.core.jobs import job
from cms.library import actions


@job(limit=180)
def read_work_file(pk: int) -> None:
    actions.read_file(pk)
