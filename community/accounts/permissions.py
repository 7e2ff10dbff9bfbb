"""Who may do what with accounts."""

from django.contrib.auth.models import AnonymousUser

from community.accounts.models import User


def can_change_settings(user: User | AnonymousUser, account: User) -> bool:
    """Only one's own settings, and only while the account is active."""
    return user.is_authenticated and user.is_active and user.pk == account.pk


def can_enter_admin(user: User | AnonymousUser) -> bool:
    """Whoever is in a group that opens the editors' admin."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")
