"""One filter for the list screen and the API of the questions."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.rows.reads import Rows
from cms.faq.models import FaqEntryPage, FaqTopicPage

MAX_QUERY_LENGTH = 256


class FaqEntryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Search"), method="filter_text", max_length=MAX_QUERY_LENGTH
    )
    topic = django_filters.UUIDFilter(
        label=_("Topic"), method="filter_topic", widget=forms.HiddenInput
    )
    audience = django_filters.ChoiceFilter(
        label=_("For whom"),
        choices=FaqEntryPage.Audience.choices,
        empty_label=_("For anyone"),
    )
    country = django_filters.CharFilter(
        label=_("Country"),
        max_length=2,
        method="filter_country",
        widget=forms.HiddenInput,
    )

    class Meta:
        model = FaqEntryPage
        fields: list[str] = []

    def filter_text(self, entries, name, value):
        return entries.with_any_edition_matching(value)

    def filter_topic(self, entries, name, key):
        topics = FaqTopicPage.objects.visible_to(self.request.user)
        return entries.below(topics.filter(translation_key=key))

    def filter_country(self, entries, name, code):
        return entries.filter(country__in=["", code.upper()])


def _for_country(rows: Rows, code: str) -> Rows:
    """What holds for this country, and what holds anywhere."""
    return rows.having("country:", f"country:{code.upper()}")


# The same filters on the read model (`FaqEntryPage.row_facets`).
ROW_CONDITIONS: dict[str, Callable[[Rows, Any], Rows]] = {
    "q": Rows.matching,
    "topic": lambda rows, key: rows.having(f"topic:{key}"),
    "audience": lambda rows, name: rows.having(f"audience:{name}"),
    "country": _for_country,
}
