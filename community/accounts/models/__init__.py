"""Accounts, and what their people have agreed to."""

from community.accounts.models.audit import PrivilegedAction
from community.accounts.models.blocks import Block
from community.accounts.models.consents import (
    Consent,
    ConsentAsked,
    ConsentPurpose,
    ConsentRecord,
    ConsentText,
)
from community.accounts.models.contacts import ImportBatch, ImportedContact
from community.accounts.models.data_requests import (
    DataRequest,
    InactivityNotice,
    Tombstone,
)
from community.accounts.models.invitations import (
    InvitationCount,
    InvitedAddress,
    LeftAlone,
)
from community.accounts.models.users import (
    User,
    default_reading_languages,
    tidy_name,
    time_zones,
    validate_display_name,
    validate_time_zone,
)

__all__ = [
    "Block",
    "Consent",
    "ConsentAsked",
    "ConsentPurpose",
    "ConsentRecord",
    "ConsentText",
    "DataRequest",
    "ImportBatch",
    "ImportedContact",
    "InactivityNotice",
    "InvitationCount",
    "InvitedAddress",
    "LeftAlone",
    "PrivilegedAction",
    "Tombstone",
    "User",
    "default_reading_languages",
    "tidy_name",
    "time_zones",
    "validate_display_name",
    "validate_time_zone",
]
