"""Shapes of the answers of this package."""

from rest_framework import serializers

from cms.core.api.serializers import locale_field
from cms.library.citations import STYLES
from cms.library.imports import DUPLICATE, ERROR, NEW


class CitationSerializer(serializers.Serializer):
    style = serializers.ChoiceField(choices=list(STYLES.items()))
    locale = locale_field(help_text="Language of the words around the record.")
    text = serializers.CharField()
    html = serializers.CharField(help_text="The same with <i> and no other element.")


class ImportFileSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="At most 5 MB and 2,000 records.")


class ImportRowSerializer(serializers.Serializer):
    line = serializers.IntegerField(help_text="Where the record begins in the file.")
    state = serializers.ChoiceField(
        choices=[(state, state) for state in (NEW, DUPLICATE, ERROR)]
    )
    title = serializers.CharField(allow_blank=True)
    messages = serializers.ListField(child=serializers.CharField())
    duplicate_of = serializers.UUIDField(allow_null=True)
    key = serializers.UUIDField(
        allow_null=True, help_text="Of the work that was added."
    )


class ImportReportSerializer(serializers.Serializer):
    dry_run = serializers.BooleanField()
    new = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    errors = serializers.IntegerField()
    rows = ImportRowSerializer(many=True)
