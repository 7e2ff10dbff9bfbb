"""Every write of this app."""

from community.accounts.actions.accounts import (
    change_settings,
    end_sessions,
    forget_dead_sessions,
    keep_admin_in_step,
    note_session,
    replace_addresses,
)
from community.accounts.actions.audit import (
    Standing,
    forget_old_actions,
    note_deletion,
    note_standing,
    record_privileged,
    standing_of,
)
from community.accounts.actions.consents import (
    CannotAgreeError,
    NoSuchLinkError,
    TextHasChangedError,
    answer_mail,
    asked_by_mail,
    current_text,
    forget_unanswered,
    give_consent,
    load_consents,
    note_consent,
    withdraw_consent,
)

__all__ = [
    "CannotAgreeError",
    "NoSuchLinkError",
    "Standing",
    "TextHasChangedError",
    "answer_mail",
    "asked_by_mail",
    "change_settings",
    "current_text",
    "end_sessions",
    "forget_dead_sessions",
    "forget_old_actions",
    "forget_unanswered",
    "give_consent",
    "keep_admin_in_step",
    "load_consents",
    "note_consent",
    "note_deletion",
    "note_session",
    "note_standing",
    "record_privileged",
    "replace_addresses",
    "standing_of",
    "withdraw_consent",
]
