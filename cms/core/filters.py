"""The filters of a list screen, asked of the read model."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django_filters import FilterSet

from cms.core.rows.reads import Rows

LONGEST_QUERY = 300  # of those whose forms are kept
Conditions = Mapping[str, Callable[[Rows, Any], Rows]]


def fitting(rows: Rows, screen: FilterSet, conditions: Conditions) -> Rows:
    """The rows that fit; none when a filter is wrong, whose message the form shows."""
    if not screen.is_valid():
        return rows.none()
    return narrowed(rows, screen.form.cleaned_data, conditions)


def filter_context(screen: FilterSet, request: HttpRequest) -> dict[str, Any]:
    """What templates are told of the filters; `filter_query` tells choices apart."""
    chosen = {
        name: values
        for name in screen.form.fields
        if any(values := request.GET.getlist(name))
    }
    query = urlencode(chosen, doseq=True)
    is_short = len(query) <= LONGEST_QUERY
    return {
        "filter": screen,
        "is_filtered": bool(chosen),
        "filter_query": query if is_short else None,
    }


def narrowed(rows: Rows, asked: Mapping[str, Any], conditions: Conditions) -> Rows:
    """The rows that fit these cleaned values; empty values ask nothing."""
    for name, value in asked.items():
        if value not in (None, "", [], ()):
            rows = conditions[name](rows, value)
    return rows
