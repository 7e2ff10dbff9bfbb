"""The admin's indexes of a big load: built once for everything, not at each save."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Put tasks aside, which a load needs for indexes only; then index everything."""
    usual = task_backends["default"]
    task_backends["default"] = DummyBackend("default", {})
    try:
        yield
    finally:
        task_backends["default"] = usual
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
