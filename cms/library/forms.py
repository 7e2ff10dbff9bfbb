"""What editors fill in: the record of a work, and the file of an import."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.library.actions import read_files_later
from cms.library.formats import FORMATS, MAX_BYTES, format_of_name
from cms.library.models import Work


class WorkForm(WagtailAdminModelForm):
    @transaction.atomic
    def save(self, commit: bool = True) -> Work:
        work = super().save(commit=commit)
        if commit:
            read_files_later(work)
        return work


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("BibTeX, RIS or CSL-JSON; at most 5 MB and 2,000 records."),
        widget=forms.FileInput(
            attrs={"accept": ".bib,.bibtex,.ris,.json,.csljson,.txt"}
        ),
    )
    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        choices=[
            ("", _("By the name of the file")),
            *((name, found.label) for name, found in FORMATS.items()),
        ],
    )
    locale = forms.ChoiceField(
        label=_("Language of titles that name none"), choices=settings.LANGUAGES
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("file") and not cleaned.get("format"):
            cleaned["format"] = format_of_name(cleaned["file"].name or "")
            if not cleaned["format"]:
                self.add_error("format", _("The name of the file does not tell it."))
        return cleaned
