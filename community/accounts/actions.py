"""Writes on accounts."""

from typing import Any

from community.accounts.models import User


def change_settings(user: User, values: dict[str, Any]) -> User:
    """Stores the member's own settings; raises ValidationError when they do not hold."""
    for name, value in values.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=list(values))
    return user
