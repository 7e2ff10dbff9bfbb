"""The endpoints of questions and answers."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.envelope import envelopes
from cms.core.api.schema import list_of, list_parameters
from cms.core.api.serializers import EnvelopeSerializer
from cms.core.api.views import ListEndpoint
from cms.faq.cards import STEP
from cms.faq.filters import FaqEntryFilter
from cms.faq.models import FaqEntryPage, FaqTopicPage


class FaqTopicSerializer(EnvelopeSerializer):
    intro = serializers.CharField(allow_blank=True)


class TopicReferenceSerializer(serializers.Serializer):
    key = serializers.UUIDField()
    title = serializers.CharField()


class FaqEntrySerializer(EnvelopeSerializer):
    question = serializers.CharField()
    short_answer = serializers.CharField()
    audience = serializers.ChoiceField(choices=FaqEntryPage.Audience.choices)
    country = serializers.CharField(allow_null=True, help_text="ISO 3166, two letters.")
    last_reviewed = serializers.DateField(allow_null=True)
    topic = TopicReferenceSerializer()


class FaqTopicList(ListEndpoint):
    orders: ClassVar[dict[str, tuple[str, ...]]] = {"tree": ("path",)}

    def queryset(self, request: Request) -> QuerySet[FaqTopicPage]:
        return FaqTopicPage.objects.visible_to(request.user)

    def narrowed(self, queryset: Any) -> QuerySet[FaqTopicPage]:
        return queryset.best_in(self.locale)

    def items(self, rows: list[FaqTopicPage], request: Request) -> list[dict]:
        found = envelopes(rows, self.locale, request.user)
        return [{**found[t.pk], **t.api_content()} for t in rows if t.pk in found]

    @extend_schema(
        operation_id="faq_topics_list",
        parameters=list_parameters(orders),
        responses=list_of(FaqTopicSerializer),
    )
    def get(self, request: Request) -> Response:
        """Topics, in the order in which editors arranged them."""
        return super().get(request)


class FaqEntryList(ListEndpoint):
    filterset = FaqEntryFilter
    orders: ClassVar[dict[str, tuple[str, ...]]] = {
        "tree": ("path",),
        "-added": ("-id",),
    }

    def queryset(self, request: Request) -> QuerySet[FaqEntryPage]:
        return FaqEntryPage.objects.visible_to(request.user)

    def narrowed(self, queryset: Any) -> QuerySet[FaqEntryPage]:
        return queryset.best_in(self.locale).defer_streamfields()

    def items(self, rows: list[FaqEntryPage], request: Request) -> list[dict]:
        found = envelopes(rows, self.locale, request.user)
        topics = topics_of(rows, self.locale, request)
        return [
            {**found[e.pk], **e.api_content(), "topic": topics[e.path[:-STEP]]}
            for e in rows
            if e.pk in found and e.path[:-STEP] in topics
        ]

    @extend_schema(
        operation_id="faq_entries_list",
        parameters=list_parameters(orders, FaqEntryFilter),
        responses=list_of(FaqEntrySerializer),
    )
    def get(self, request: Request) -> Response:
        """Questions with their short answers; the whole answer is at `pages/{key}/`."""
        return super().get(request)


def topics_of(
    entries: list[FaqEntryPage], code: str, request: Request
) -> dict[str, dict]:
    """{key, title} of each entry's topic in the language, by the topic's tree path."""
    parents = {entry.path[:-STEP] for entry in entries}
    keys = dict(
        FaqTopicPage.objects.filter(path__in=parents).values_list(
            "path", "translation_key"
        )
    )
    visible = FaqTopicPage.objects.visible_to(request.user).filter(
        translation_key__in=set(keys.values())
    )
    titles = dict(visible.best_in(code).values_list("translation_key", "title"))
    return {
        path: {"key": str(key), "title": titles[key]}
        for path, key in keys.items()
        if key in titles
    }
