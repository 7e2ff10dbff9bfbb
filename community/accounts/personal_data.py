"""What of this app's tables is a person's own, and what becomes of it.

Law: GDPR Articles 15, 17 and 20; Swiss FADP Articles 25, 28 and 32; Kosovo Law
No. 06/L-082 (to be confirmed by counsel).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """`export`: fields handed out on request; `erasure`: 'erase', 'anonymise' or 'keep'.

    `reason` says why and how long something is kept; empty unless it is.
    """

    export: tuple[str, ...]
    erasure: str
    reason: str = ""


RULES: dict[str, Rule] = {
    "accounts.User": Rule(
        export=(
            "uuid",
            "email",
            "display_name",
            "interface_language",
            "reading_languages",
            "time_zone",
            "date_joined",
            "last_login",
        ),
        erasure="anonymise",
    ),
    "account.EmailAddress": Rule(
        export=("email", "verified", "primary"), erasure="erase"
    ),
    "account.EmailConfirmation": Rule(export=("created", "sent"), erasure="erase"),
    "wagtailusers.UserProfile": Rule(
        export=("preferred_language", "current_time_zone"), erasure="erase"
    ),
    "sessions.Session": Rule(export=(), erasure="erase"),
}
