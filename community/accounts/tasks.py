"""What accounts do outside of a request."""

from cms.core.jobs import job
from community.accounts import actions


@job(limit=3600)
def export_data(pk: int) -> None:
    actions.make_export(pk)


@job(attempts=5, limit=3600)
def erase_account(pk: int) -> None:
    actions.run_erasure(pk)
