"""Who may do what with accounts."""

from django.contrib.auth.models import AnonymousUser

from community.accounts.models import User


def can_change_settings(user: User | AnonymousUser, account: User) -> bool:
    """Only one's own settings, and only while the account is active."""
    return user.is_authenticated and user.is_active and user.pk == account.pk


def can_see_style_guide(user: User | AnonymousUser) -> bool:
    """Staff: whoever may enter the editors' admin."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")
