"""What of this app's tables is a person's own, and the register of all apps' rules.

Law: GDPR Articles 15, 17 and 20; Swiss FADP Articles 25, 28 and 32; Kosovo Law
No. 06/L-082 (to be confirmed by counsel).
"""

from collections.abc import Iterator, Mapping
from importlib import import_module

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule

from cms.core.personal_data import Rule
from community.accounts.models import User

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
}


def all_rules() -> dict[str, Rule]:
    """Every app's rules by model label. Raises ValueError when two apps rule one model."""
    found: dict[str, Rule] = {}
    for config in apps.get_app_configs():
        if not module_has_submodule(config.module, "personal_data"):
            continue
        rules = import_module(f"{config.name}.personal_data").RULES
        if twice := rules.keys() & found.keys():
            raise ValueError(f"Ruled by two apps: {', '.join(sorted(twice))}")
        found |= rules
    return found


def personal_models(rules: Mapping[str, Rule]) -> set[str]:
    """Labels of all models with rows about a person.

    The account, what points to it, and what points to something that is erased with it.
    A page type counts only for the columns of its own table.
    """
    found: set[type[models.Model]] = {User}
    waiting: list[type[models.Model]] = [User]
    while waiting:
        model = waiting.pop()
        rule = rules.get(model._meta.label)
        if model is User or (rule and rule.erasure == "erase"):
            fresh = set(_pointing_to(model)) - found
            found |= fresh
            waiting += fresh
    return {model._meta.label for model in found}


def _pointing_to(target: type[models.Model]) -> Iterator[type[models.Model]]:
    # Tables that Django makes for many-to-many fields hold nothing but the two numbers.
    for model in apps.get_models():
        own = [*model._meta.local_fields, *model._meta.local_many_to_many]
        if any(field.related_model is target for field in own):
            yield model
