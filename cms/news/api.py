"""The endpoint of the news."""

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from cms.core.api.lists import ListEndpoint
from cms.core.api.schema import list_of, list_parameters
from cms.core.api.serializers import ExpandableSerializer, ImageSerializer
from cms.news.filters import ROW_CONDITIONS, NewsFilter
from cms.news.models import NewsPage


class NewsSourceSerializer(serializers.Serializer):
    name = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)


class NewsSerializer(ExpandableSerializer):
    date = serializers.DateField()
    category = serializers.ChoiceField(choices=NewsPage.Category.choices)
    lead = serializers.CharField()
    image = ImageSerializer(allow_null=True)
    source = NewsSourceSerializer()
    correction = serializers.CharField(allow_blank=True)
    pinned_until = serializers.DateField(allow_null=True)


class NewsList(ListEndpoint):
    types = ("news",)
    filterset = NewsFilter
    conditions = ROW_CONDITIONS
    expansions = ("body", "related")
    orders: ClassVar[dict[str, str]] = {"-date": "newest", "date": "oldest"}

    @extend_schema(
        operation_id="news_list",
        parameters=list_parameters(orders, NewsFilter, expansions=expansions),
        responses=list_of(NewsSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """News, the latest first; the whole text is at `pages/{key}/`."""
        return super().get(request)
