"""The kinds of page that have rows."""

from functools import cache
from typing import Any

from django.apps import apps


@cache
def page_kinds() -> tuple[Any, ...]:
    """The page models that know what to tell the read model."""
    return tuple(
        model for model in apps.get_models() if hasattr(model, "row_permissions")
    )
