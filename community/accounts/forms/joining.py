"""Signing up: by password, by passkey, or by an account elsewhere."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.socialaccount import forms as elsewhere
from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from community.accounts.forms.credentials import EMAIL, PASSWORD, InOurWords
from community.accounts.forms.guard import Effort, LastingAddress
from community.accounts.models import User, tidy_name, validate_display_name

HONEYPOT = settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD


class NamedForm(forms.Form):
    """Asks for the name that others see; the rest is asked later."""

    display_name = forms.CharField(
        label=_("Display name"),
        max_length=80,
        validators=[validate_display_name],
        help_text=_("How other people see you. It need not be your legal name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order: ClassVar[list[str]] = ["display_name", "email", "password1"]

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


class SignupForm(Effort, LastingAddress, NamedForm, InOurWords, allauth.SignupForm):
    labels = {"email": EMAIL, "password1": PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Hidden by our style sheet; a script that fills in all fields does not read it.
        trap = self.fields[HONEYPOT]
        trap.label = _("Leave this empty")
        trap.widget.attrs = {"tabindex": "-1", "autocomplete": "off", "data-trap": ""}


class ProviderSignupForm(LastingAddress, NamedForm, InOurWords, elsewhere.SignupForm):
    """What the provider did not tell, or told in a way that we do not take."""

    labels = {"email": EMAIL}
