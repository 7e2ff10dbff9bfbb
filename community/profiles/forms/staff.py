"""What staff enter about skills, occupations and members, and files of members."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from community.profiles.actions import LONGEST_REASON
from community.profiles.actions.taxonomy import LONGEST, SHORTEST
from community.profiles.audiences import FIELD_LABELS, NOBODY, Audience
from community.profiles.imports import (
    MAX_FILE,
    UnreadableFileError,
    read_profile_file,
)
from community.profiles.labels import LONGEST as LONGEST_LABEL
from community.profiles.labels import searchable
from community.profiles.models import ExportLog, Label, Skill, SkillGroup

# To whom staff may leave a field at most, by the names in the form.
MOST = {
    "inside": Audience.MEMBERS | Audience.NETWORKS | Audience.ORG,
    "org": Audience.ORG,
    "nobody": NOBODY,
}
MOST_WORDS = 50  # of staff's own, for one occupation in one language


class ApprovalForm(forms.Form):
    """Preferred labels by language, of which one is needed, and the group."""

    group = forms.ModelChoiceField(
        SkillGroup.objects.all(), label=_("Group"), required=True
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"label_{code}"] = forms.CharField(
                label=name, required=False, min_length=SHORTEST, max_length=LONGEST
            )
        self.order_fields([*(f"label_{c}" for c, _n in settings.LANGUAGES), "group"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.labels:
            raise forms.ValidationError(_("Give the skill a label in one language."))
        return cleaned

    @property
    def labels(self) -> dict[str, str]:
        texts = {c: self.cleaned_data.get(f"label_{c}") for c, _n in settings.LANGUAGES}
        return {code: text for code, text in texts.items() if text}


class SkillForm(WagtailAdminModelForm):
    """Labels that are entered together are compared with each other, too."""

    def clean(self):
        cleaned = super().clean()
        rows = [row for row in self.formsets["labels"].forms if row.is_valid()]
        found = [row.cleaned_data for row in rows]
        kept = [row for row in found if row and not row.get("DELETE")]
        named = [r["language"] for r in kept if r["kind"] == Label.Kind.PREFERRED]
        if len(named) > len(set(named)):
            self.add_error(None, _("Give one preferred label in each language."))
        words = [(row["language"], searchable(row["text"])) for row in kept]
        if len(words) > len(set(words)):
            self.add_error(None, _("One label reads like another in its language."))
        return cleaned


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Skill.objects.approved(), to_field_name="slug", widget=forms.RadioSelect
    )


class WordsForm(forms.Form):
    """Staff's own words for an occupation, one a line in each language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"words_{code}"] = forms.CharField(
                label=name, required=False, widget=forms.Textarea(attrs={"rows": 6})
            )

    def clean(self):
        cleaned = super().clean()
        for code, _name in settings.LANGUAGES:
            lines = (cleaned.get(f"words_{code}") or "").splitlines()
            words = [line.strip() for line in lines if line.strip()]
            cleaned[f"words_{code}"] = words
            self._check(f"words_{code}", words)
        return cleaned

    def _check(self, name, words):
        if len(words) > MOST_WORDS:
            self.add_error(
                name, _("At most %(number)s words.") % {"number": MOST_WORDS}
            )
        for word in words:
            if len(word) > LONGEST_LABEL:
                self.add_error(
                    name,
                    _("“%(word)s…” is too long: at most %(number)s characters.")
                    % {"word": word[:30], "number": LONGEST_LABEL},
                )

    @property
    def words(self) -> dict[str, list[str]]:
        return {c: self.cleaned_data[f"words_{c}"] for c, _n in settings.LANGUAGES}


class ProfileFileForm(forms.Form):
    """`cleaned_data["draft"]` is what was read of the file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A JSON Resume (.json) or LinkedIn's archive (.zip), up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,.zip"}),
    )

    def clean(self):
        cleaned = super().clean()
        if file := cleaned.get("file"):
            try:
                # One byte more than is taken tells that there is more.
                cleaned["draft"] = read_profile_file(file.read(MAX_FILE + 1))
            except UnreadableFileError as wrong:
                self.add_error("file", str(wrong))
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you need to see this profile?"),
        help_text=_("The member can read this."),
        min_length=5,
        max_length=LONGEST_REASON,
    )


class TightenForm(forms.Form):
    field = forms.ChoiceField(label=_("Field"), choices=list(FIELD_LABELS.items()))
    most = forms.ChoiceField(
        label=_("Shown at most to"),
        choices=[
            ("inside", _("Members and the organisation")),
            ("org", _("The organisation's staff")),
            ("nobody", _("Nobody but the member")),
        ],
    )


class ExportForm(forms.Form):
    reason = forms.CharField(
        label=_("What is the file needed for?"),
        help_text=_("It is kept with your name, and members can read it."),
        min_length=5,
        max_length=LONGEST_REASON,
    )
    q = forms.CharField(
        label=_("Only people found by these words"), max_length=80, required=False
    )
    format = forms.ChoiceField(label=_("Format"), choices=ExportLog.Format.choices)
