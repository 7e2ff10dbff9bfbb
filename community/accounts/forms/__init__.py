"""Input from people about accounts; allauth and Wagtail find these forms by setting."""

from community.accounts.forms.credentials import (
    AddressCodeForm,
    AddressForm,
    LoginForm,
    NewPasswordForm,
    PasswordChangeForm,
    PasswordSetForm,
    ReauthenticationForm,
    ResetForm,
)
from community.accounts.forms.joining import ProviderSignupForm, SignupForm
from community.accounts.forms.preferences import SettingsForm
from community.accounts.forms.second_factor import (
    ActivateAppForm,
    AddPasskeyForm,
    FirstPasskeyForm,
    PasskeyNameForm,
    SecondFactorAgainForm,
    SecondFactorForm,
)
from community.accounts.forms.staff import (
    AuditForm,
    ErasureForm,
    StaffCreationForm,
    StaffEditForm,
)

__all__ = [
    "ActivateAppForm",
    "AddPasskeyForm",
    "AddressCodeForm",
    "AddressForm",
    "AuditForm",
    "ErasureForm",
    "FirstPasskeyForm",
    "LoginForm",
    "NewPasswordForm",
    "PasskeyNameForm",
    "PasswordChangeForm",
    "PasswordSetForm",
    "ProviderSignupForm",
    "ReauthenticationForm",
    "ResetForm",
    "SecondFactorAgainForm",
    "SecondFactorForm",
    "SettingsForm",
    "SignupForm",
    "StaffCreationForm",
    "StaffEditForm",
]
