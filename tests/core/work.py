"""Jobs of the tests; workers in processes of their own find them by this module."""

import os
import time
from pathlib import Path

from cms.core.jobs import job


class BrokenError(Exception):
    pass


@job(attempts=3, backoff=30)
def broken(pk: int) -> None:
    raise BrokenError(f"arta@example.org has no {pk}")


@job(attempts=5)
def noted(pk: int) -> None:
    """Adds a line to the file of the environment; then takes its time."""
    with Path(os.environ["NOTES"]).open("a", encoding="ascii") as notes:
        notes.write(f"{pk}\n")
    time.sleep(float(os.environ.get("SECONDS", "0")))


@job(limit=1, attempts=1)
def endless(pk: int) -> None:
    time.sleep(60)


@job()
def quick(pk: int) -> None:
    pass
