"""Columns that forms show in their own way: weekdays, and dates that come again."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from community.spaces.calendar import BadDateSetError, clean_date_set


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


# By the codes of BadDateSetError.
WRONG_DATES = {
    "unreadable": _("These dates cannot be read."),
    "frequency": _("Dates come again every week, month or year, not more often."),
    "interval": _("Between the dates lie 1 to 60 weeks, months or years."),
    "count": _("Dates can come again 1 to 1000 times."),
    "time": _("Dates have no time of day. Write opening hours beside them."),
    "start": _("Choose the first day."),
    "rules": _("Write one rule of weekdays or of days of the month, or single dates."),
    "years": _("These dates lie too far away."),
    "never": _("There is no such date."),
    "long": _("These are too many dates."),
}


class DateSetField(models.TextField):
    """Dates that come again, in the form of `clean_date_set`; '' for none."""

    def clean(self, value: Any, model_instance: Any) -> str:
        text = super().clean(value, model_instance)
        try:
            return clean_date_set(text)
        except BadDateSetError as why:
            raise ValidationError(WRONG_DATES[why.code], code=why.code) from why


class ChoiceArrayField(ArrayField):
    """Several of the choices of its base field, chosen by boxes."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.TypedMultipleChoiceField(
            coerce=self.base_field.to_python,
            choices=self.base_field.choices,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )
