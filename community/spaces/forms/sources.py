"""A manager names a calendar from elsewhere."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from community.spaces.actions import SourceWish
from community.spaces.actions.sources import clean_address, clean_name
from community.spaces.cards import let_in
from community.spaces.models import IcsSource, Resource, Space


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

    def clean_name(self) -> str:
        return _by_rule(clean_name, self.cleaned_data["name"])

    def clean_address(self) -> str:
        return _by_rule(clean_address, self.cleaned_data["address"])

    def wish(self) -> SourceWish:
        return SourceWish(**self.cleaned_data)

    def refuse(self, wrong: ValidationError) -> None:
        """What the action finds wrong stands beside the field that is meant."""
        for name, errors in wrong.error_dict.items():
            for error in errors:
                self.add_error(name if name in self.fields else None, error)


class SourceChangeForm(SourceForm):
    """The same of one that is there; its address stays unless another one is named."""

    def __init__(self, *args: Any, source: IcsSource, **kwargs: Any) -> None:
        initial = {
            "name": source.name,
            "resource": source.resource_id,
            "keeps_titles": source.keeps_titles,
        }
        super().__init__(*args, space=source.space, initial=initial, **kwargs)
        self.fields["address"].required = False
        words = _("Leave it empty to keep the address on %(host)s.")
        self.fields["address"].help_text = words % {"host": source.host}
        choice: Any = self.fields["resource"]
        choice.queryset |= Resource.objects.filter(pk=source.resource_id)

    def clean_address(self) -> str:
        return super().clean_address() if self.cleaned_data["address"] else ""

    def changes(self) -> dict[str, Any]:
        """What the action is given."""
        told = dict(self.cleaned_data)
        if not told["address"]:
            del told["address"]
        return told


def _by_rule(rule: Callable[[str], str], text: str) -> str:
    """What the action asks of the field, told together with what else is wrong."""
    try:
        return rule(text)
    except ValidationError as wrong:
        raise ValidationError(
            [one for some in wrong.error_dict.values() for one in some]
        ) from wrong
