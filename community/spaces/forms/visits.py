"""A visit of some days: when one is there, and for how many a place is needed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.spaces.actions import VisitWish, check_wish
from community.spaces.models import LONGEST_NOTE, Resource
from community.spaces.models.fields import Weekday
from community.spaces.models.resources import MOST_SEATS

WORKING_DAYS = ["0", "1", "2", "3", "4"]
QUARTER = 15 * 60  # seconds
# What the actions call a thing that this form calls otherwise.
_FIELDS = {"weekdays": "days", "party_size": "people"}


class PlanForm(forms.Form):
    """What is asked for; it stands in the address, so that a plan can be passed on.

    After `is_valid` the attribute `wish` says it.
    """

    space = forms.ModelChoiceField(
        queryset=None, to_field_name="slug", empty_label=None, label=_("Space")
    )
    first = forms.DateField(
        label=pgettext_lazy("first day", "From"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=pgettext_lazy("last day", "To"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    opens = forms.TimeField(
        label=_("Each day from"),
        widget=forms.TimeInput({"type": "time", "step": QUARTER}, format="%H:%M"),
    )
    closes = forms.TimeField(
        label=_("Each day until"),
        widget=forms.TimeInput({"type": "time", "step": QUARTER}, format="%H:%M"),
    )
    days = forms.TypedMultipleChoiceField(
        label=_("On these weekdays"),
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.IntegerField(
        label=_("For how many people"), min_value=1, max_value=MOST_SEATS, initial=1
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only of this kind"),
        choices=Resource.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Otherwise a desk is looked for, and a room where none is free."),
    )

    def __init__(self, *args: Any, spaces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces
        self.wish: VisitWish | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            wish = _wish(cleaned)
            try:
                check_wish(wish)
            except ValidationError as wrong:
                for name, errors in wrong.error_dict.items():
                    self.add_error(_FIELDS.get(name, name), errors)
            else:
                self.wish = wish
        return cleaned


class VisitForm(forms.Form):
    """What goes with the booking of a plan. The places themselves are read beside it:
    see `places_asked`."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For those who look after the space; they alone read it."),
    )
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)


def _wish(cleaned: dict[str, Any]) -> VisitWish:
    return VisitWish(
        space=cleaned["space"],
        first=cleaned["first"],
        last=cleaned["last"],
        opens=cleaned["opens"].replace(second=0, microsecond=0),
        closes=cleaned["closes"].replace(second=0, microsecond=0),
        weekdays=frozenset(cleaned["days"]),
        party_size=cleaned["people"],
        kinds=frozenset(cleaned["kinds"]),
    )
