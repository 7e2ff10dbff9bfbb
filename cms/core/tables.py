"""Cells for spreadsheets."""

from typing import Any

# What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(cell: Any) -> Any:
    """The same, but text that would be run as a formula begins with an apostrophe."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell
