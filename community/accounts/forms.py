"""Sign-up and the two forms by which administrators keep accounts."""

from typing import ClassVar

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from community.accounts.models import User


class SignupForm(AllauthSignupForm):
    """E-mail, password and the name that others see; the rest is asked later."""

    display_name = forms.CharField(
        label=_("Display name"),
        max_length=80,
        help_text=_("How other people see you. It need not be your legal name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order: ClassVar[list[str]] = ["display_name", "email", "password1"]

    def clean_display_name(self) -> str:
        return " ".join(self.cleaned_data["display_name"].split())


class SettingsForm(forms.ModelForm):
    """What a member chooses for the whole site."""

    reading_languages = forms.MultipleChoiceField(
        label=_("Languages you read"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Texts in these languages are shown to you without asking."),
    )

    class Meta:
        model = User
        fields: ClassVar[list[str]] = [
            "display_name",
            "interface_language",
            "reading_languages",
            "time_zone",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget = forms.TextInput(attrs={"list": "time-zones"})
        self.fields["time_zone"].help_text = _("For example Europe/Zurich.")


class StaffCreationForm(UserCreationForm):
    first_name = None
    last_name = None

    class Meta(UserCreationForm.Meta):
        model = User
        fields = {"email", "is_superuser", "groups", "display_name", "interface_language"}


class StaffEditForm(UserEditForm):
    first_name = None
    last_name = None

    class Meta(UserEditForm.Meta):
        model = User
        fields = {
            "email",
            "is_active",
            "is_superuser",
            "groups",
            "display_name",
            "interface_language",
        }
