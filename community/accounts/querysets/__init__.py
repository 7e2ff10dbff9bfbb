"""Named reads of accounts and consents."""

from community.accounts.querysets.consents import ConsentQuerySet
from community.accounts.querysets.users import UserManager, UserQuerySet, live_sessions

__all__ = ["ConsentQuerySet", "UserManager", "UserQuerySet", "live_sessions"]
