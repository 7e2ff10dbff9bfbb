"""What members may send about bookings and visits. What is not named here is refused."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from cms.core.api.inputs import LARGEST, StrictSerializer, id_field
from community.spaces.actions.asking import Ask, Told, local_moment
from community.spaces.api.times import SPACE_CLOCK, MomentField, whose_clock
from community.spaces.models import Booking, Resource

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

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "tz" not in values:
            naive = [
                name
                for name in _TIMES
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


class BookingEditSerializer(TimedSerializer):
    """What is missing stays as it is."""

    resource = id_field(help_text="Another one of the same space.")
    party_size = _party()
    note = _note()


class VisitItemSerializer(TimedSerializer):
    resource = id_field(help_text="Its id.")
    party_size = _party(required=False)
    note = _note(default="")


class VisitInputSerializer(StrictSerializer):
    space = serializers.SlugField(max_length=40)
    first = serializers.DateField(help_text="A day of the space.")
    last = serializers.DateField()
    opens = serializers.TimeField(help_text="Each day from, by the clocks of the space.")
    closes = serializers.TimeField(help_text="Each day until.")
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6),
        default=lambda: list(range(7)),
        min_length=1,
        max_length=7,
        help_text="0 is Monday; all unless given.",
    )
    kinds = serializers.ListField(
        child=serializers.ChoiceField(choices=Resource.Kind.values),
        default=list,
        max_length=len(Resource.Kind.values),
        help_text="One of these; any unless given.",
    )
    party_size = _party(default=1)
    note = _note(default="")
    items = VisitItemSerializer(
        many=True,
        required=False,
        min_length=1,
        max_length=MOST_ITEMS,
        help_text="What to book; without it the plan of `visits/plan/` is booked.",
    )
    all_or_nothing = serializers.BooleanField(
        default=True,
        help_text="False: days on which all is taken are left out of the plan.",
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


def _moment(name: str, given: datetime, resource: Resource) -> tuple[datetime, str]:
    if given.tzinfo is not None:
        return given, ""
    moment, hint = local_moment(name, resource, given.date(), given.time())
    return moment.replace(microsecond=given.microsecond), hint
