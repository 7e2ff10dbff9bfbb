"""allauth's forms in our words (it has no Albanian) and with our limits."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.accounts.forms.guard import Effort, LastingAddress
from community.accounts.models import User

EMAIL = _("E-mail address")
PASSWORD = _("Password")
CODE = _("Code")
NEW_PASSWORD = _("New password")
# Hashing takes longer with the length; nobody types more than this.
LONGEST_PASSWORD = 256
_LONGEST = {"email": User._meta.get_field("email").max_length}
_LONGEST |= dict.fromkeys(("password", "password1"), LONGEST_PASSWORD)
_LONGEST |= {"code": 40, "name": 80}


class InOurWords:
    """Gives the fields of a form of allauth our labels and greatest lengths."""

    labels: ClassVar[dict[str, str | Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            # Whoever signs up with a passkey is asked for no password.
            if name in self.fields:
                self.fields[name].label = label
        for name in self.fields.keys() & _LONGEST.keys():
            field = self.fields[name]
            field.validators.append(MaxLengthValidator(_LONGEST[name]))
            field.widget.attrs["maxlength"] = _LONGEST[name]


class LoginForm(InOurWords, allauth.LoginForm):
    labels = {
        "login": EMAIL,
        "password": PASSWORD,
        "remember": _("Stay logged in on this device"),
    }


class ResetForm(Effort, InOurWords, allauth.ResetPasswordForm):
    labels = {"email": EMAIL}
    # A reset tells its owner each time, and has a limit for each address.
    plain_most = 10


class AddressForm(LastingAddress, InOurWords, allauth.AddEmailForm):
    labels = {"email": EMAIL}


class AddressCodeForm(InOurWords, allauth.ConfirmEmailVerificationCodeForm):
    labels = {"code": CODE}


class ReauthenticationForm(InOurWords, allauth.ReauthenticateForm):
    labels = {"password": PASSWORD}


# A new password is typed once, as when signing up: who slips has the mail to fall back on.
class NewPasswordForm(InOurWords, allauth.ResetPasswordKeyForm):
    password2 = None
    labels = {"password1": NEW_PASSWORD}


class PasswordSetForm(InOurWords, allauth.SetPasswordForm):
    password2 = None
    labels = {"password1": NEW_PASSWORD}


class PasswordChangeForm(InOurWords, allauth.ChangePasswordForm):
    password2 = None
    labels = {"oldpassword": _("Current password"), "password1": NEW_PASSWORD}
