"""The filters of a list screen, asked of the read model."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.http import urlencode
from django_filters import FilterSet

from cms.core.rows.reads import Rows

LONGEST_QUERY = 300  # of those whose forms are kept
Conditions = Mapping[str, Callable[[Rows, Any], Rows]]


class Screen:
    """The filters of a list screen. The form is made only when something was chosen or
    it has to be shown."""

    def __init__(
        self, kind: type[FilterSet], none: QuerySet, request: HttpRequest
    ) -> None:
        query = request.GET
        self._make = lambda: kind(query, none, request=request)
        self.names = list(kind.base_filters)
        self.chosen = {
            name: query.getlist(name) for name in self.names if any(query.getlist(name))
        }

    @cached_property
    def filter(self) -> FilterSet:
        return self._make()

    def fitting(self, rows: Rows, conditions: Conditions) -> Rows:
        """The rows that fit; none when a filter is wrong, which the form tells."""
        if not self.chosen:
            return rows
        if not self.filter.is_valid():
            return rows.none()
        return narrowed(rows, self.filter.form.cleaned_data, conditions)

    def context(self) -> dict[str, Any]:
        """What templates are told; `filter_query` tells choices apart."""
        query = urlencode(self.chosen, doseq=True)
        is_short = len(query) <= LONGEST_QUERY
        return {
            "filter": SimpleLazyObject(lambda: self.filter),
            "filter_names": self.names,
            "is_filtered": bool(self.chosen),
            "filter_query": query if is_short else None,
        }


def narrowed(rows: Rows, asked: Mapping[str, Any], conditions: Conditions) -> Rows:
    """The rows that fit these cleaned values; empty values ask nothing."""
    for name, value in asked.items():
        if value not in (None, "", [], ()):
            rows = conditions[name](rows, value)
    return rows
