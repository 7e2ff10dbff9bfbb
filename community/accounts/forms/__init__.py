"""Input from people about accounts; allauth and Wagtail find these forms by setting."""

from community.accounts.forms.credentials import (
    AddressForm,
    LoginForm,
    NewPasswordForm,
    PasswordChangeForm,
    PasswordSetForm,
    ReauthenticationForm,
    ResetForm,
    SignupForm,
)
from community.accounts.forms.preferences import SettingsForm
from community.accounts.forms.staff import StaffCreationForm, StaffEditForm

__all__ = [
    "AddressForm",
    "LoginForm",
    "NewPasswordForm",
    "PasswordChangeForm",
    "PasswordSetForm",
    "ReauthenticationForm",
    "ResetForm",
    "SettingsForm",
    "SignupForm",
    "StaffCreationForm",
    "StaffEditForm",
]
