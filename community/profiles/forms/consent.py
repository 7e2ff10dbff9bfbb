"""Who may see a profile: a preset, and the two consents."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
    listed = forms.BooleanField(
        label=_("Yes, list me in the directory."),
        required=False,
        help_text=_(
            "Being listed here tells others that you belong to the diaspora of Kosovo, "
            "which can reveal your ethnic origin. The law protects that specially (GDPR, "
            "Article 9), so you are listed only if you agree expressly. You can withdraw "
            "it at any time with one click; nobody finds you from then on."
        ),
    )
    partners = forms.BooleanField(
        label=_("Yes, partner organisations may see me, too."),
        required=False,
        help_text=_(
            "They then see headline, occupation, country, availability, skills and "
            "languages, without your name. This is independent of being listed and can be "
            "withdrawn at any time."
        ),
    )

    def __init__(self, *args, has_own_choice: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if has_own_choice:
            keep = (KEEP, _("As I have set it, field by field"))
            self.fields["preset"].choices = [keep, *PRESET_LABELS.items()]
