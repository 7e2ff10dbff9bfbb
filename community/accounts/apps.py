from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "community.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default = True


class SessionListConfig(UserSessionsConfig):
    """allauth's table of sessions, filled by us: it would keep whole addresses."""

    def ready(self) -> None:
        """Connects none of allauth's signals."""


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's app for users and groups, with our screens for accounts."""

    user_viewset = "community.accounts.admin.AccountViewSet"
