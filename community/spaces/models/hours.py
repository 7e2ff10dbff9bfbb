"""When a space is open: rules by the week or by dates, and days that are otherwise."""

from collections.abc import Iterable
from datetime import date, time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from cms.core.languages import current
from community.spaces.calendar import DayChange, Rule
from community.spaces.models.fields import ChoiceArrayField, DateSetField, Weekday
from community.spaces.models.resources import Resource
from community.spaces.models.spaces import Space
from community.spaces.querysets import DayExceptionQuerySet


def minutes_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


class OpeningRule(models.Model):
    """Open on weekdays or on dates that come again. Times are those of the space's clocks.

    Rules of a resource stand in place of its space's, while one of them is in force.
    """

    space = ParentalKey(
        Space,
        related_name="opening_rules",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    resource = ParentalKey(
        Resource,
        related_name="opening_rules",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    weekdays = ChoiceArrayField(
        models.PositiveSmallIntegerField(choices=Weekday.choices),
        verbose_name=_("weekdays"),
        default=list,
        blank=True,
    )
    dates = DateSetField(_("or on these dates"), blank=True, default="")
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(
        _("closes"),
        help_text=_("A time that is not after the opening is on the next day."),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["opens", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(space=None) ^ Q(resource=None),
                name="hours_of_space_or_resource",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from"))
                | Q(valid_to=None)
                | Q(valid_from=None),
                name="hours_end_after_they_begin",
                violation_error_message=_("The end lies before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M} to {self.closes:%H:%M}"

    def clean(self) -> None:
        super().clean()
        if not self.weekdays and not self.dates:
            raise ValidationError({"weekdays": _("Choose weekdays or dates.")})


class DayException(models.Model):
    """From a day to a day a space, or one resource of it, is closed or open otherwise."""

    class Source(models.TextChoices):
        MANUAL = "manual", _("Entered by hand")
        HOLIDAYS = "holidays", _("Public holidays")
        ICS = "ics", _("Calendar feed")

    space = ParentalKey(Space, related_name="exceptions", on_delete=models.CASCADE)
    resource = models.ForeignKey(
        Resource,
        verbose_name=_("only this resource"),
        related_name="exceptions",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    dates = DateSetField(_("and again on these dates"), blank=True, default="")
    opens = models.TimeField(
        _("opens"),
        null=True,
        blank=True,
        help_text=_("Without hours it is closed."),
    )
    closes = models.TimeField(_("closes"), null=True, blank=True)
    label_sq = models.CharField(_("reason in Albanian"), max_length=120, blank=True)
    label_en = models.CharField(_("reason in English"), max_length=120, blank=True)
    label_de = models.CharField(_("reason in German"), max_length=120, blank=True)
    source = models.CharField(
        _("source"), max_length=8, choices=Source.choices, default=Source.MANUAL
    )
    # What the source calls it, so that a second import finds it again.
    source_key = models.CharField(max_length=80, blank=True, editable=False)
    is_estimated = models.BooleanField(_("the date may still change"), default=False)

    objects = DayExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed day or other hours")
        verbose_name_plural = _("closed days and other hours")
        ordering = ["first", "id"]
        indexes = [
            models.Index(fields=["space", "last", "first"], name="exceptions_of_space")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="exception_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__isnull=False),
                name="exception_has_both_hours_or_none",
                violation_error_message=_("Write when it opens and when it closes."),
            ),
            models.UniqueConstraint(
                fields=["space", "source", "source_key"],
                condition=~Q(source_key=""),
                name="exception_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} {self.label}".strip()

    def clean(self) -> None:
        super().clean()
        if self.resource and self.resource.space_id != self.space_id:
            message = _("This resource belongs to another space.")
            raise ValidationError({"resource": message})

    @property
    def is_closed(self) -> bool:
        return self.opens is None

    @property
    def label(self) -> str:
        """In the reader's language; '' where nobody wrote why."""
        text: str = getattr(self, f"label_{current()}", "")
        return text or self.label_en or self.label_sq or self.label_de

    @property
    def change(self) -> DayChange:
        return change_of(
            self.first,
            self.last,
            self.opens,
            self.closes,
            self.dates,
            self.source,
            self.resource_id,
        )


def rule_of(
    opens: time,
    closes: time,
    weekdays: Iterable[int],
    dates: str,
    valid_from: date | None,
    valid_to: date | None,
) -> Rule:
    """As the calendar takes what stands in the columns."""
    days = frozenset(weekdays)
    return Rule(
        minutes_of(opens), minutes_of(closes), days, dates, valid_from, valid_to
    )


def change_of(
    first: date,
    last: date,
    opens: time | None,
    closes: time | None,
    dates: str,
    source: str,
    resource: int | None,
) -> DayChange:
    """The same. What people wrote beats what was imported, and the resource's the
    space's."""
    return DayChange(
        first,
        last,
        None if opens is None else minutes_of(opens),
        None if closes is None else minutes_of(closes),
        dates,
        rank=int(source == DayException.Source.MANUAL) + 2 * bool(resource),
    )
