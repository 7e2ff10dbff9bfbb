"""Named reads of accounts and consents."""

from community.accounts.querysets.audit import AuditQuerySet
from community.accounts.querysets.blocks import BlockQuerySet
from community.accounts.querysets.consents import ConsentQuerySet
from community.accounts.querysets.contacts import ContactQuerySet
from community.accounts.querysets.data_requests import DataRequestQuerySet
from community.accounts.querysets.users import UserManager, UserQuerySet, live_sessions

__all__ = [
    "AuditQuerySet",
    "BlockQuerySet",
    "ConsentQuerySet",
    "ContactQuerySet",
    "DataRequestQuerySet",
    "UserManager",
    "UserQuerySet",
    "live_sessions",
]
