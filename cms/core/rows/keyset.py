"""Orders of rows and places in them, as SQL."""

from collections.abc import Sequence
from typing import Any


def by(order: Sequence[str]) -> str:
    """What stands behind ORDER BY."""
    return ", ".join(f"{k[1:]} DESC" if k.startswith("-") else k for k in order)


def beyond(
    order: Sequence[str], place: Sequence[Any] | None
) -> tuple[str, tuple[Any, ...]]:
    """' AND …' and its values: rows behind the one with these sort values."""
    if place is None:
        return "", ()
    names = ", ".join(key.lstrip("-") for key in order)
    marks = ", ".join(["%s"] * len(order))
    sign = "<" if order[0].startswith("-") else ">"
    return f" AND ({names}) {sign} ({marks})", tuple(place)
