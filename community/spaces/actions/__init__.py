"""Every write of the spaces."""

from community.spaces.actions.feeds import issue_feed_token, revoke_feed_token
from community.spaces.actions.forgetting import forget_member
from community.spaces.actions.founding import space_changed
from community.spaces.actions.holidays import (
    Holiday,
    Imported,
    import_holidays,
    known_holidays,
)
from community.spaces.actions.roles import give_role, take_role

__all__ = [
    "Holiday",
    "Imported",
    "forget_member",
    "give_role",
    "import_holidays",
    "issue_feed_token",
    "known_holidays",
    "revoke_feed_token",
    "space_changed",
    "take_role",
]
