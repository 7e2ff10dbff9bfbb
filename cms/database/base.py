"""Django's engine for PostgreSQL, in three things faster.

Django asks the server at the beginning of each request whether the connection still
lives (`CONN_HEALTH_CHECKS`): a statement more, which tells nothing nearly always. A server
that ends a connection says so on it, or the system does in its place. So the connection is
looked at first, which costs a microsecond, and the server is asked only when there is
something to be read on it.

Statements that many requests send can be prepared (`cms.database.prepared`): to
understand and plan one takes PostgreSQL longer than to answer it.

Moments are read by Python's own reader of ISO dates, which is written in C.
"""

import select
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db.backends.postgresql import base, psycopg_any
from django.utils.asyncio import async_unsafe
from psycopg.adapt import AdaptersMap
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus

# No name of a cursor that Django makes begins so.
_PREPARED = "prepared"


class PreparedCursor(base.ServerBindingCursor):
    """Values travel beside the statement, which the server keeps for this connection."""

    def execute(self, query: Any, params: Any = None) -> Any:
        try:
            return super().execute(query, params, prepare=True)
        except FeatureNotSupported:
            # A migration gave a column another type, and what was prepared answers with
            # the old one. In a transaction this is too late.
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            return super().execute(query, params, prepare=False)


class _Operations(base.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        """For logs and tests; what was prepared does not hold its values."""
        if isinstance(cursor, PreparedCursor):
            return self.compose_sql(sql, params)
        return super().last_executed_query(cursor, sql, params)


class _Moments(psycopg_any.BaseTzLoader):
    timezone = UTC

    def load(self, data: Any) -> datetime:
        try:
            found = datetime.fromisoformat(bytes(data).decode())
        except ValueError:  # (before our era, say: psycopg knows what to answer)
            known: datetime = super().load(data)
            return known
        return found if found.tzinfo is UTC else super().load(data)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = _Operations

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if self.timezone is UTC:
            params["context"] = _reading_moments(params["context"])
        return params

    def is_usable(self) -> bool:
        if _is_silent(self.connection):
            return True
        usable: bool = super().is_usable()
        return usable

    @async_unsafe
    def prepared_cursor(self) -> Any:
        """As `cursor`, for statements whose text is always the same."""
        return self._cursor(name=_PREPARED)

    @async_unsafe
    def create_cursor(self, name: str | None = None) -> Any:
        if name != _PREPARED:
            return super().create_cursor(name)
        return PreparedCursor(self.connection)


@cache
def _reading_moments(template: AdaptersMap) -> AdaptersMap:
    adapters = AdaptersMap(template)
    adapters.register_loader("timestamptz", _Moments)
    return adapters


def _is_silent(connection: base.Database.Connection | None) -> bool:
    """Whether nothing has come since the last answer; False where one cannot look."""
    if connection is None or connection.closed or not hasattr(select, "poll"):
        return False
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return not watch.poll(0)
