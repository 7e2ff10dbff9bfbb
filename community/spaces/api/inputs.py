"""What members may send about bookings and visits. What is not named here is refused."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from cms.core.api.inputs import LARGEST, StrictSerializer, id_field
from community.spaces.actions import Ask, Told, VisitWish, local_moment
from community.spaces.api.times import (
    LONGEST_WINDOW,
    SPACE_CLOCK,
    ClockField,
    MomentField,
    whose_clock,
)
from community.spaces.models import Booking, Resource, Space

MOST_ITEMS = 100
LONGEST_TEXT = 5000  # characters; what is too long for a note breaks a rule of it
_TIMES = ("starts_at", "ends_at")


def _clock() -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices=[SPACE_CLOCK],
        required=False,
        help_text="Times without an offset are those of the clocks of the space.",
    )


def _party(**kwargs: Any) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=1, max_value=LARGEST, help_text="People.", **kwargs
    )


def _note(**kwargs: Any) -> serializers.CharField:
    return serializers.CharField(
        allow_blank=True,
        max_length=LONGEST_TEXT,
        help_text="500 characters at most.",
        **kwargs,
    )


class TimedSerializer(StrictSerializer):
    # (no docstring: it would be that of the inputs below) Times and whose clock they are.
    starts_at = MomentField()
    ends_at = MomentField()
    tz = _clock()
    moments = _TIMES

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "tz" not in values:
            naive = [
                name
                for name in self.moments
                if name in values and values[name].tzinfo is None
            ]
            if naive:
                raise serializers.ValidationError(dict.fromkeys(naive, whose_clock()))
        return values


class BookingInputSerializer(TimedSerializer):
    resource = id_field(help_text="Its id.")
    party_size = _party(default=1)
    note = _note(default="")
    member = serializers.CharField(
        required=False,
        max_length=200,
        help_text="Slug or UUID of the member for whom it is; for managers.",
    )


class WaitInputSerializer(TimedSerializer):
    resource = id_field(help_text="Its id.")
    party_size = _party(default=1)
    note = _note(default="")
    any_of_kind = serializers.BooleanField(
        default=False, help_text="Another one of its kind in the space will do, too."
    )
    until = MomentField(
        required=False,
        help_text="Later than that no place is wanted any more; the start unless given.",
    )
    moments = (*_TIMES, "until")


class BookingEditSerializer(TimedSerializer):
    """What is missing stays as it is."""

    resource = id_field(help_text="Another one of the same space.")
    party_size = _party()
    note = _note()


class VisitItemSerializer(TimedSerializer):
    resource = id_field(help_text="Its id.")
    party_size = _party(required=False)
    note = _note(default="")


class WishSerializer(StrictSerializer):
    # (no docstring, as above) When one would like to be there.
    space = serializers.SlugField(max_length=40)
    first = serializers.DateField(help_text="A day of the space.")
    last = serializers.DateField()
    opens = ClockField(help_text="Each day from, as 09:00, by the clocks of the space.")
    closes = ClockField(help_text="Each day until.")
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6),
        required=False,
        min_length=1,
        max_length=7,
        help_text="0 is Monday; all unless given.",
    )
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=Resource.Kind.values),
        required=False,
        max_length=len(Resource.Kind.values),
        help_text="Of resources; desks and rooms unless given.",
    )
    party_size = _party(default=1)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if (values["last"] - values["first"]).days >= LONGEST_WINDOW:
            message = _("Ask for at most 366 days.")
            raise serializers.ValidationError({"last": message})
        return values


class VisitInputSerializer(WishSerializer):
    note = _note(default="")
    items = VisitItemSerializer(
        many=True,
        required=False,
        min_length=1,
        max_length=MOST_ITEMS,
        help_text="What to book; without it what `visits/plan/` tells is booked.",
    )
    all_or_nothing = serializers.BooleanField(
        default=True,
        help_text="False: days of the plan on which all is taken are left out.",
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "items" in values and not values["all_or_nothing"]:
            message = _("Items that you name are booked all or none.")
            raise serializers.ValidationError({"all_or_nothing": message})
        return super().validate(values)


def wish_of(values: dict[str, Any], space: Space) -> VisitWish:
    return VisitWish(
        space=space,
        first=values["first"],
        last=values["last"],
        opens=values["opens"],
        closes=values["closes"],
        weekdays=frozenset(values.get("weekdays", range(7))),
        party_size=values["party_size"],
        kinds=frozenset(values.get("kinds", ())),
        note=values.get("note", ""),
    )


def ask_of(
    values: dict[str, Any], resource: Resource, before: Booking | None = None
) -> Told:
    """What is asked for; what is missing is as in the booking. Raises ValidationError for
    a time that the clocks of the space skip."""
    moments, hints = {}, []
    for name in _TIMES:
        if name in values:
            moments[name], hint = _moment(name, values[name], resource)
            hints += [hint] if hint else []
        else:
            moments[name] = getattr(before, name)
    ask = Ask(
        resource,
        moments["starts_at"],
        moments["ends_at"],
        values.get("party_size", before.party_size if before else 1),
        values.get("note", before.note if before else ""),
    )
    return Told(ask, tuple(hints))


def until_of(values: dict[str, Any], resource: Resource) -> datetime | None:
    """Raises as `ask_of`."""
    if "until" not in values:
        return None
    return _moment("until", values["until"], resource)[0]


def _moment(name: str, given: datetime, resource: Resource) -> tuple[datetime, str]:
    if given.tzinfo is not None:
        return _in_utc(given), ""
    moment, hint = local_moment(name, resource, given.date(), given.time())
    return moment.replace(microsecond=given.microsecond), hint


def _in_utc(moment: datetime) -> datetime:
    """The same moment however it was written; what no clock shows stays as it is."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment
