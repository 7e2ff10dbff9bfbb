"""Named reads of accounts and consents."""

from community.accounts.querysets.consents import ConsentQuerySet
from community.accounts.querysets.contacts import ContactQuerySet
from community.accounts.querysets.users import UserManager, UserQuerySet, live_sessions

__all__ = [
    "ConsentQuerySet",
    "ContactQuerySet",
    "UserManager",
    "UserQuerySet",
    "live_sessions",
]
