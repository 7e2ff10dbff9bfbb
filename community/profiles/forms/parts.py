"""Entries of a profile: one by one, and a few rows at once in the guided profile."""

from typing import Any, ClassVar

from django import forms
from django.forms.models import BaseModelFormSet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.profiles.actions import remove_part, save_part
from community.profiles.countries import language_choices
from community.profiles.forms.tidied import TidiedForm
from community.profiles.models import (
    Education,
    Experience,
    LanguageSkill,
    Licence,
    Profile,
    ProfileLink,
    Visit,
)

DAY = {"type": "date"}


class PartForm(TidiedForm, forms.ModelForm):
    """Abstract. The profile that the entry belongs to is that of its instance."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        found: dict[str, Any] = self.cleaned_data
        return found

    def validate_unique(self) -> None:
        """With the profile, which is not a field: a language stands once in a profile."""
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except forms.ValidationError as wrong:
            self._update_errors(wrong)


class ExperienceForm(PartForm):
    class Meta:
        model = Experience
        fields: ClassVar[list[str]] = [
            "title",
            "organisation",
            "place",
            "start_year",
            "end_year",
            "text",
        ]
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea({"rows": 5})}


class EducationForm(PartForm):
    class Meta:
        model = Education
        fields: ClassVar[list[str]] = [
            "degree",
            "school",
            "field",
            "start_year",
            "end_year",
        ]


class LicenceForm(PartForm):
    class Meta:
        model = Licence
        fields: ClassVar[list[str]] = [
            "title",
            "issuer",
            "number",
            "year",
            "valid_until",
        ]
        widgets: ClassVar[dict[str, Any]] = {
            "valid_until": forms.DateInput(DAY, format="%Y-%m-%d")
        }


class LanguageForm(PartForm):
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    class Meta:
        model = LanguageSkill
        fields: ClassVar[list[str]] = ["language", "level"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [
            ("", gettext_lazy("choose")),
            *language_choices(),
        ]
        self.fields["level"].choices = [
            ("", gettext_lazy("choose")),
            *LanguageSkill.Level.choices,
        ]


class LinkForm(PartForm):
    url = forms.URLField(
        label=gettext_lazy("Address"), max_length=300, assume_scheme="https"
    )

    class Meta:
        model = ProfileLink
        fields: ClassVar[list[str]] = ["title", "url"]


class VisitForm(PartForm):
    class Meta:
        model = Visit
        fields: ClassVar[list[str]] = ["start", "end", "place"]
        widgets: ClassVar[dict[str, Any]] = {
            "start": forms.DateInput(DAY, format="%Y-%m-%d"),
            "end": forms.DateInput(DAY, format="%Y-%m-%d"),
        }

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The end lies before the beginning."))
        elif end and end < timezone.localdate():
            self.add_error("end", _("This visit is over already."))
        return cleaned


PART_FORMS: dict[str, type[PartForm]] = {
    "experience": ExperienceForm,
    "education": EducationForm,
    "licences": LicenceForm,
    "languages": LanguageForm,
    "visits": VisitForm,
    "links": LinkForm,
}


class LanguageRows(BaseModelFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form not in self.deleted_forms]
        seen: set[str] = set()
        for form in kept:
            code = getattr(form, "cleaned_data", {}).get("language")
            if code in seen:
                form.add_error("language", _("This language is there already."))
            if code:
                seen.add(code)


LanguageFormSet = forms.modelformset_factory(
    LanguageSkill,
    LanguageForm,
    formset=LanguageRows,
    extra=3,
    can_delete=True,
    max_num=20,
)
VisitFormSet = forms.modelformset_factory(
    Visit, VisitForm, extra=1, can_delete=True, max_num=20
)


def save_rows(rows: BaseModelFormSet, profile: Profile) -> None:
    """Store what was added and changed, take away what was marked."""
    changed = rows.save(commit=False)
    for part in rows.deleted_objects:
        remove_part(part)
    for part in changed:
        part.profile = profile
        save_part(part)
