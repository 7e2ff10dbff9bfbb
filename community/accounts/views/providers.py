"""Logging in by an account elsewhere (OpenID Connect)."""

from typing import Any

import requests
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import (
    OAuth2CallbackView,
    OAuth2LoginView,
)
from allauth.socialaccount.providers.openid_connect.views import (
    OpenIDConnectOAuth2Adapter,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache

from cms.core.languages import CODES, current
from community.accounts.views.limited import limited

LANGUAGE = "provider_language"
# What a provider that answers nonsense makes of the code that reads it.
NONSENSE = (KeyError, TypeError, ValueError)


class Checked(OpenIDConnectOAuth2Adapter):
    """Believes the token that the provider signed, and nothing that contradicts it.

    Source of the rules: OpenID Connect Core 1.0, sections 3.1.3.7 and 5.3.2.
    """

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        signed = kwargs["response"].get("id_token")
        if not signed:
            raise OAuth2Error("The provider sent no id_token.")
        claims = self._decode_id_token(app, signed)
        if "userinfo_endpoint" in self.openid_config:
            further = self._fetch_user_info(token.token)
            if further.get("sub") != claims["sub"]:
                raise OAuth2Error("The user info is about somebody else.")
            claims = {**further, **claims}
        # Only the word true counts; some send the text "false".
        claims["email_verified"] = claims.get("email_verified") is True
        kept = ("sub", "iss", "email", "email_verified", "name")
        data = {"id_token": {name: claims[name] for name in kept if name in claims}}
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """allauth skips the signature of what came over TLS; it is checked here."""
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


@login_not_required
def provider_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Posted to, a page that leads on to the provider.

    Browsers hold the policy's form-action against redirects, too: it stays 'self' when
    the form's answer is a page and not a redirect.
    """
    request.session[LANGUAGE] = current()
    response = _answer(OAuth2LoginView, request, provider_id)
    if response.status_code != 302 or response["Location"].startswith("/"):
        return response
    address = response["Location"]
    page = render(request, "socialaccount/leaving.html", {"address": address})
    page.headers["Refresh"] = f"0; url={address}"
    return page


@never_cache
@limited
@login_not_required
def provider_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    language = request.session.get(LANGUAGE)
    with translation.override(language if language in CODES else current()):
        return _answer(OAuth2CallbackView, request, provider_id)


def _answer(
    view: type[OAuth2LoginView | OAuth2CallbackView],
    request: HttpRequest,
    provider_id: str,
) -> HttpResponse:
    adapter = Checked(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    try:
        return view.adapter_view(adapter)(request)
    except (requests.RequestException, OAuth2Error, *NONSENSE):
        template = "socialaccount/authentication_error.html"
        response = render(request, template, status=503)
        response.headers["Retry-After"] = "60"
        return response
