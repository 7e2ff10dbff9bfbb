"""People who come by an account elsewhere (OpenID Connect)."""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar
from urllib.parse import urlsplit

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.languages import current
from community.accounts.disposable import is_disposable
from community.accounts.models import User, tidy_name, validate_display_name

LONGEST_NAME = User._meta.get_field("display_name").max_length


class ForeignAddress(requests.RequestException):
    """A provider named an address that is not among its origins."""


class ProviderAdapter(DefaultSocialAccountAdapter):
    """A provider vouches for an address only where it says that it checked it."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultSocialAccountAdapter.error_messages,
        "connected_other": gettext_lazy(
            "That account elsewhere belongs to another account here."
        ),
        "email_taken": gettext_lazy(
            "There is an account with this address. Log in to it first, then connect %s."
        ),
        "no_password": gettext_lazy(
            "Choose a password first; else you could not log in any more."
        ),
        "no_verified_email": gettext_lazy("Confirm your e-mail address first."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Nobody gets into an account that is there by bringing its address along."""
        connecting = sociallogin.state.get("process") == AuthProcess.CONNECT
        if connecting or sociallogin.is_existing:
            return
        known = [
            address.email
            for address in sociallogin.email_addresses
            if address.verified and User.objects.reached_by(address.email).exists()
        ]
        if not known:
            return
        provider = sociallogin.provider.name
        messages.warning(
            request,
            _(
                "There is an account with the address %(email)s. Log in to it, then"
                " connect it with %(provider)s under “Connections”."
            )
            % {"email": known[0], "provider": provider},
        )
        raise ImmediateHttpResponse(redirect("account_login"))

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        user: User = sociallogin.user
        user.email = (data.get("email") or "").lower()
        user.display_name = tidy_name(str(data.get("name") or ""))[:LONGEST_NAME]
        user.interface_language = current()
        return user

    def is_auto_signup_allowed(
        self, request: HttpRequest, sociallogin: SocialLogin
    ) -> bool:
        """Only with a name and an address that we would take from a form, too."""
        user = sociallogin.user
        try:
            validate_display_name(user.display_name)
        except ValidationError:
            return False
        return bool(user.email) and not is_disposable(user.email)

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        user = sociallogin.user
        return {"email": user.email, "display_name": user.display_name}

    def list_apps(
        self,
        request: HttpRequest,
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """Those of the settings alone: no table of providers to look into or to fill."""
        found = [
            SocialApp(provider="openid_connect", **config)
            for config in app_settings.PROVIDERS["openid_connect"]["APPS"]
        ]
        return [
            app
            for app in found
            if provider in (None, app.provider, app.provider_id)
            and client_id in (None, app.client_id)
        ]

    def get_requests_session(self) -> requests.Session:
        """Fetches from the origins of the configured providers and from nowhere else."""
        session = requests.Session()
        session.trust_env = False
        fetch = partial(session.request, timeout=app_settings.REQUESTS_TIMEOUT)
        session.request = partial(_fetch, fetch)
        return session


def _fetch(
    fetch: Callable[..., requests.Response], method: str, url: str, **options: Any
) -> requests.Response:
    """Raises ForeignAddress (a RequestException, which allauth answers with a page)."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}".lower() not in _origins():
        raise ForeignAddress(f"Not an origin of a configured provider: {url}")
    return fetch(method, url, **{**options, "allow_redirects": False})


def _origins() -> set[str]:
    apps = app_settings.PROVIDERS["openid_connect"]["APPS"]
    return {origin for app in apps for origin in app["settings"]["origins"]}
