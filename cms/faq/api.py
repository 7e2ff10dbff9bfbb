"""The endpoints of questions and answers."""

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from cms.core.api.lists import ListEndpoint
from cms.core.api.schema import list_of, list_parameters
from cms.core.api.serializers import EnvelopeSerializer, ExpandableSerializer
from cms.faq.filters import ROW_CONDITIONS, FaqEntryFilter
from cms.faq.models import FaqEntryPage


class FaqTopicSerializer(EnvelopeSerializer):
    intro = serializers.CharField(allow_blank=True)


class TopicReferenceSerializer(serializers.Serializer):
    key = serializers.UUIDField()
    title = serializers.CharField()


class FaqEntrySerializer(ExpandableSerializer):
    question = serializers.CharField()
    short_answer = serializers.CharField()
    audience = serializers.ChoiceField(choices=FaqEntryPage.Audience.choices)
    country = serializers.CharField(allow_null=True, help_text="ISO 3166, two letters.")
    last_reviewed = serializers.DateField(allow_null=True)
    topic = TopicReferenceSerializer()


class FaqTopicList(ListEndpoint):
    types = ("faq-topic",)
    orders: ClassVar[dict[str, str]] = {"tree": "tree"}

    @extend_schema(
        operation_id="faq_topics_list",
        parameters=list_parameters(orders),
        responses=list_of(FaqTopicSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """Topics, in the order in which editors arranged them."""
        return super().get(request)


class FaqEntryList(ListEndpoint):
    types = ("faq-entry",)
    filterset = FaqEntryFilter
    conditions = ROW_CONDITIONS
    expansions = ("body", "related")
    orders: ClassVar[dict[str, str]] = {"tree": "tree", "-added": "added"}

    @extend_schema(
        operation_id="faq_entries_list",
        parameters=list_parameters(orders, FaqEntryFilter, expansions=expansions),
        responses=list_of(FaqEntrySerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """Questions with their short answers; the whole answer is at `pages/{key}/`."""
        return super().get(request)
