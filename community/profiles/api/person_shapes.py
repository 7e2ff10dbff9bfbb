"""Shapes of people in the API; what the asker may not see is '', null or empty."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from rest_framework import serializers

from cms.core.api.serializers import locale_field
from community.profiles.countries import country_names, language_names
from community.profiles.facets import PREFIXES
from community.profiles.models import LanguageSkill, Profile, SavedSearch
from community.profiles.municipalities import municipality_name
from community.profiles.names import occupation_name, skill_name

Content = dict[str, Any]


class CodeLabelSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class SlugLabelSerializer(serializers.Serializer):
    slug = serializers.CharField()
    label = serializers.CharField()


class HeldSkillSerializer(SlugLabelSerializer):
    level = serializers.IntegerField(help_text="1 basic, 2 good, 3 expert.")
    endorsements = serializers.IntegerField()


class SpokenSerializer(CodeLabelSerializer):
    level = serializers.ChoiceField(choices=LanguageSkill.Level.values)


class PersonCardSerializer(serializers.Serializer):
    slug = serializers.CharField()
    url = serializers.URLField()
    name = serializers.CharField(allow_blank=True)
    headline = serializers.CharField(allow_blank=True)
    language = locale_field(help_text="Language of the person's own texts.")
    occupation = CodeLabelSerializer(allow_null=True)
    position = serializers.CharField(allow_blank=True)
    employer = serializers.CharField(allow_blank=True)
    country = CodeLabelSerializer(allow_null=True)
    city = serializers.CharField(allow_blank=True)
    availability = serializers.ListField(
        child=serializers.ChoiceField(choices=Profile.Availability.values)
    )
    languages = CodeLabelSerializer(many=True)
    skills = SlugLabelSerializer(many=True)
    verified = serializers.BooleanField()
    photo = serializers.URLField(allow_null=True)


class PeoplePageSerializer(serializers.Serializer):
    total = serializers.IntegerField()
    total_is_exact = serializers.BooleanField(
        help_text="False where there are more people than are counted."
    )
    sort = serializers.ChoiceField(choices=["newest", "name", "relevance"])
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    items = PersonCardSerializer(many=True)
    similar_names = PersonCardSerializer(
        many=True, help_text="Whose name nearly is `q`, where nobody was found."
    )


class StaySerializer(serializers.Serializer):
    start = serializers.DateField()
    end = serializers.DateField()
    place = serializers.CharField(allow_blank=True)


class WorkSerializer(serializers.Serializer):
    title = serializers.CharField()
    organisation = serializers.CharField(allow_blank=True)
    place = serializers.CharField(allow_blank=True)
    start_year = serializers.IntegerField(allow_null=True)
    end_year = serializers.IntegerField(allow_null=True)
    text = serializers.CharField(allow_blank=True)


class StudySerializer(serializers.Serializer):
    degree = serializers.CharField()
    school = serializers.CharField(allow_blank=True)
    field = serializers.CharField(allow_blank=True)
    start_year = serializers.IntegerField(allow_null=True)
    end_year = serializers.IntegerField(allow_null=True)


class CertificateSerializer(serializers.Serializer):
    title = serializers.CharField()
    issuer = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    year = serializers.IntegerField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)


class WebLinkSerializer(serializers.Serializer):
    title = serializers.CharField(allow_blank=True)
    url = serializers.URLField()


class PersonSerializer(PersonCardSerializer):
    languages = SpokenSerializer(many=True)  # type: ignore[assignment]
    skills = HeldSkillSerializer(many=True)  # type: ignore[assignment]
    summary = serializers.CharField(allow_blank=True)
    years = serializers.IntegerField(allow_null=True)
    in_kosovo = serializers.BooleanField(allow_null=True)
    origin = CodeLabelSerializer(allow_null=True)
    hours_a_month = serializers.IntegerField(allow_null=True)
    visits = StaySerializer(many=True)
    offers = SlugLabelSerializer(many=True)
    seeks = SlugLabelSerializer(many=True)
    experience = WorkSerializer(many=True)
    education = StudySerializer(many=True)
    licences = CertificateSerializer(many=True)
    links = WebLinkSerializer(many=True)
    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    birth_year = serializers.IntegerField(allow_null=True)


class FacetValueSerializer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()
    number = serializers.IntegerField()


class FacetGroupsSerializer(serializers.Serializer):
    def get_fields(self) -> Any:
        return {name: FacetValueSerializer(many=True) for name in PREFIXES}


class FacetsSerializer(serializers.Serializer):
    total = serializers.IntegerField()
    total_is_exact = serializers.BooleanField()
    approximate = serializers.BooleanField(
        help_text="The numbers are estimated from a sample."
    )
    facets = FacetGroupsSerializer()


class NewSearchSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=80)
    query = serializers.CharField(max_length=1000, allow_blank=True)
    alert = serializers.ChoiceField(choices=SavedSearch.Alert.values, default="none")


class ChangedSearchSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=80, required=False)
    alert = serializers.ChoiceField(choices=SavedSearch.Alert.values, required=False)


class SavedSearchSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    query = serializers.CharField(allow_blank=True)
    alert = serializers.ChoiceField(choices=SavedSearch.Alert.values)
    url = serializers.URLField()
    created = serializers.DateTimeField()


def card(content: Content, locale: str) -> Content:
    spoken = language_names(locale)
    return {
        **_head(content, locale),
        "languages": [_code(one, spoken.get(one, one)) for one in content["languages"]],
        "skills": [_skill(slug, locale) for slug in content["skills"]],
        **_foot(content, locale),
    }


def person(content: Content, locale: str) -> Content:
    spoken = language_names(locale)
    return {
        **_head(content, locale),
        "languages": [
            _code(one["language"], spoken.get(one["language"], one["language"]))
            | {"level": one["level"]}
            for one in content["languages"]
        ],
        "skills": [
            _skill(one["skill"], locale)
            | {"level": one["level"], "endorsements": one["endorsements"]}
            for one in content["skills"]
        ],
        **_foot(content, locale),
        "origin": _named(
            content["origin"], municipality_name(content["origin"] or "", locale)
        ),
        "offers": [_skill(slug, locale) for slug in content["offers"]],
        "seeks": [_skill(slug, locale) for slug in content["seeks"]],
        **{name: content[name] for name in _AS_STORED},
    }


_AS_STORED = (
    "summary", "years", "in_kosovo", "hours_a_month", "visits", "experience",
    "education", "licences", "links", "email", "phone", "birth_year",
)  # fmt: skip


def _head(content: Content, locale: str) -> Content:
    code = content["occupation"]
    country = content["country"]
    return {
        "slug": content["slug"],
        "url": _address("people:person", content["slug"], locale),
        "name": content["name"],
        "headline": content["headline"],
        "language": content["language"],
        "occupation": _named(code, occupation_name(code, locale)),
        "position": content["position"],
        "employer": content["employer"],
        "country": _named(country, country_names(locale).get(country, country)),
        "city": content["city"],
        "availability": content["availability"],
    }


def _foot(content: Content, locale: str) -> Content:
    photo = _address("people:photo", content["slug"], locale)
    return {
        "verified": content["verified"],
        "photo": photo if content["has_photo"] else None,
    }


def _address(name: str, slug: str, locale: str) -> str:
    with translation.override(locale):
        return f"{settings.SITE_URL}{reverse(name, args=[slug])}"


def _named(code: str | None, label: str) -> Content | None:
    return _code(code, label or code) if code else None


def _code(code: str, label: str) -> Content:
    return {"code": code, "label": label}


def _skill(slug: str, locale: str) -> Content:
    return {"slug": slug, "label": skill_name(slug, locale) or slug}
