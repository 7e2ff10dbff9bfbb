"""Shapes of the library's answers."""

from rest_framework import serializers

from cms.core.api.serializers import BlockSerializer, EnvelopeSerializer, locale_field
from cms.library.models import Work


class ContributorSerializer(serializers.Serializer):
    role = serializers.CharField()
    given = serializers.CharField(allow_blank=True)
    family = serializers.CharField(allow_blank=True)
    literal = serializers.CharField(
        allow_blank=True, help_text="Name of an organisation."
    )
    orcid = serializers.CharField(allow_blank=True)


class SubjectReferenceSerializer(serializers.Serializer):
    code = serializers.SlugField()
    label = serializers.CharField()


class SubjectSerializer(SubjectReferenceSerializer):
    parent = serializers.CharField(allow_null=True)
    locale = locale_field()
    labels = serializers.DictField(child=serializers.CharField())
    works = serializers.IntegerField(help_text="Visible works with this very subject.")


class WorkSubjectSerializer(SubjectSerializer):
    """Code and label; the rest with `expand=subjects`."""

    def get_fields(self):
        return _optional(super().get_fields(), {"code", "label"})


class WorkSerializer(EnvelopeSerializer):
    work_type = serializers.ChoiceField(
        choices=Work.Kind.choices, help_text="CSL type."
    )
    summary = serializers.CharField(allow_blank=True)
    issued = serializers.CharField(
        allow_blank=True,
        help_text="ISO 8601 as far as known: 1948, 1948-12, 1948-12-10.",
    )
    circa = serializers.BooleanField()
    languages = serializers.ListField(
        child=serializers.CharField(), help_text="ISO 639."
    )
    contributors = ContributorSerializer(many=True)
    subjects = WorkSubjectSerializer(many=True)
    publisher = serializers.CharField(allow_blank=True)
    doi = serializers.CharField(allow_blank=True)
    access = serializers.ChoiceField(choices=Work.Access.choices)


class WorkRelationSerializer(WorkSerializer):
    """Relation, key and title; the rest of the item with `expand=relations`."""

    relation = serializers.CharField()

    def get_fields(self):
        return _optional(super().get_fields(), {"relation", "key", "title"})


class WorkItemSerializer(WorkSerializer):
    body = BlockSerializer(many=True, required=False, help_text="With `expand=body`.")
    relations = WorkRelationSerializer(
        many=True, required=False, help_text="With `expand=relations`."
    )


class WorkFileSerializer(serializers.Serializer):
    title = serializers.CharField()
    url = serializers.CharField()
    locale = serializers.CharField(allow_blank=True)


class WorkDetailSerializer(WorkSerializer):
    titles = serializers.DictField(child=serializers.CharField())
    abstracts = serializers.DictField(child=serializers.CharField())
    place = serializers.CharField(allow_blank=True)
    container = serializers.CharField(allow_blank=True)
    volume = serializers.CharField(allow_blank=True)
    issue = serializers.CharField(allow_blank=True)
    pages = serializers.CharField(allow_blank=True)
    edition = serializers.CharField(allow_blank=True)
    isbn = serializers.CharField(allow_blank=True)
    issn = serializers.CharField(allow_blank=True)
    source_url = serializers.CharField(allow_blank=True)
    licence = serializers.CharField(allow_blank=True)
    rights = serializers.CharField(allow_blank=True)
    why = serializers.CharField(allow_blank=True)
    body = BlockSerializer(many=True)
    relations = WorkRelationSerializer(many=True)
    files = WorkFileSerializer(many=True)


def _optional(fields, besides):
    """The fields, of which only these are always there."""
    for name, field in fields.items():
        field.required = name in besides
    return fields
