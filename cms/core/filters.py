"""The filters of a list screen, asked of the read model."""

from collections.abc import Callable, Mapping
from typing import Any

from django_filters import FilterSet

from cms.core.rows.reads import Rows

Conditions = Mapping[str, Callable[[Rows, Any], Rows]]


def fitting(rows: Rows, screen: FilterSet, conditions: Conditions) -> Rows:
    """The rows that fit; none when a filter is wrong, whose message the form shows."""
    if not screen.is_valid():
        return rows.none()
    return narrowed(rows, screen.form.cleaned_data, conditions)


def narrowed(rows: Rows, asked: Mapping[str, Any], conditions: Conditions) -> Rows:
    """The rows that fit these cleaned values; empty values ask nothing."""
    for name, value in asked.items():
        if value not in (None, "", [], ()):
            rows = conditions[name](rows, value)
    return rows
