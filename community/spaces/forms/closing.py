"""A manager says on which days a space is closed, or open otherwise."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.core.languages import CODES
from community.spaces.cards import let_in
from community.spaces.models import Resource, Space

# Controls of the browser's own, in the language of its user.
_NATIVE = {"first": "date", "last": "date", "opens": "time", "closes": "time"}


class ClosingForm(forms.Form):
    first = forms.DateField(
        label=_("first day"), widget=forms.DateInput(format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("last day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("Empty for one day."),
    )
    opens = forms.TimeField(
        label=_("opens"), required=False, widget=forms.TimeInput(format="%H:%M")
    )
    closes = forms.TimeField(
        label=_("closes"), required=False, widget=forms.TimeInput(format="%H:%M")
    )
    resource = forms.ModelChoiceField(
        label=_("only this resource"),
        queryset=Resource.objects.none(),
        required=False,
        empty_label=_("The whole space"),
    )
    label_sq = forms.CharField(
        label=_("reason in Albanian"), max_length=120, required=False
    )
    label_en = forms.CharField(
        label=_("reason in English"), max_length=120, required=False
    )
    label_de = forms.CharField(
        label=_("reason in German"), max_length=120, required=False
    )
    acknowledged = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.pk for one in let_in(space)]
        rows = Resource.objects.filter(pk__in=keys).select_related("space")
        choice: Any = self.fields["resource"]
        choice.queryset = rows
        for field in self.fields.values():
            # (shared with the tables, whose names stand within sentences)
            field.label = capfirst(field.label)
        for name, kind in _NATIVE.items():
            widget: Any = self.fields[name].widget
            widget.input_type = kind

    @property
    def shown(self) -> list[Any]:
        """The fields that people fill in."""
        return [one for one in self if one.name != "acknowledged"]

    def closure(self) -> dict[str, Any]:
        """What `Closure` takes."""
        told = self.cleaned_data
        first: date = told["first"]
        return {
            "first": first,
            "last": told["last"] or first,
            "opens": told["opens"],
            "closes": told["closes"],
            "resource": told["resource"],
            "labels": {code: told[f"label_{code}"] for code in CODES},
        }

    def refuse(self, wrong: ValidationError) -> None:
        """What the action finds wrong stands beside the field that is meant."""
        for name, errors in wrong.error_dict.items():
            for error in errors:
                self.add_error(name if name in self.fields else None, error)
