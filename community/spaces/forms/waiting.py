"""Waiting for a place that somebody else has."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.spaces.actions import Ask
from community.spaces.calendar import moment_of, wall_minute
from community.spaces.forms.bookings import TimesForm
from community.spaces.models import Resource
from community.spaces.models.hours import minutes_of

THIS, ANY = "this", "any"
START, HOURS, EVENING, DAY = "start", "hours", "evening", "day"
LATEST = [
    (START, _("Until it begins")),
    (HOURS, _("Until two hours before")),
    (EVENING, _("Until 18:00 on the evening before")),
    (DAY, _("Until a day before")),
]
_ANY = {
    Resource.Kind.HOT_DESKS: _("Any hot desk of the space"),
    Resource.Kind.DESK: _("Any desk of the space"),
    Resource.Kind.ROOM: _("Any meeting room of the space"),
    Resource.Kind.EVENT_AREA: _("Any event area of the space"),
}
_SIX = 18 * 60  # minutes of the day
_HOURS, _DAY = timedelta(hours=2), timedelta(days=1)


class WaitForm(TimesForm):
    """As for a booking; `others`: there are more of its kind in the space. After
    `is_valid` `told` says when, `is_any` what will do, and `deadline` how long one waits.
    """

    scope = forms.ChoiceField(
        label=_("What will do"), initial=THIS, widget=forms.RadioSelect
    )
    until = forms.ChoiceField(
        label=_("How late may a place still come?"),
        choices=LATEST,
        initial=START,
        help_text=_("Later than that nothing is booked for you any more."),
    )
    field_order = ("date", "part", "starts", "ends", "people", "scope", "until", "note")

    def __init__(self, *args: Any, others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if others:
            choices = [(THIS, self.resource.name), (ANY, any_of(self.resource))]
            self.fields["scope"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["scope"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.told is not None:
            self.offer(self.told.ask)
        return cleaned

    def offer_first(self) -> None:
        """For what the fields say at first."""
        first = {"note": "", **self.initial}
        if set(self.fields) & {"date", "starts", "ends"} <= set(first):
            try:
                self.offer(self._told(first).ask)
            except ValidationError:
                return  # (it is told once it is sent)

    def offer(self, ask: Ask, now: datetime | None = None) -> None:
        """Of the choices how long to wait those that have not passed."""
        now = now or timezone.now()
        self.fields["until"].choices = [  # type: ignore[attr-defined]
            one for one in LATEST if one[0] == START or latest(one[0], ask) > now
        ]

    @property
    def is_any(self) -> bool:
        return bool(self.cleaned_data.get("scope") == ANY)

    @property
    def deadline(self) -> datetime | None:
        """None for the start."""
        chosen = self.cleaned_data.get("until", START)
        if chosen == START or self.told is None:
            return None
        return latest(chosen, self.told.ask)


def any_of(resource: Resource) -> str:
    """Another one of its kind in the same space will do, in words."""
    return str(_ANY[Resource.Kind(resource.kind)])


def latest(choice: str, ask: Ask) -> datetime:
    """The moment that one of `LATEST` means, by the clocks of the space."""
    if choice == START:
        return ask.starts_at
    if choice == HOURS:
        return ask.starts_at - _HOURS
    zone = ask.resource.space.zone_info
    start = ask.starts_at.astimezone(zone)
    minutes = _SIX if choice == EVENING else minutes_of(start.time())
    return moment_of(wall_minute(start.date() - _DAY, minutes, zone).minute)
