"""A counter that every process of the site sees: it moves when public content changed.

Caches keep answers under its value. Without Redis it is eight bytes of a file that all
processes of the machine map into memory, so reading it costs nothing; with REDIS_URL it
is a key there, for several machines. It only ever says "something changed since": the
content's own version, which is written in the transaction, is in the database.
"""

import fcntl
import hashlib
import mmap
import os
import struct
from functools import cache
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

_FORMAT = struct.Struct("=Q")
_KEY = "content-version"


def announce(value: int, of: str = "") -> None:
    """Tell all processes, before the change is acknowledged, that content changed.

    `of` names a counter of its own, for what changes seldom and is kept in memory.
    """
    _counter(_name(of)).move()


def seen(of: str = "") -> int:
    """The counter now. Answers computed before it moved must not be given out again."""
    return _counter(_name(of)).value()


def _name(of: str) -> str:
    # One counter for each database: tests, benchmarks and the site do not share theirs.
    place = connection.settings_dict
    return _hash(f"{place['HOST']}:{place['PORT']}/{place['NAME']}") + of


@cache
def _hash(place: str) -> str:
    return hashlib.sha256(place.encode()).hexdigest()[:16]


@cache
def _counter(name: str) -> "_InRedis | _InFile":
    if settings.REDIS_URL:
        return _InRedis(f"{_KEY}-{name}")
    folder = Path(settings.VAR_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return _InFile(folder / f"{_KEY}-{name}")


class _InFile:
    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self.descriptor).st_size < _FORMAT.size:
            os.ftruncate(self.descriptor, _FORMAT.size)
        self.memory = mmap.mmap(self.descriptor, _FORMAT.size)

    def value(self) -> int:
        return int(_FORMAT.unpack_from(self.memory)[0])

    def move(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)
        try:
            _FORMAT.pack_into(self.memory, 0, self.value() + 1)
        finally:
            fcntl.flock(self.descriptor, fcntl.LOCK_UN)


class _InRedis:
    def __init__(self, key: str) -> None:
        self.key = key
        self.server = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1
        )

    def value(self) -> int:
        return int(self.server.get(self.key) or 0)  # type: ignore[arg-type]

    def move(self) -> None:
        self.server.incr(self.key)
