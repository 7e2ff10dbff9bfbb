"""Whose a secret address is: one statement and no more columns than the answer needs.

Calendars ask every hour, and mostly have what there is: as much as that answer cost was
making a whole member and a whole space.
"""

from django.db import connection, models

from community.accounts.models import User
from community.spaces.models import FeedToken, Space
from community.spaces.querysets import digest_of


def _columns(model: type[models.Model], *names: str) -> list[str]:
    """In the order of the fields, in which `from_db` takes their values."""
    return [one.attname for one in model._meta.concrete_fields if one.attname in names]


_TOKEN = _columns(FeedToken, "id", "user_id", "space_id", "last_used_on")
_USER = _columns(User, "id", "is_active", "is_superuser")
_SPACE = _columns(Space, "id", "name_sq", "name_en", "name_de")
# (still valid: as `FeedTokenQuerySet.valid`)
_CALLED = f"""
    SELECT {", ".join(f"t.{name}" for name in _TOKEN)},
        {", ".join(f"u.{name}" for name in _USER)},
        {", ".join(f"s.{name}" for name in _SPACE)}
    FROM spaces_feedtoken AS t
    JOIN accounts_user AS u ON u.id = t.user_id
    LEFT JOIN spaces_space AS s ON s.id = t.space_id
    WHERE t.digest = %s AND t.revoked_at IS NULL AND u.is_active
"""  # noqa: S608 (names of columns, all of them from above)


def token_called(secret: str) -> FeedToken | None:
    """The one whose secret this is, if it still opens anything; with its member and its
    space where it is of one. Other columns are read when somebody asks for them."""
    with connection.cursor() as cursor:
        cursor.execute(_CALLED, [digest_of(secret)])
        row = cursor.fetchone()
    if row is None:
        return None
    own, member = len(_TOKEN), len(_TOKEN) + len(_USER)
    token = FeedToken.from_db(connection.alias, _TOKEN, row[:own])
    if token.space_id is not None:
        token.user = User.from_db(connection.alias, _USER, row[own:member])
        token.space = Space.from_db(connection.alias, _SPACE, row[member:])
    return token
