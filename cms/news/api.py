"""The endpoint of the news."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.envelope import envelopes
from cms.core.api.schema import list_of, list_parameters
from cms.core.api.serializers import EnvelopeSerializer, ImageSerializer
from cms.core.api.views import ListEndpoint
from cms.news.cards import NEWEST, with_pictures
from cms.news.filters import NewsFilter
from cms.news.models import NewsPage


class NewsSourceSerializer(serializers.Serializer):
    name = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)


class NewsSerializer(EnvelopeSerializer):
    date = serializers.DateField()
    category = serializers.ChoiceField(choices=NewsPage.Category.choices)
    lead = serializers.CharField()
    image = ImageSerializer(allow_null=True)
    source = NewsSourceSerializer()
    correction = serializers.CharField(allow_blank=True)
    pinned_until = serializers.DateField(allow_null=True)


class NewsList(ListEndpoint):
    filterset = NewsFilter
    orders: ClassVar[dict[str, tuple[str, ...]]] = {
        "-date": NEWEST,
        "date": ("date", "id"),
    }

    def queryset(self, request: Request) -> QuerySet[NewsPage]:
        return NewsPage.objects.visible_to(request.user)

    def narrowed(self, queryset: Any) -> QuerySet[NewsPage]:
        return with_pictures(queryset.best_in(self.locale))

    def items(self, rows: list[NewsPage], request: Request) -> list[dict]:
        found = envelopes(rows, self.locale, request.user)
        return [{**found[n.pk], **n.api_content()} for n in rows if n.pk in found]

    @extend_schema(
        operation_id="news_list",
        parameters=list_parameters(orders, NewsFilter),
        responses=list_of(NewsSerializer),
    )
    def get(self, request: Request) -> Response:
        """News, the latest first; the whole text is at `pages/{key}/`."""
        return super().get(request)
