"""What holds off sign-ups by the thousand, without asking anybody else."""

from typing import Any

from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.limits import is_over_limit
from community.accounts.challenges import LONGEST, is_solved
from community.accounts.disposable import is_disposable

HOUR = 3600  # seconds


def validate_lasting(address: str) -> None:
    """Raises ValidationError for addresses that are thrown away after minutes."""
    if is_disposable(address):
        raise ValidationError(
            _("Addresses at this provider last for minutes only. Give one you keep."),
            code="disposable",
        )


class LastingAddress:
    """A form whose address must be one that lasts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].validators.append(validate_lasting)


class Effort(forms.Form):
    """A form that a browser sends with a solved task, and people without script seldom.

    The task is asked for when all else is right, so that a slip costs nothing.
    """

    effort = forms.CharField(
        required=False,
        max_length=LONGEST,
        widget=forms.HiddenInput(attrs={"data-effort": ""}),
    )
    plain_most = 3

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            self._check_effort(values.get("effort") or "")
        return values

    def _check_effort(self, answer: str) -> None:
        if answer and is_solved(answer):
            return
        if answer:
            raise ValidationError(
                _("The check of your browser has run out. Please send the form again."),
                code="effort",
            )
        action = f"plain-{type(self).__name__}"
        if is_over_limit(context.request, action, most=self.plain_most, seconds=HOUR):
            raise ValidationError(
                _(
                    "Without JavaScript this works only a few times an hour from one"
                    " place. Switch it on, or try again in an hour."
                ),
                code="effort",
            )
