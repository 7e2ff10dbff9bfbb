"""Totals of lists, counted once for each version of the content."""

from cms.core.rows.memo import PerVersion
from cms.core.rows.reads import Rows

_totals: PerVersion[int] = PerVersion(2000)


def total_of(rows: Rows, version: int) -> int:
    """Number of distinct things in all pages of the list."""
    return _totals.get(version, rows.signature, rows.count)
