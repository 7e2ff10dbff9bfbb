"""Codes and passkeys, in our words and with a limit for each account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.limits import wait
from community.accounts.forms.credentials import CODE, InOurWords

NAME = _("Name of this passkey")
# Guessing six digits within the life of a code must stay hopeless, from any place.
TRIES = 10
TRIES_WITHIN = 300  # seconds


class CodeOfAccount(InOurWords):
    labels = {"code": CODE}

    def clean_code(self) -> str:
        subject = f"account {self.user.pk}"
        if wait("second-factor", subject, most=TRIES, seconds=TRIES_WITHIN):
            raise get_adapter().validation_error("too_many_login_attempts")
        return super().clean_code()


class SecondFactorForm(CodeOfAccount, base.AuthenticateForm):
    pass


class SecondFactorAgainForm(CodeOfAccount, base.ReauthenticateForm):
    pass


class ActivateAppForm(CodeOfAccount, totp.ActivateTOTPForm):
    pass


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):
    """Each is a passkey: it opens the account by itself, and only for its owner."""

    labels = {"name": NAME}
    passwordless = forms.BooleanField(
        initial=True, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _(
            "So that you can tell several apart, such as “Telephone”."
        )

    def clean_passwordless(self) -> bool:
        return True


class FirstPasskeyForm(InOurWords, webauthn.SignupWebAuthnForm):
    labels = {"name": NAME}


class PasskeyNameForm(InOurWords, webauthn.EditWebAuthnForm):
    labels = {"name": NAME}
