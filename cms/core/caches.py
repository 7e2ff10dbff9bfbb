"""The cache in Redis, which nobody has to wait for and nothing breaks with.

What is kept there can be made anew. While Redis is down there is nothing in the cache and
nothing stays in it; limits count in the database meanwhile (`cms.core.limits`).
"""

import logging
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

log = logging.getLogger(__name__)


class PatientClient(RedisCacheClient):
    """Answers like an empty cache when Redis does not answer."""

    def get(self, key: Any, default: Any) -> Any:
        return _or(default, super().get, key, default)

    def get_many(self, keys: Any) -> Any:
        return _or({}, super().get_many, keys)

    def has_key(self, key: Any) -> bool:
        return bool(_or(False, super().has_key, key))

    # As if it had been kept: whoever takes a lock by it must not wait for ever.
    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return bool(_or(True, super().add, key, value, timeout))

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        _or(None, super().set, key, value, timeout)

    def set_many(self, data: Any, timeout: Any) -> None:
        _or(None, super().set_many, data, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return bool(_or(False, super().touch, key, timeout))

    def delete(self, key: Any) -> bool:
        return bool(_or(False, super().delete, key))

    def delete_many(self, keys: Any) -> None:
        _or(None, super().delete_many, keys)


class PatientRedisCache(RedisCache):
    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = PatientClient


def _or(otherwise: Any, ask: Callable[..., Any], *values: Any) -> Any:
    try:
        return ask(*values)
    except redis.RedisError:
        log.warning("Redis does not answer; going on without the cache.")
        return otherwise
