"""How allauth creates our accounts, and how it writes to people."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import translate_url
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.core.languages import current
from cms.core.limits import client_network
from community.accounts.actions import (
    INVITED_BY,
    credit_inviter,
    end_sessions,
    forget_dead_sessions,
    keep_admin_in_step,
    note_session,
)
from community.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail; mail in the language of the person who receives it."""

    # allauth has no Albanian, so whatever it says here is said in our own words.
    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("Your account has this address already."),
        "email_password_mismatch": _(
            "The e-mail address or the password is not right."
        ),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _(
            "This is not the code, or it is too old. Please try again."
        ),
        "invalid_password_reset": _("This link is too old or has already been used."),
        "max_email_addresses": _("An account can have %d addresses at most."),
        "rate_limited": _("Too many attempts. Please wait a little."),
        "too_many_login_attempts": _(
            "Too many attempts to log in. Please wait a few minutes."
        ),
    }

    def save_user(
        self, request: HttpRequest, user: User, form, commit: bool = True
    ) -> User:
        user.display_name = form.cleaned_data["display_name"]
        user.interface_language = current()
        return super().save_user(request, user, form, commit)

    def login(self, request: HttpRequest, user: User) -> None:
        inviter = request.session.pop(INVITED_BY, None)
        is_first = user.last_login is None
        super().login(request, user)
        if inviter and is_first and inviter != user.pk:
            credit_inviter(inviter)
        keep_admin_in_step(user)
        forget_dead_sessions()
        # At once: who logs in and then does nothing shows up in the list, too.
        note_session(
            user,
            key=request.session.session_key,
            network=client_network(request),
            user_agent=request.headers.get("User-Agent", ""),
        )

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Refuses the login address of another account, which may be unconfirmed yet."""
        others = User.objects.exclude(pk=email_address.user_id)
        if others.filter(email=email_address.email).exists():
            template = "account/messages/email_confirmation_failed.txt"
            context = {"email": email_address.email}
            self.add_message(request, messages.ERROR, template, context)
            return False
        return super().confirm_email(request, email_address)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """allauth calls this for every change that touches who may come in."""
        if template_prefix == "account/email/email_changed":
            # Another main address is another key to the account (G13).
            end_sessions(user, keep=self.request.session.session_key or "")
        super().send_notification_mail(template_prefix, user, context, email)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        with translation.override(request.user.language):
            return super().get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("wagtail_serve", "")

    def send_mail(
        self, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        """Language, zone and the language of all links are the receiver's."""
        account = context.get("user") or User.objects.reached_by(email).first()
        language = account.language if account else current()
        links = {
            name: _on_this_site(translate_url(value, language))
            for name, value in context.items()
            if name.endswith("_url")
        }
        zone = account.zone if account else None
        with translation.override(language), timezone.override(zone):
            extra = {
                "site_url": settings.SITE_URL,
                "site_name": settings.WAGTAIL_SITE_NAME,
            }
            super().send_mail(template_prefix, email, {**context, **links, **extra})


def _on_this_site(link: str) -> str:
    """The site's own address, whatever host name the request came by."""
    return settings.SITE_URL + urlsplit(link)._replace(scheme="", netloc="").geturl()
