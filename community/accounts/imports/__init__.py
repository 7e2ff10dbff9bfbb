"""Reading of files with contacts: as tables, by columns, row by row. Nothing is written
to the database here."""

from community.accounts.imports.columns import FIELDS, guess_columns, language_called
from community.accounts.imports.rows import Finding, Row, tidy_row
from community.accounts.imports.tables import (
    MAX_FILE,
    MAX_ROWS,
    Parked,
    UnreadableTableError,
    park_table,
    parked_rows,
)

__all__ = [
    "FIELDS",
    "MAX_FILE",
    "MAX_ROWS",
    "Finding",
    "Parked",
    "Row",
    "UnreadableTableError",
    "guess_columns",
    "language_called",
    "park_table",
    "parked_rows",
    "tidy_row",
]
