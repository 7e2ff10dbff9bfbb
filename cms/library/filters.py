"""One filter for the library's list screen and for its API."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.core import filters
from cms.core.folding import query_words
from cms.core.rows.reads import Rows
from cms.library import identifiers
from cms.library.models import Subject, Work
from cms.library.models.works import FIRST_YEAR, LAST_YEAR

MAX_QUERY_LENGTH = 256


class YearField(forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "min_value": FIRST_YEAR, "max_value": LAST_YEAR})


class YearFilter(django_filters.Filter):
    field_class = YearField


class DoiField(forms.CharField):
    def clean(self, value):
        value = super().clean(value)
        return identifiers.doi(value) if value else value


class DoiFilter(django_filters.Filter):
    field_class = DoiField


class WorkFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), max_length=MAX_QUERY_LENGTH)
    type = django_filters.MultipleChoiceFilter(
        field_name="kind", label=_("Type"), choices=Work.Kind.choices
    )
    subject = django_filters.ModelChoiceFilter(
        label=_("Subject"),
        queryset=lambda request: Subject.objects.with_labels(),
        to_field_name="code",
        empty_label=_("All subjects"),
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=settings.LANGUAGES,
        empty_label=_("All languages"),
    )
    year_min = YearFilter(field_name="year", lookup_expr="gte", label=_("From year"))
    year_max = YearFilter(field_name="year", lookup_expr="lte", label=_("To year"))

    contributor = django_filters.CharFilter(
        label=_("Author, editor or translator"),
        max_length=MAX_QUERY_LENGTH,
    )
    access = django_filters.ChoiceFilter(
        label=_("Access"), choices=Work.Access.choices, empty_label=_("Any access")
    )
    has_file = django_filters.ChoiceFilter(
        label=_("With a file that you may open"),
        choices=[("true", _("With a file")), ("false", _("Without a file"))],
        empty_label=_("With or without a file"),
    )
    doi = DoiFilter(label="DOI", max_length=identifiers.MAX_LENGTH)
    updated_since = django_filters.IsoDateTimeFilter(label=_("Changed since"))

    class Meta:
        model = Work
        fields: list[str] = []


def _of_types(rows: Rows, kinds: list[str]) -> Rows:
    return rows.having(*(f"type:{kind}" for kind in kinds))


def _by(rows: Rows, name: str) -> Rows:
    """One and the same person has words that begin as each word of the name does."""
    words = query_words(name)
    if not words:
        return rows
    return rows.holding(f"by_{word}" for word in words).where(
        "EXISTS (SELECT 1 FROM unnest(facets) AS f WHERE f LIKE ALL(%s))",
        ["by: %", *(f"% {word}%" for word in words)],
    )


def _with_file(rows: Rows, answer: str) -> Rows:
    if answer == "true":
        return rows.having("file:yes")
    return rows.where("NOT facets @> '{file:yes}'")


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
    "contributor": _by,
    "access": lambda rows, name: rows.having(f"access:{name}"),
    "has_file": _with_file,
    "doi": lambda rows, doi: rows.having(f"doi:{doi.lower()}"),
    "updated_since": Rows.changed_since,
}


def narrowed(rows: Rows, asked: dict[str, Any]) -> Rows:
    """The rows that fit these cleaned values of the filter; empty values ask nothing."""
    return filters.narrowed(rows, asked, ROW_CONDITIONS)
