"""What the API tells of spaces, what is let in them, and their hours."""

from typing import Any

from rest_framework import serializers

from cms.core.languages import CODES
from community.spaces.models import Resource, Space
from community.spaces.timetable import OpenDay


class SpaceNamesSerializer(serializers.Serializer):
    sq = serializers.CharField()
    en = serializers.CharField()
    de = serializers.CharField()


class GeoSerializer(serializers.Serializer):
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()


class SpaceSerializer(serializers.Serializer):
    id = serializers.SlugField()
    name = serializers.CharField(help_text="In the language that was asked for.")
    names = SpaceNamesSerializer()
    address = serializers.CharField()
    city = serializers.CharField()
    geo = GeoSerializer(allow_null=True)
    zone = serializers.CharField(help_text="Of the IANA database.")


class SpaceDetailSerializer(SpaceSerializer):
    email = serializers.CharField()
    phone = serializers.CharField()
    policy = serializers.CharField(help_text="House rules, as text.")
    resources = serializers.IntegerField(help_text="How many are let.")


class SpaceListSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = SpaceSerializer(many=True)


class ResourceSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    space = serializers.SlugField()
    kind = serializers.ChoiceField(choices=Resource.Kind.values)
    name = serializers.CharField(help_text="In the language that was asked for.")
    names = SpaceNamesSerializer()
    capacity = serializers.IntegerField(help_text="People.")
    is_shared = serializers.BooleanField(help_text="Let by the seat.")
    granularity = serializers.ChoiceField(choices=Resource.Granularity.values)
    step = serializers.IntegerField(help_text="Minutes of the grid.")
    shortest = serializers.IntegerField(help_text="Minutes.")
    longest = serializers.IntegerField(help_text="Minutes.")
    lead = serializers.IntegerField(help_text="Minutes ahead at least.")
    horizon_days = serializers.IntegerField(help_text="Days ahead at most.")
    buffer = serializers.IntegerField(help_text="Minutes between bookings.")
    needs_approval = serializers.BooleanField()
    needs_check_in = serializers.BooleanField()
    amenities = serializers.ListField(
        child=serializers.ChoiceField(choices=Resource.Amenity.choices)
    )
    active_from = serializers.DateField(allow_null=True)
    active_until = serializers.DateField(allow_null=True)


class ResourceListSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = ResourceSerializer(many=True)


class SegmentSerializer(serializers.Serializer):
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    free = serializers.IntegerField(help_text="Seats; of a room 1 or 0.")


class AvailabilitySerializer(serializers.Serializer):
    resource = serializers.IntegerField(help_text="Its id.")
    name = serializers.CharField(help_text="In the language that was asked for.")
    kind = serializers.ChoiceField(choices=Resource.Kind.values)
    space = serializers.SlugField()
    zone = serializers.CharField(help_text="Of the IANA database.")
    seats = serializers.IntegerField(help_text="Bookings at a time at most.")
    segments = SegmentSerializer(
        many=True, help_text="What is open and can still be booked, in order, in UTC."
    )


class AvailabilityPageSerializer(serializers.Serializer):
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = AvailabilitySerializer(many=True)


class ResourceAvailabilitySerializer(AvailabilitySerializer):
    # (`from` is a word of Python)
    def get_fields(self) -> dict[str, serializers.Field]:
        edges = ("from", "to")
        return {
            **{name: serializers.DateTimeField() for name in edges},
            **super().get_fields(),
        }


class OpenHoursSerializer(serializers.Serializer):
    opens = serializers.DateTimeField(help_text="With the offset of the space then.")
    closes = serializers.DateTimeField()


class OpenDaySerializer(serializers.Serializer):
    date = serializers.DateField()
    hours = OpenHoursSerializer(many=True, help_text="Empty: closed.")
    label = serializers.CharField(help_text="Why it is otherwise than usual.")
    is_estimated = serializers.BooleanField(help_text="The date may still change.")


class OpeningHoursSerializer(serializers.Serializer):
    space = serializers.SlugField()
    zone = serializers.CharField()
    days = OpenDaySerializer(many=True)


def space(one: Space, locale: str) -> dict[str, Any]:
    is_placed = one.latitude is not None and one.longitude is not None
    return {
        "id": one.slug,
        "name": one.name_in(locale),
        "names": {code: one.name_in(code) for code in CODES},
        "address": one.address,
        "city": one.city,
        "geo": {"latitude": float(one.latitude), "longitude": float(one.longitude)}
        if is_placed
        else None,
        "zone": one.zone,
    }


def space_detail(one: Space, locale: str, resources: int) -> dict[str, Any]:
    return {
        **space(one, locale),
        "email": one.email,
        "phone": one.phone,
        "policy": one.policy_in(locale),
        "resources": resources,
    }


_PLAIN = (
    "kind", "capacity", "is_shared", "granularity", "step", "shortest", "longest",
    "lead", "horizon_days", "buffer", "needs_approval", "needs_check_in", "amenities",
    "active_from", "active_until",
)  # fmt: skip


def resource(one: Resource, locale: str) -> dict[str, Any]:
    return {
        "id": one.pk,
        "space": one.space.slug,
        "name": one.name_in(locale),
        "names": {code: one.name_in(code) for code in CODES},
        **{name: getattr(one, name) for name in _PLAIN},
    }


def open_day(one: OpenDay) -> dict[str, Any]:
    return {
        "date": one.day,
        "hours": [
            {"opens": opens.isoformat(), "closes": closes.isoformat()}
            for opens, closes in one.hours
        ],
        "label": one.label,
        "is_estimated": one.is_estimated,
    }
