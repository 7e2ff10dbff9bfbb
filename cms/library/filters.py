"""One filter for the library's list screen and for its API."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.core.rows.reads import Rows
from cms.library.models import Subject, Work
from cms.library.models.works import FIRST_YEAR, LAST_YEAR

MAX_QUERY_LENGTH = 256


class YearField(forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "min_value": FIRST_YEAR, "max_value": LAST_YEAR})


class YearFilter(django_filters.Filter):
    field_class = YearField


class WorkFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Search"), method="filter_text", max_length=MAX_QUERY_LENGTH
    )
    type = django_filters.MultipleChoiceFilter(
        field_name="kind", label=_("Type"), choices=Work.Kind.choices
    )
    subject = django_filters.ModelChoiceFilter(
        label=_("Subject"),
        queryset=lambda request: Subject.objects.with_labels(),
        to_field_name="code",
        method="filter_subject",
        empty_label=_("All subjects"),
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=settings.LANGUAGES,
        method="filter_language",
        empty_label=_("All languages"),
    )
    year_min = YearFilter(field_name="year", lookup_expr="gte", label=_("From year"))
    year_max = YearFilter(field_name="year", lookup_expr="lte", label=_("To year"))

    class Meta:
        model = Work
        fields: list[str] = []

    def filter_text(self, works, name, value):
        return works.matching(value, self.request.user)

    def filter_subject(self, works, name, subject):
        below = Subject.objects.with_descendants(subject.code)
        return works.filter(
            pk__in=Work.subjects.through.objects.filter(subject__in=below).values(
                "work"
            )
        )

    def filter_language(self, works, name, code):
        return works.in_language(code, self.request.user)


def _of_types(rows: Rows, kinds: list[str]) -> Rows:
    return rows.having(*(f"type:{kind}" for kind in kinds))


# The same filters on the read model (`LibraryItemPage.row_facets`).
ROW_CONDITIONS: dict[str, Callable[[Rows, Any], Rows]] = {
    "q": Rows.matching,
    "type": _of_types,
    "subject": lambda rows, subject: rows.having(f"subject:{subject.code}"),
    "language": Rows.existing_in,
    "year_min": lambda rows, year: rows.between(year * 10_000, None),
    "year_max": lambda rows, year: rows.between(
        (FIRST_YEAR - 1) * 10_000, year * 10_000 + 9_999
    ),
}
