"""Totals of lists, counted once for each version of the content."""

from threading import Lock

from cms.core.rows.reads import Rows

MOST_TOTALS = 2000
# Totals of one version of the content: a list is counted once after each change.
_totals: dict[str, int] = {}
_totals_version = -1
_lock = Lock()


def total_of(rows: Rows, version: int) -> int:
    """Number of distinct things in all pages of the list."""
    global _totals_version
    question = repr(rows.signature)
    with _lock:
        if _totals_version != version or len(_totals) > MOST_TOTALS:
            _totals.clear()
            _totals_version = version
        known = _totals.get(question)
    if known is not None:
        return known
    number = rows.count()
    with _lock:
        if _totals_version == version:
            _totals[question] = number
    return number


def forget_totals() -> None:
    """For tests, in which versions come back."""
    _totals.clear()
