"""What is computed from public content, kept in memory until the content changes.

`PerVersion` holds values that any change may alter; `kept` holds pieces of HTML under
the versions of the very rows that they show, so that a change costs only its own.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")

MOST_BYTES = 24 * 1024 * 1024  # of pieces of HTML, in each process
_OVERHEAD = 300  # bytes of an entry besides its text, roughly
_all: "list[PerVersion]" = []


class PerVersion(Generic[T]):
    """Values by name, computed once for each version of the content."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.version = -1
        self.values: dict[Hashable, T] = {}
        self.lock = Lock()
        _all.append(self)

    def get(self, version: int, name: Hashable, make: Callable[[], T]) -> T:
        """The value of this name; `make` must read what is committed at `version`."""
        with self.lock:
            if self.version != version or len(self.values) > self.most:
                self.values.clear()
                self.version = version
            elif name in self.values:
                return self.values[name]
        value = make()
        with self.lock:
            if self.version == version:
                self.values[name] = value
        return value


class Pieces:
    """HTML by name, the least used forgotten first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.texts: OrderedDict[Hashable, str] = OrderedDict()
        self.bytes = 0
        self.lock = Lock()

    def get(self, name: Hashable) -> str | None:
        with self.lock:
            text = self.texts.get(name)
            if text is not None:
                self.texts.move_to_end(name)
            return text

    def keep(self, name: Hashable, text: str) -> None:
        with self.lock:
            self.bytes += len(text) + _OVERHEAD
            before = self.texts.pop(name, None)
            if before is not None:
                self.bytes -= len(before) + _OVERHEAD
            self.texts[name] = text
            while self.bytes > self.most_bytes:
                _name, gone = self.texts.popitem(last=False)
                self.bytes -= len(gone) + _OVERHEAD


kept = Pieces(MOST_BYTES)


def forget() -> None:
    """For tests, in which versions come back."""
    for values in _all:
        values.version = -1
    kept.texts.clear()
    kept.bytes = 0


def part_of_name(value: Any) -> Hashable:
    """What tells this value apart in a name: of rows, their ids and versions."""
    if isinstance(value, tuple | list):
        return tuple(map(part_of_name, value))
    row_id = getattr(value, "row_id", None)
    return (row_id, value.version) if row_id is not None else value
