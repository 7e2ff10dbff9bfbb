"""Writes on accounts."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from wagtail.users.models import UserProfile

from community.accounts.models import User
from community.accounts.permissions import can_enter_admin


@transaction.atomic
def change_settings(account: User, values: dict[str, Any]) -> User:
    """Store the person's own settings; raises ValidationError when they do not hold."""
    for name, value in values.items():
        setattr(account, name, value)
    account.full_clean(exclude=["password"])
    account.save(update_fields=list(values))
    keep_admin_in_step(account)
    return account


def keep_admin_in_step(account: User) -> None:
    """Let Wagtail's admin and its mails speak the language and zone of the account.

    Wagtail keeps both in a profile of its own, which only those get who may enter.
    """
    if can_enter_admin(account):
        UserProfile.get_for_user(account)
    UserProfile.objects.filter(user=account).update(
        preferred_language=account.language, current_time_zone=account.zone.key
    )


@transaction.atomic
def replace_addresses(account: User) -> None:
    """After an administrator gave the account another address: only that one counts.

    The former ones go, confirmed or not, so that no one is let in or sent a new
    password by them. The new one must be confirmed before it opens the account.
    """
    EmailAddress.objects.filter(user=account).exclude(email=account.email).delete()
    EmailAddress.objects.update_or_create(
        user=account, email=account.email, defaults={"primary": True}
    )
