"""One filter for the list screen and the API of the questions."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.rows.reads import Rows
from cms.faq.models import FaqEntryPage

MAX_QUERY_LENGTH = 256


class FaqEntryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), max_length=MAX_QUERY_LENGTH)
    topic = django_filters.UUIDFilter(label=_("Topic"), widget=forms.HiddenInput)
    audience = django_filters.ChoiceFilter(
        label=_("For whom"),
        choices=FaqEntryPage.Audience.choices,
        empty_label=_("For anyone"),
    )
    country = django_filters.CharFilter(
        label=_("Country"),
        max_length=2,
        widget=forms.HiddenInput,
    )

    class Meta:
        model = FaqEntryPage
        fields: list[str] = []


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
