"""Named reads of accounts and consents."""

from community.accounts.querysets.audit import AuditQuerySet
from community.accounts.querysets.consents import ConsentQuerySet
from community.accounts.querysets.users import UserManager, UserQuerySet, live_sessions

__all__ = [
    "AuditQuerySet",
    "ConsentQuerySet",
    "UserManager",
    "UserQuerySet",
    "live_sessions",
]
