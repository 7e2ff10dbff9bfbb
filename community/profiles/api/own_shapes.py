"""Shapes of what a member reads and writes of their own profile."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from community.profiles.audiences import FIELDS, NAMES
from community.profiles.labels import tidy, tidy_lines
from community.profiles.models import (
    Education,
    Experience,
    LanguageSkill,
    Licence,
    Occupation,
    Profile,
    ProfileLink,
    ProfileSkill,
    Visit,
)
from community.profiles.presets import PRESETS

_LONG = ("summary", "text")
_PART = serializers.ModelSerializer


class TidySerializer(serializers.Serializer):
    """Abstract. Unknown members are refused by name; texts are tidied."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError(
                {name: [_("There is no such member.")] for name in sorted(unknown)}
            )
        values: Any = super().to_internal_value(data)
        return {
            name: _tidied(name, value) if isinstance(value, str) else value
            for name, value in values.items()
        }


def _tidied(name: str, text: str) -> str:
    return tidy_lines(text) if name in _LONG else tidy(text)


class OwnExperienceSerializer(TidySerializer, _PART):
    class Meta:
        model = Experience
        fields = (
            *("id", "title", "organisation", "place"),
            *("start_year", "end_year", "text"),
        )


class OwnEducationSerializer(TidySerializer, _PART):
    class Meta:
        model = Education
        fields = ("id", "degree", "school", "field", "start_year", "end_year")


class OwnLicenceSerializer(TidySerializer, _PART):
    class Meta:
        model = Licence
        fields = ("id", "title", "issuer", "number", "year", "valid_until")


class OwnLanguageSerializer(TidySerializer, _PART):
    level = serializers.ChoiceField(choices=LanguageSkill.Level.values)

    class Meta:
        model = LanguageSkill
        fields = ("id", "language", "level")


class OwnLinkSerializer(TidySerializer, _PART):
    class Meta:
        model = ProfileLink
        fields = ("id", "title", "url")


class OwnVisitSerializer(TidySerializer, _PART):
    class Meta:
        model = Visit
        fields = ("id", "start", "end", "place")


PART_SHAPES: dict[str, type[_PART]] = {
    "experience": OwnExperienceSerializer,
    "education": OwnEducationSerializer,
    "licences": OwnLicenceSerializer,
    "languages": OwnLanguageSerializer,
    "links": OwnLinkSerializer,
    "visits": OwnVisitSerializer,
}


class OwnSkillSerializer(TidySerializer, _PART):
    skill = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    level = serializers.IntegerField(
        min_value=1, max_value=3, required=False, help_text="1 basic, 2 good, 3 expert."
    )

    class Meta:
        model = ProfileSkill
        fields = ("skill", "has", "level", "offers", "seeks", "endorsements")
        read_only_fields = ("endorsements",)


class OwnProfileSerializer(TidySerializer, _PART):
    """What the owner sees. Parts and skills are written at addresses of their own."""

    occupation = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Occupation.objects.units(),
        allow_null=True,
        required=False,
        help_text="ISCO-08 unit group.",
    )
    availability = serializers.ListField(
        child=serializers.ChoiceField(choices=Profile.Availability.values),
        required=False,
    )
    email = serializers.EmailField(
        source="show_email", allow_blank=True, required=False
    )
    experience = OwnExperienceSerializer(many=True, read_only=True)
    education = OwnEducationSerializer(many=True, read_only=True)
    licences = OwnLicenceSerializer(many=True, read_only=True)
    languages = OwnLanguageSerializer(many=True, read_only=True)
    links = OwnLinkSerializer(many=True, read_only=True)
    visits = OwnVisitSerializer(many=True, read_only=True)
    skills = OwnSkillSerializer(many=True, read_only=True)
    has_photo = serializers.BooleanField(source="photo", read_only=True)
    is_listed = serializers.BooleanField(read_only=True)
    is_verified = serializers.BooleanField(read_only=True)
    percent = serializers.SerializerMethodField(help_text="How much is filled.")

    class Meta:
        model = Profile
        fields = (
            *("slug", "language", "name", "headline", "summary", "occupation"),
            *("position", "employer", "years", "country", "city", "origin"),
            *("availability", "hours_a_month", "email", "phone", "birth_year"),
            *("experience", "education", "licences", "languages", "links", "visits"),
            *("skills", "has_photo", "is_listed", "is_verified", "percent"),
        )

    @extend_schema_field(serializers.IntegerField(min_value=0, max_value=100))
    def get_percent(self, profile: Profile) -> int:
        return int(self.context["percent"])


class AudiencesField(serializers.ListField):
    child = serializers.ChoiceField(choices=list(NAMES.values()))


@extend_schema_serializer(component_name="VisibilityOfFields")
class FieldsSerializer(TidySerializer):
    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            name: AudiencesField(required=False, help_text="Empty: only me.")
            for name in FIELDS
        }


class VisibilitySerializer(TidySerializer):
    fields_shown = FieldsSerializer(required=False)
    partners = serializers.BooleanField(
        required=False, help_text="Consent that partner organisations see the profile."
    )
    preset = serializers.ChoiceField(
        choices=list(PRESETS), allow_null=True, required=False
    )


class ConsentSerializer(TidySerializer):
    consent = serializers.BooleanField(
        help_text=(
            "Must be true: being listed can reveal ethnic origin (GDPR, Article 9), so "
            "the member says so expressly."
        )
    )


class ListedSerializer(serializers.Serializer):
    is_listed = serializers.BooleanField()


class PhotoUploadSerializer(serializers.Serializer):
    photo = serializers.FileField(help_text="At most 10 MB.")


class PhotoKeptSerializer(serializers.Serializer):
    has_photo = serializers.BooleanField()
