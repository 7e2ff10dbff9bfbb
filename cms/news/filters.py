"""One filter for the list screen and the API of the news."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.rows.reads import Rows
from cms.news.models import NewsPage

MAX_QUERY_LENGTH = 256


class YearFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "min_value": 1900, "max_value": 2100})


class NewsFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), max_length=MAX_QUERY_LENGTH)
    category = django_filters.ChoiceFilter(
        label=_("Category"),
        choices=NewsPage.Category.choices,
        empty_label=_("All categories"),
    )
    year = YearFilter(field_name="date", lookup_expr="year", label=_("Year"))

    class Meta:
        model = NewsPage
        fields: list[str] = []


def _in_year(rows: Rows, year: int) -> Rows:
    return rows.between(year * 10_000, year * 10_000 + 9_999)


# The same filters on the read model (`NewsPage.row_facets`).
ROW_CONDITIONS: dict[str, Callable[[Rows, Any], Rows]] = {
    "q": Rows.matching,
    "category": lambda rows, name: rows.having(f"category:{name}"),
    "year": _in_year,
}
