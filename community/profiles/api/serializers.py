"""Shapes of the answers about occupations and skills."""

from typing import Any

from rest_framework import serializers

from cms.core.api.serializers import locale_field
from cms.core.languages import best
from community.profiles.models import Label, Occupation, Skill, SkillGroup
from community.profiles.querysets import Suggestion


class LabelsSerializer(serializers.Serializer):
    label = serializers.CharField(
        help_text="In `locale`: the requested language or the best other one."
    )
    locale = locale_field()
    labels = serializers.DictField(
        child=serializers.CharField(), help_text="Preferred labels by language."
    )


class OccupationReferenceSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="ISCO-08.")
    label = serializers.CharField()


class OccupationSerializer(LabelsSerializer):
    code = serializers.CharField(help_text="ISCO-08.")
    level = serializers.IntegerField(
        help_text="1 major, 2 sub-major, 3 minor, 4 unit group."
    )
    parent = serializers.CharField(allow_null=True)


class AlternativesSerializer(serializers.Serializer):
    alternatives = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Other words by language.",
    )


class OccupationDetailSerializer(AlternativesSerializer, OccupationSerializer):
    ancestors = OccupationReferenceSerializer(many=True)
    children = OccupationReferenceSerializer(many=True)


class SkillGroupReferenceSerializer(serializers.Serializer):
    code = serializers.SlugField()
    label = serializers.CharField()


class SkillSerializer(LabelsSerializer):
    slug = serializers.SlugField()
    group = SkillGroupReferenceSerializer(allow_null=True)
    esco_uri = serializers.CharField(allow_null=True)


class SkillDetailSerializer(AlternativesSerializer, SkillSerializer):
    pass


class SuggestionSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["occupation", "skill"])
    key = serializers.CharField(help_text="Code of an occupation, slug of a skill.")
    label = serializers.CharField()
    locale = locale_field()
    matched = serializers.CharField(help_text="The label that fits what was typed.")
    matched_locale = locale_field()


class SuggestionsSerializer(serializers.Serializer):
    items = SuggestionSerializer(many=True)


class ProposalSerializer(serializers.Serializer):
    text = serializers.CharField(
        max_length=200, help_text="2 to 80 characters, one of them a letter."
    )
    locale = locale_field(help_text="Language of the text.")


class ProposedSkillSerializer(SkillSerializer):
    status = serializers.ChoiceField(choices=["approved", "pending"])


def labels_of(names: dict[str, str], code: str) -> dict[str, Any]:
    locale = best(code, names) or code
    return {"label": names.get(locale, ""), "locale": locale, "labels": names}


def alternatives_of(thing: Occupation | Skill) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label in sorted(thing.labels.all(), key=lambda one: one.pk):
        if label.kind == Label.Kind.ALTERNATIVE:
            found.setdefault(label.language, []).append(label.text)
    return found


def occupation(isco: str, names: dict[str, str], code: str) -> dict[str, Any]:
    return {
        "code": isco,
        # A code is that of the parent and one digit more.
        "level": len(isco),
        "parent": isco[:-1] or None,
        **labels_of(names, code),
    }


def occupation_reference(one: Occupation, code: str) -> dict[str, str]:
    return {"code": one.code, "label": one.label_in(code)}


def skill(one: Skill, code: str) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "group": _group(one.group, code),
        "esco_uri": one.esco_uri,
        **labels_of(one.names, code),
    }


def suggestion(one: Suggestion) -> dict[str, str]:
    return {name: getattr(one, name) for name in SuggestionSerializer().fields}


def _group(group: SkillGroup | None, code: str) -> dict[str, str] | None:
    return {"code": group.code, "label": group.label_in(code)} if group else None
