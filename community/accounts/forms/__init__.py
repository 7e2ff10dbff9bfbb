"""Input from people about accounts; allauth and Wagtail find these forms by setting."""

from community.accounts.forms.claims import (
    ClaimForm,
    InviteForm,
    JoinForm,
    plain_words,
)
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
from community.accounts.forms.desk import (
    ContactFileForm,
    InvitationForm,
    MappingForm,
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
    "ClaimForm",
    "ContactFileForm",
    "ErasureForm",
    "FirstPasskeyForm",
    "InvitationForm",
    "InviteForm",
    "JoinForm",
    "LoginForm",
    "MappingForm",
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
    "plain_words",
]
