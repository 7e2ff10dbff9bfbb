"""Shapes of the answers that all kinds of content share."""

from django.conf import settings
from rest_framework import serializers


def locale_field(**kwargs) -> serializers.ChoiceField:
    return serializers.ChoiceField(
        choices=[code for code, _ in settings.LANGUAGES], **kwargs
    )


class AvailableLocaleSerializer(serializers.Serializer):
    locale = locale_field()
    path = serializers.CharField(help_text="Address of this language version.")


class TranslationInfoSerializer(serializers.Serializer):
    source_locale = locale_field(
        help_text="Language in which the thing was first written."
    )


class EnvelopeSerializer(serializers.Serializer):
    key = serializers.UUIDField(help_text="Identity, the same in all languages.")
    type = serializers.CharField()
    title = serializers.CharField()
    path = serializers.CharField(
        help_text="Address for readers of the requested language."
    )
    url = serializers.URLField()
    locale = locale_field(help_text="Language of the text.")
    requested_locale = locale_field()
    is_fallback = serializers.BooleanField(
        help_text="The text does not exist in the requested language."
    )
    translation = TranslationInfoSerializer()
    available_locales = AvailableLocaleSerializer(many=True)
    published = serializers.DateTimeField(allow_null=True)
    updated = serializers.DateTimeField(allow_null=True)


class RenditionSerializer(serializers.Serializer):
    url = serializers.CharField()
    width = serializers.IntegerField(help_text="Pixels.")
    height = serializers.IntegerField(help_text="Pixels.")


class ImageSerializer(RenditionSerializer):
    alt = serializers.CharField(allow_blank=True)
    srcset = RenditionSerializer(many=True)


class ReferenceSerializer(serializers.Serializer):
    key = serializers.UUIDField()
    type = serializers.CharField()
    title = serializers.CharField()
    locale = locale_field()
    path = serializers.CharField()
    is_fallback = serializers.BooleanField()


class BlockSerializer(serializers.Serializer):
    id = serializers.CharField(allow_null=True)
    type = serializers.CharField()
    value = serializers.JSONField(help_text="Depends on the type of the block.")


class ExpandableSerializer(EnvelopeSerializer):
    """Items of lists that `expand` adds to."""

    body = BlockSerializer(many=True, required=False, help_text="With `expand=body`.")
    related = serializers.ListField(
        child=serializers.DictField(),
        required=False,
        help_text="With `expand=related`: what to go on with, as items of lists.",
    )


class PageSerializer(EnvelopeSerializer):
    content = serializers.DictField(
        help_text="Fields of this type of page. `related` holds references;"
        " with `expand=related` whole items of lists."
    )
    body = BlockSerializer(many=True)


class TreeNodeSerializer(EnvelopeSerializer):
    has_children = serializers.BooleanField()


class LocaleSerializer(serializers.Serializer):
    code = locale_field()
    name = serializers.CharField(help_text="The language's name in itself.")
    is_default = serializers.BooleanField()
    fallbacks = serializers.ListField(child=locale_field())
    home = serializers.CharField()


class ResolvedSerializer(serializers.Serializer):
    key = serializers.UUIDField()
    type = serializers.CharField()
    path = serializers.CharField()
    locale = locale_field()
    requested_locale = locale_field()
    is_fallback = serializers.BooleanField()


class ProblemSerializer(serializers.Serializer):
    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False
    )
