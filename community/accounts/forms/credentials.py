"""allauth's forms in our words (it has no Albanian) and with our limits."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.accounts.models import User, tidy_name, validate_display_name

EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
# Hashing takes longer with the length; nobody types more than this.
LONGEST_PASSWORD = 256
_LONGEST = {"email": User._meta.get_field("email").max_length}
_LONGEST |= dict.fromkeys(("password", "password1"), LONGEST_PASSWORD)


class InOurWords:
    """Gives the fields of a form of allauth our labels and greatest lengths."""

    labels: ClassVar[dict[str, str | Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
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


class SignupForm(InOurWords, allauth.SignupForm):
    """E-mail, password and the name that others see; the rest is asked later."""

    display_name = forms.CharField(
        label=_("Display name"),
        max_length=80,
        validators=[validate_display_name],
        help_text=_("How other people see you. It need not be your legal name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order: ClassVar[list[str]] = ["display_name", "email", "password1"]
    labels = {"email": EMAIL, "password1": PASSWORD}

    def clean_display_name(self) -> str:
        return tidy_name(self.cleaned_data["display_name"])

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The account, or the answer to somebody who has one; never both."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # Sent twice at the same moment: the slower one finds the account there.
            self.account_already_exists = True
            return super().try_save(request)


class ResetForm(InOurWords, allauth.ResetPasswordForm):
    labels = {"email": EMAIL}


class AddressForm(InOurWords, allauth.AddEmailForm):
    labels = {"email": EMAIL}


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
