"""What a member chooses for the whole site."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.accounts.actions import change_settings
from community.accounts.models import User, tidy_name


class SettingsForm(forms.ModelForm):
    """Serves the account's own screen and Wagtail's; both save by the same action."""

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
        help_texts: ClassVar[dict[str, Any]] = {
            "time_zone": _("For example Europe/Zurich.")
        }
        widgets: ClassVar[dict[str, Any]] = {
            "time_zone": forms.TextInput(attrs={"list": "time-zones"})
        }

    def clean_display_name(self) -> str:
        return tidy_name(self.cleaned_data["display_name"])

    def clean_reading_languages(self) -> list[str]:
        """Each language once, in the site's order."""
        chosen = self.cleaned_data["reading_languages"]
        return [code for code, _name in settings.LANGUAGES if code in chosen]

    def save(self, commit: bool = True) -> User:
        return change_settings(self.instance, self.cleaned_data)
