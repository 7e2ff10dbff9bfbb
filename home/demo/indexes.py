"""The admin's indexes of a big load: built once for everything, not at each save."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend


@contextmanager
def tasks_put_aside() -> Iterator[None]:
    """What would be done later is not: a load knows its outcome already."""
    usual = task_backends["default"]
    task_backends["default"] = DummyBackend("default", {})
    try:
        yield
    finally:
        task_backends["default"] = usual


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Put tasks aside, which a load needs for indexes only; then index everything."""
    with tasks_put_aside():
        yield
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
