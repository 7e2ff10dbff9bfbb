"""Booking a resource and moving a booking. The fields fit how the resource is let: from a
time to a time, by the half day, or by the day."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from community.accounts.models import User
from community.spaces.actions import Ask, Told, ask_local
from community.spaces.calendar import (
    Grain,
    Window,
    joined,
    local_of,
    moment_of,
    utc_minute,
    wall_minute,
)
from community.spaces.models import Resource
from community.spaces.models.hours import minutes_of
from community.spaces.models.visits import LONGEST_NOTE
from community.spaces.timetable import windows_of

MORNING, AFTERNOON, ALL_DAY = "morning", "afternoon", "day"
PARTS = [
    (MORNING, _("First half of the day")),
    (AFTERNOON, _("Second half of the day")),
    (ALL_DAY, _("The whole day")),
]
# What the actions call a thing that this form calls otherwise.
_FIELDS = {
    "starts_at": "starts",
    "ends_at": "ends",
    "party_size": "people",
    "note": "note",
    "member": "member",
    "until": "until",
}


class VersionForm(forms.Form):
    """Which version of a booking somebody looked at when they pressed the button."""

    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class TimesForm(forms.Form):
    """When, for how many, and a note. After `is_valid` the attribute `told` says it."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d"))
    part = forms.ChoiceField(
        label=_("How long"),
        choices=PARTS,
        initial=ALL_DAY,
        widget=forms.RadioSelect,
    )
    starts = forms.TimeField(
        label=pgettext_lazy("time of day", "From"),
        widget=forms.TimeInput(format="%H:%M"),
    )
    ends = forms.TimeField(
        label=pgettext_lazy("time of day", "Until"),
        widget=forms.TimeInput(format="%H:%M"),
    )
    people = forms.IntegerField(label=_("People"), min_value=1, initial=1)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For those who look after the space; they alone read it."),
    )

    def __init__(self, *args: Any, resource: Resource, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resource = resource
        self.told: Told | None = None
        grain = resource.terms.grain
        needed = {
            "part": grain == Grain.HALF_DAY,
            "starts": grain == Grain.MINUTES,
            "ends": grain == Grain.MINUTES,
            "people": resource.capacity > 1,
        }
        for name, is_needed in needed.items():
            if not is_needed:
                del self.fields[name]
        _typed(self.fields["date"], "date")
        for name in {"starts", "ends"} & set(self.fields):
            _typed(self.fields[name], "time", step=resource.step * 60)
        if "people" in self.fields:
            self.fields["people"].widget.attrs["max"] = resource.capacity

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.told = self._told(cleaned)
            except ValidationError as wrong:
                self.refuse(wrong)
        return cleaned

    def refuse(self, wrong: ValidationError) -> None:
        """What the action finds wrong stands beside the field that is meant."""
        if not hasattr(wrong, "error_dict"):
            self.add_error(None, wrong)
            return
        for name, errors in wrong.error_dict.items():
            for error in errors:
                self.add_error(self._field_of(name, error.code), error)

    def _field_of(self, name: str, code: str | None) -> str | None:
        field: str | None = _FIELDS.get(name)
        if code == "horizon" or field in {"starts", "ends"} - set(self.fields):
            field = "part" if code == "order" and "part" in self.fields else "date"
        return field if field in self.fields else None

    def _told(self, cleaned: dict[str, Any]) -> Told:
        more = {"party_size": cleaned.get("people") or 1, "note": cleaned["note"]}
        if "starts" in self.fields:
            starts, ends = cleaned["starts"], cleaned["ends"]
            return ask_local(self.resource, cleaned["date"], starts, None, ends, **more)
        part = cleaned.get("part", ALL_DAY)
        window = parts_of_day(self.resource, cleaned["date"]).get(part)
        if window is None:
            raise ValidationError({"starts_at": _("It is closed then.")})
        start, end = moment_of(window.start), moment_of(window.end)
        return Told(Ask(self.resource, start, end, **more), ())


def _typed(field: forms.Field, kind: str, **attrs: Any) -> None:
    """The browser's own control for dates or times."""
    field.widget.input_type = kind  # type: ignore[attr-defined]
    field.widget.attrs |= attrs


class MoveForm(TimesForm):
    """Another time, or another resource of the same space. The version is read by
    `VersionForm`: what is wrong with it is nobody's mistake in this form."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)


class BookingForm(TimesForm):
    """A new booking; with `for_others` also one for another member."""

    member = forms.EmailField(
        label=_("For another member: their e-mail address"),
        required=False,
        help_text=_("Leave it empty to book for yourself."),
    )
    # So that what is sent twice is booked once.
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, for_others: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_others:
            del self.fields["member"]

    def clean_member(self) -> User | None:
        """Nobody for an empty field: then it is for oneself."""
        address = self.cleaned_data["member"]
        if not address:
            return None
        found = User.objects.filter(email__iexact=address, is_active=True).first()
        if found is None:
            raise ValidationError(_("No member has this address."), code="unknown")
        return found

    def renew_key(self) -> None:
        """After the key came with another request: the next one is a new wish."""
        self.data = self.data.copy()
        self.data[self.add_prefix("key")] = new_key()


def new_key() -> str:
    return str(uuid.uuid4())


# What stands in the fields at first ----------------------------------------------------


def asked_day(text: str | None) -> date | None:
    """A date of an address; None for anything else."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def asked_time(text: str | None) -> time | None:
    try:
        found = time.fromisoformat(text or "")
    except ValueError:
        return None
    return None if found.tzinfo else found.replace(second=0, microsecond=0)


def filled_with(
    resource: Resource, starts_at: datetime, ends_at: datetime
) -> dict[str, Any] | None:
    """The fields that say these moments; None when no wall time says them."""
    zone = resource.space.zone_info
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    day = start.date()
    if resource.terms.is_whole:
        asked = Window(utc_minute(starts_at), utc_minute(ends_at))
        for part, window in parts_of_day(resource, day).items():
            if window == asked:
                return {"date": day, "part": part}
        return None
    for moment in (start, end):
        told = wall_minute(moment.date(), minutes_of(moment.time()), zone)
        if told.minute != utc_minute(moment):
            return None
    if ends_at - starts_at > timedelta(days=1):
        return None
    return {
        "date": day,
        "starts": start.time().replace(tzinfo=None),
        "ends": end.time().replace(tzinfo=None),
    }


def parts_of_day(resource: Resource, day: date) -> dict[str, Window]:
    """What of a day may be booked where the half or the whole day is let: by its name
    the time from its beginning to its end. Parts at which it is closed are missing."""
    zone, terms = resource.space.zone_info, resource.terms
    opening = windows_of([resource], day, day)[resource.pk]
    units = terms.windows(opening, zone)
    here = [one for one in units if local_of(one.start, zone).date() == day]
    parts = {ALL_DAY: here}
    if terms.grain == Grain.HALF_DAY:
        noon = wall_minute(day, terms.half_day_at, zone).minute
        parts[MORNING] = [one for one in here if one.start < noon]
        parts[AFTERNOON] = [one for one in here if one.start >= noon]
    # (where a day has a break in it, only what comes before can be had at once)
    return {name: joined(some)[0] for name, some in parts.items() if some}
