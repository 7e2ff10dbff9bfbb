"""Shapes of the answers about bookings and visits, for the description of the API."""

from typing import Any

from rest_framework import serializers

from cms.core.api.schema import PROBLEM, REFUSED
from cms.core.api.serializers import ProblemSerializer
from community.spaces.api.times import ClockField
from community.spaces.models import Booking, BookingEvent, WaitlistEntry


class SpaceGuestSerializer(serializers.Serializer):
    name = serializers.CharField(help_text="As this reader may see it.")
    slug = serializers.CharField(help_text="In the directory; empty where unseen.")
    is_named = serializers.BooleanField()


class TimesSerializer(serializers.Serializer):
    starts_at = serializers.DateTimeField(help_text="In UTC.")
    ends_at = serializers.DateTimeField()
    local_start = serializers.DateTimeField(help_text="By the clocks of the space.")
    local_end = serializers.DateTimeField()
    zone = serializers.CharField(help_text="Of the IANA database.")


class FreeChoiceSerializer(TimesSerializer):
    resource = serializers.IntegerField(help_text="Its id.")
    resource_name = serializers.CharField()
    space = serializers.SlugField()


class BookingSerializer(TimesSerializer):
    id = serializers.UUIDField()
    resource = serializers.IntegerField(help_text="Its id.")
    resource_name = serializers.CharField(help_text="In the language asked for.")
    space = serializers.SlugField()
    member = SpaceGuestSerializer(allow_null=True)
    visit = serializers.UUIDField(allow_null=True)
    party_size = serializers.IntegerField()
    state = serializers.ChoiceField(choices=Booking.State.values)
    version = serializers.IntegerField(help_text="What `ETag` and `If-Match` tell.")
    note = serializers.CharField()
    hold_expires_at = serializers.DateTimeField(
        allow_null=True, help_text="Until when a request holds the place."
    )
    created_at = serializers.DateTimeField()
    can = serializers.ListField(
        child=serializers.CharField(),
        help_text="What this reader may do: any of `change`, `cancel`, `confirm`,"
        " `decline`, `check_in`, `check_out`, `no_show`.",
    )


class WholeBookingSerializer(BookingSerializer):
    hints = serializers.ListField(
        child=serializers.CharField(),
        help_text="What was understood otherwise than one may think.",
    )


class BookingPageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = BookingSerializer(many=True)


class BookingEventSerializer(serializers.Serializer):
    action = serializers.ChoiceField(choices=BookingEvent.Action.values)
    from_state = serializers.ChoiceField(choices=Booking.State.values, allow_null=True)
    to_state = serializers.ChoiceField(choices=Booking.State.values)
    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = SpaceGuestSerializer(
        allow_null=True, help_text="For those who manage the space."
    )


class BookingEventsSerializer(serializers.Serializer):
    items = BookingEventSerializer(many=True)


class BookableVisitSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    first = serializers.DateField()
    last = serializers.DateField()
    opens = ClockField()
    closes = ClockField()
    zone = serializers.CharField()
    note = serializers.CharField()
    created_at = serializers.DateTimeField()
    bookings = BookingSerializer(many=True)
    can = serializers.ListField(
        child=serializers.CharField(), help_text="`cancel`, or nothing."
    )


class VisitPageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = BookableVisitSerializer(many=True)


class WaitSerializer(TimesSerializer):
    id = serializers.UUIDField()
    resource = serializers.IntegerField(help_text="Its id.")
    resource_name = serializers.CharField(help_text="In the language asked for.")
    space = serializers.SlugField()
    any_of_kind = serializers.BooleanField(
        help_text="Another one of its kind in the space will do, too."
    )
    member = SpaceGuestSerializer(allow_null=True)
    party_size = serializers.IntegerField()
    note = serializers.CharField()
    until = serializers.DateTimeField(help_text="After it no place is wanted any more.")
    state = serializers.ChoiceField(choices=WaitlistEntry.State.values)
    before = serializers.IntegerField(
        allow_null=True,
        help_text="How many came earlier, wait for some of the same time and would take"
        " the same place; null for who waits no longer.",
    )
    booking = serializers.UUIDField(
        allow_null=True, help_text="What came of it, where a place came free."
    )
    created_at = serializers.DateTimeField()
    can = serializers.ListField(
        child=serializers.CharField(), help_text="`leave`, or nothing."
    )


class WholeWaitSerializer(WaitSerializer):
    hints = serializers.ListField(
        child=serializers.CharField(),
        help_text="What was understood otherwise than one may think.",
    )


class WaitPageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = WaitSerializer(many=True)


class PlanDaySerializer(FreeChoiceSerializer):
    day = serializers.DateField()
    has_moved = serializers.BooleanField(help_text="Elsewhere than the day before.")


class PlanGapSerializer(serializers.Serializer):
    day = serializers.DateField()
    reason = serializers.ChoiceField(choices=["closed", "full", "out_of_range"])
    label = serializers.CharField(help_text="Why it is closed, such as a holiday.")
    alternatives = FreeChoiceSerializer(many=True)
    waitlist = FreeChoiceSerializer(
        allow_null=True,
        help_text="Where all is taken: what one may wait for (`POST waitlist/`).",
    )


class PlanSerializer(serializers.Serializer):
    space = serializers.SlugField()
    zone = serializers.CharField()
    moves = serializers.IntegerField(help_text="How often one changes the place.")
    days = PlanDaySerializer(many=True)
    singles = serializers.ListField(
        child=serializers.IntegerField(),
        help_text="Ids of what is free on all these days.",
    )
    gaps = PlanGapSerializer(many=True)


class NewVisitSerializer(BookableVisitSerializer):
    hints = serializers.ListField(child=serializers.CharField())
    gaps = PlanGapSerializer(many=True, help_text="Days without a place.")


# Refusals ---------------------------------------------------------------------------------


class BrokenRuleSerializer(ProblemSerializer):
    codes = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Of each field: `order`, `past`, `lead`, `horizon`, `short`, `long`,"
        " `grid`, `closed`, `party`, `gap` and others.",
    )


class FullSerializer(ProblemSerializer):
    choices = FreeChoiceSerializer(
        many=True, required=False, help_text="What is free instead, three at most."
    )
    waitlist = serializers.BooleanField(
        required=False,
        help_text="One may wait for what is taken (`POST waitlist/`).",
    )


class FreeNowSerializer(ProblemSerializer):
    choices = FreeChoiceSerializer(
        many=True, required=False, help_text="What is free now, three at most."
    )


class FullPartSerializer(FreeChoiceSerializer):
    choices = FreeChoiceSerializer(many=True)


class VisitNotBookedSerializer(ProblemSerializer):
    full = FullPartSerializer(many=True, required=False)
    gaps = PlanGapSerializer(many=True, required=False)


DECIDED = {**REFUSED, (412, PROBLEM): ProblemSerializer}
BOOKED: dict[Any, Any] = {
    **REFUSED,
    (409, PROBLEM): FullSerializer,
    (422, PROBLEM): BrokenRuleSerializer,
}
CHANGED = {
    **BOOKED,
    (412, PROBLEM): ProblemSerializer,
    (428, PROBLEM): ProblemSerializer,
}
VISIT_BOOKED = {**BOOKED, (409, PROBLEM): VisitNotBookedSerializer}
WAITS: dict[Any, Any] = {
    **REFUSED,
    (409, PROBLEM): FreeNowSerializer,
    (422, PROBLEM): BrokenRuleSerializer,
}
PLANNED = {(422, PROBLEM): BrokenRuleSerializer}
