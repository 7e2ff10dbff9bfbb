"""Who may see a profile: a preset, and the two consents."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from community.accounts.actions import current_text
from community.profiles.presets import PRESET_LABELS

KEEP = "keep"


class ConsentForm(forms.Form):
    preset = forms.ChoiceField(
        label=_("Who may see your profile"),
        choices=PRESET_LABELS.items(),
        widget=forms.RadioSelect,
        help_text=_(
            "You can set each field by itself later. E-mail address, telephone and year of "
            "birth are shown to nobody unless you choose so."
        ),
    )
    # Beside each box stands the very text that the ledger of consents will name.
    listed = forms.BooleanField(
        label=_("Yes, list me in the directory."), required=False
    )
    partners = forms.BooleanField(
        label=_("Yes, partner organisations may see me, too."), required=False
    )

    def __init__(self, *args, has_own_choice: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        for name, code in (("listed", "directory"), ("partners", "partners")):
            _language, words = current_text(code).in_language(
                get_language() or settings.LANGUAGE_CODE
            )
            self.fields[name].help_text = words["text"]
        if has_own_choice:
            keep = (KEEP, _("As I have set it, field by field"))
            self.fields["preset"].choices = [keep, *PRESET_LABELS.items()]
