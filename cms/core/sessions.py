"""Sessions in the database, read by a statement written by hand: each request of a member
reads one, and the ORM's compiler took longer for it than PostgreSQL."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from cms.database.prepared import fetched

_READ = """
    SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s
"""


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        """What is in the session; {} for one that is unknown or over, which loses its
        key then, as in Django's own."""
        rows = fetched(_READ, (self.session_key, timezone.now()))
        if not rows:
            self._session_key = None
            return {}
        found: dict[str, Any] = self.decode(rows[0][0])
        return found
