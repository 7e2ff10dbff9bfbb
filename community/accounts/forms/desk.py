"""What staff enter about a file of contacts, and whom of it to invite."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.accounts.imports import FIELDS, MAX_FILE
from community.accounts.models import ImportBatch, ImportedContact
from community.accounts.models.contacts import MOST_DAYS, PERSONAL

MOST_COUNTRIES = 100


class ContactFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or Excel (.xlsx), up to 20 MB and 100,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            message = _("The file is larger than %(number)s MB.")
            raise forms.ValidationError(message % {"number": MAX_FILE // 2**20})
        return file


class MappingForm(forms.ModelForm):
    """Which column is what, and what the law asks to be known of the file."""

    class Meta:
        model = ImportBatch
        fields = ["lawful_basis", "source", "collected_on", "kept_days"]
        widgets = {"collected_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lawful_basis", "source", "collected_on"):
            self.fields[name].required = True
        # The model's own check is left out with the rest of it.
        self.fields["kept_days"].validators += [
            MinValueValidator(1),
            MaxValueValidator(MOST_DAYS),
        ]
        columns = [("", "–"), *((str(n), t or "–") for n, t in self._titles())]  # noqa: RUF001
        for name in FIELDS:
            title = str(PERSONAL[name])
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=title[:1].upper() + title[1:],
                choices=columns,
                required=name == "email",
                initial=str(self.instance.mapping.get(name, "")),
            )

    def _titles(self) -> list[tuple[int, str]]:
        return list(enumerate(self.instance.titles))

    def clean_source(self) -> str:
        source = self.cleaned_data["source"].strip()
        if len(source) < 5:
            raise forms.ValidationError(
                _("Say in a few words where the data come from.")
            )
        return source

    def clean_collected_on(self) -> Any:
        day = self.cleaned_data["collected_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        chosen = list(self.mapping.values())
        if len(chosen) > len(set(chosen)):
            self.add_error(None, _("One column cannot be two things."))
        return values

    def _post_clean(self) -> None:
        """Nothing is put into the batch here: the action does."""

    @property
    def mapping(self) -> dict[str, int]:
        pairs = {name: self.cleaned_data.get(f"column_{name}") for name in FIELDS}
        return {name: int(number) for name, number in pairs.items() if number}

    @property
    def told(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{name}"] for name in FIELDS]

    def law_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]


class InvitationForm(forms.Form):
    """Whom of a batch; nothing ticked is all of them."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = ImportedContact.objects.filter(batch=batch).never_invited(
            timezone.localdate()
        )
        names = held.exclude(country="").order_by("country")
        found = names.values_list("country", flat=True).distinct()[:MOST_COUNTRIES]
        self.fields["countries"].choices = [(name, name) for name in found]
        if not found:
            del self.fields["countries"]
