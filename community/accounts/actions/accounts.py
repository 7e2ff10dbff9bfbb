"""Writes on accounts."""

import ipaddress
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.utils import timezone
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


def note_session(account: User, *, key: str, network: str, user_agent: str) -> None:
    """List this session as in use now, with the browser and a coarse network.

    `network` is an address or network; of IPv4 the /24 is kept and of IPv6 the /64.
    """
    longest = UserSession._meta.get_field("user_agent").max_length
    UserSession.objects.update_or_create(
        session_key=key,
        defaults={
            "user": account,
            "ip": coarse(network),
            "user_agent": user_agent[:longest],
            "last_seen_at": timezone.now(),
        },
    )


def forget_dead_sessions() -> None:
    """Take off the list what has not been used for longer than a session lasts."""
    last = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 86_400)
    UserSession.objects.filter(last_seen_at__lt=last).delete()


def coarse(network: str) -> str:
    """The first address of the /24 or /64; 0.0.0.0 when there was no address."""
    if not network:
        return "0.0.0.0"  # noqa: S104 (not a place to listen at: nobody's address)
    address = ipaddress.ip_interface(network)
    prefix = 24 if address.version == 4 else 64
    whole = ipaddress.ip_network(f"{address.ip}/{prefix}", strict=False)
    return str(whole.network_address)


def end_sessions(account: User, *, keep: str = "", only: int | None = None) -> int:
    """Log the account out of its sessions, save the one with the key `keep`.

    With `only`, of that row of the list alone. Returns how many were ended.
    """
    sessions = UserSession.objects.filter(user=account).exclude(session_key=keep)
    if only is not None:
        sessions = sessions.filter(pk=only)
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    return ended
