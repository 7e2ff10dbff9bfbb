"""A manager names a calendar from elsewhere."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from community.spaces.actions import SourceWish
from community.spaces.cards import let_in
from community.spaces.models import Resource, Space


class SourceForm(forms.Form):
    name = forms.CharField(
        label=_("name"),
        help_text=_("For you and the other managers, as “Courses of the university”."),
    )
    address = forms.CharField(
        label=_("address of the calendar (ICS)"),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        ),
        help_text=_("It is kept secret: later only the name of its server is shown."),
    )
    resource = forms.ModelChoiceField(
        label=_("what it keeps busy"),
        queryset=Resource.objects.none(),
        required=False,
        empty_label=_("The whole space"),
    )
    keeps_titles = forms.BooleanField(
        label=_("show the titles of its events to managers"),
        required=False,
        help_text=_("Guests never see them, only that a place is taken."),
    )

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.pk for one in let_in(space)]
        choice: Any = self.fields["resource"]
        choice.queryset = Resource.objects.filter(pk__in=keys)
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def wish(self) -> SourceWish:
        return SourceWish(**self.cleaned_data)

    def refuse(self, wrong: ValidationError) -> None:
        """What the action finds wrong stands beside the field that is meant."""
        for name, errors in wrong.error_dict.items():
            for error in errors:
                self.add_error(name if name in self.fields else None, error)
