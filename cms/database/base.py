"""Django asks the server at the beginning of each request whether the connection still
lives (`CONN_HEALTH_CHECKS`): a statement more, which tells nothing nearly always. A server
that ends a connection says so on it, or the system does in its place. So the connection is
looked at first, which costs a microsecond, and the server is asked only when there is
something to be read on it.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        if _is_silent(self.connection):
            return True
        usable: bool = super().is_usable()
        return usable


def _is_silent(connection: base.Database.Connection | None) -> bool:
    """Whether nothing has come since the last answer; False where one cannot look."""
    if connection is None or connection.closed or not hasattr(select, "poll"):
        return False
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return not watch.poll(0)
