"""Who may do what with accounts."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from community.accounts.models import User


def can_change_settings(user: User | AnonymousUser, account: User) -> bool:
    """Only one's own settings, and only while the account is active."""
    return user.is_authenticated and user.is_active and user.pk == account.pk


def can_enter_admin(user: User | AnonymousUser) -> bool:
    """Whoever is in a group that opens the editors' admin."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")


def can_read_audit_log(user: User | AnonymousUser) -> bool:
    """Who has all rights; whoever else is watched by it must not read it."""
    return user.is_active and user.is_superuser


def lacks_second_factor(user: User | AnonymousUser) -> bool:
    """Whoever may enter the admin and has neither a passkey nor an authenticator app."""
    if not can_enter_admin(user):
        return False
    codes = Authenticator.Type.RECOVERY_CODES
    return (
        not Authenticator.objects.filter(user_id=user.pk).exclude(type=codes).exists()
    )


def must_set_up_second_factor(user: User | AnonymousUser) -> bool:
    """Before the admin opens, where the site asks that of its editors."""
    return bool(settings.REQUIRE_MFA_FOR_STAFF) and lacks_second_factor(user)


def can_import_contacts(user: User | AnonymousUser) -> bool:
    """Staff who bring contacts in, invite them and see the numbers."""
    return user.is_active and user.has_perm("accounts.import_contacts")


def can_invite(user: User | AnonymousUser) -> bool:
    """Every member with an active account."""
    return user.is_authenticated and user.is_active
