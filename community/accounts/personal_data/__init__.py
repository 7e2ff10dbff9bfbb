"""What of this app's tables is a person's own, and the register of all apps' rules.

Law: GDPR Articles 15, 17 and 20; Swiss FADP Articles 25, 28 and 32; Kosovo Law
No. 06/L-082 (to be confirmed by counsel).
"""

from cms.core.personal_data import Activity, Rule
from community.accounts.personal_data.register import (
    Finder,
    all_activities,
    all_effects,
    all_finders,
    all_rules,
    personal_models,
)
from community.accounts.personal_data.rows import (
    blocks_set_by,
    naming_fields,
    owned_rows,
    ruled_models,
    sessions_of,
)

__all__ = [
    "ACTIVITIES",
    "FINDERS",
    "RULES",
    "all_activities",
    "all_effects",
    "all_finders",
    "all_rules",
    "naming_fields",
    "owned_rows",
    "personal_models",
    "ruled_models",
]

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
    # Proof of what was agreed to. It points to the emptied account, and goes with time.
    "accounts.ConsentRecord": Rule(
        ("text", "is_given", "channel", "language", "text_hash", "created_at"),
        "keep",
        "Proof of consent (GDPR Article 7(1)); deleted three years after it was written.",
    ),
    "accounts.Consent": Rule(("purpose", "is_given", "since"), "erase"),
    "accounts.ConsentAsked": Rule(("text", "email", "created_at"), "erase"),
    # Whose file it was; the organisation answers for its contacts.
    "accounts.ImportBatch": Rule(("file_name", "created_at"), "anonymise"),
    "accounts.InvitationCount": Rule(("month", "sent", "joined"), "erase"),
    # Answering for special rights (GDPR Articles 5(2) and 32).
    "accounts.PrivilegedAction": Rule(
        ("action", "target", "reason", "created_at"),
        "keep",
        "Shows who used special rights; deleted three years after it was written.",
    ),
    "account.EmailAddress": Rule(("email", "verified", "primary"), "erase"),
    "account.EmailConfirmation": Rule(("created", "sent"), "erase"),
    # Their secrets open the account; an export may pass through many hands.
    "mfa.Authenticator": Rule(("type", "created_at", "last_used_at"), "erase"),
    "socialaccount.SocialAccount": Rule(
        ("provider", "uid", "extra_data", "date_joined", "last_login"), "erase"
    ),
    # Never stored (SOCIALACCOUNT_STORE_TOKENS); the table is allauth's.
    "socialaccount.SocialToken": Rule((), "erase"),
    # The network is the /24 or /64 alone; the session's key would open it.
    "usersessions.UserSession": Rule(
        ("created_at", "last_seen_at", "ip", "user_agent"), "erase"
    ),
    "wagtailusers.UserProfile": Rule(
        ("preferred_language", "current_time_zone", "avatar"), "erase"
    ),
    # Holds the account's number inside its data, so no relation leads to it.
    "sessions.Session": Rule(export=(), erasure="erase"),
    # Of whoever set it: the other one is never told.
    "accounts.Block": Rule(("created_at",), "erase"),
    "accounts.DataRequest": Rule(
        ("kind", "state", "created_at", "due_at", "ended_at", "reason"),
        "keep",
        "Shows that a request was met, and in what time (GDPR Articles 5(2) and 12(3));"
        " deleted three years after it ended. Its file is deleted.",
    ),
    "accounts.InactivityNotice": Rule(("stage", "first_at"), "erase"),
}
FINDERS: dict[str, Finder] = {
    "sessions.Session": sessions_of,
    "accounts.Block": blocks_set_by,
}
EFFECTS = (
    "community.accounts.actions.forget_blocks",
    "community.accounts.actions.forget_contacts_of",
)
ACTIVITIES = (
    Activity(
        name="Accounts and logging in",
        purpose="People have an account, log in safely, and see where they are logged in.",
        basis="Performance of the contract with the member (GDPR Article 6(1)(b)); safety of the"
        " accounts (Article 6(1)(f)).",
        people="Members, editors, administrators.",
        recipients="Nobody.",
        retention="Until the account is erased: by the member, or after two years without a"
        " login and two mails about it. A session lasts two weeks.",
    ),
    Activity(
        name="Ledger of consents",
        purpose="Asking for consent for one thing at a time, and showing later what was agreed"
        " to, in which words and when.",
        basis="Legal obligation to prove consent (GDPR Articles 6(1)(c) and 7(1)).",
        people="Members.",
        recipients="The member; a supervisory authority that asks.",
        retention="As long as the account; records of erased accounts for three years.",
        models=(
            "accounts.Consent",
            "accounts.ConsentAsked",
            "accounts.ConsentRecord",
        ),
    ),
    Activity(
        name="Requests about personal data",
        purpose="Handing out copies, erasing accounts, and showing that it was done in time.",
        basis="Legal obligation (GDPR Articles 5(2), 6(1)(c), 12, 15, 17 and 20; Swiss FADP"
        " Articles 25, 28 and 32).",
        people="Members.",
        recipients="The member.",
        retention="The file of a copy for three days at most; that it was asked for, three"
        " years. Keyed hashes of erased accounts without limit: they erase them again after"
        " a restore.",
        models=("accounts.DataRequest", "accounts.InactivityNotice"),
    ),
    Activity(
        name="Log of privileged actions",
        purpose="Answering for what people with special rights do with accounts and data.",
        basis="Legal obligation and safety of the data (GDPR Articles 5(2), 6(1)(f) and 32).",
        people="Administrators and staff; the members whom an action was about.",
        recipients="Administrators.",
        retention="Three years.",
        models=("accounts.PrivilegedAction",),
    ),
)
