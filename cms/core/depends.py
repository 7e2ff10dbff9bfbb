"""What a text was made of, noted while it is rendered.

The read model keeps these tokens with each row, so that a change of the thing behind a
token ('page:<key>', 'image:5', 'document:7') finds every row that shows it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[set[str] | None] = ContextVar("noted", default=None)


def note(token: str) -> None:
    """Say that what is being rendered shows this thing; nobody may be listening."""
    found = _noted.get()
    if found is not None:
        found.add(token)


@contextmanager
def collected() -> Iterator[set[str]]:
    """The tokens that are noted inside the block."""
    found: set[str] = set()
    before = _noted.set(found)
    try:
        yield found
    finally:
        _noted.reset(before)
