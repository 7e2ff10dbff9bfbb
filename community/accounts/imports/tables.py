"""A CSV or Excel file as rows of text, whatever wrote it, without holding it in memory.

The rows are parked as one JSON array a line, `[line, [cell, …]]`, so that an import can
go on from where it was left.
"""

import contextlib
import csv
import datetime
import io
import json
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from cms.core.archives import kind_of_archive

MAX_FILE: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 60
LONGEST_CELL: Final = 1000  # characters; more is cut, and then too long for any field
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 64 * 1024
# Excel on Windows writes this; its older sister page 1250 has ë, ç, ä, ö, ü and ß at the
# same places.
_OLD = "cp1252"
_HAS_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
Line = tuple[int, list[str]]


class UnreadableTableError(Exception):
    """The file cannot be taken; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Parked:
    """`titles` of the columns and the number of rows beneath them."""

    titles: list[str]
    rows: int


def park_table(file: BinaryIO, size: int, out: IO[bytes]) -> Parked:
    """Write the rows of `file`, `size` bytes long, to `out`.

    Raises UnreadableTableError for a file that is too large, broken, or no table.
    """
    if size > MAX_FILE:
        message = _("The file is larger than %(number)s MB.")
        raise UnreadableTableError(message % {"number": MAX_FILE // 2**20})
    file.seek(0)
    is_archive = file.read(4) == b"PK\x03\x04"
    file.seek(0)
    lines = _sheet_lines(file, size) if is_archive else _text_lines(file)
    with contextlib.closing(lines):
        return _park(_filled(lines), out)


def parked_rows(file: BinaryIO, position: int = 0) -> Iterator[tuple[int, Line]]:
    """(position after the row, the row), from `position` on."""
    file.seek(position)
    for raw in iter(file.readline, b""):
        position += len(raw)
        number, cells = json.loads(raw)
        yield position, (number, cells)


def _park(lines: Iterator[Line], out: IO[bytes]) -> Parked:
    first = next(lines, None)
    if first is None:
        raise UnreadableTableError(_("There is nothing in the file."))
    titles, number = [cell[:120] for cell in first[1]], 0
    if any(_HAS_ADDRESS.match(cell.strip()) for cell in first[1]):
        # A table without titles: its first row is a person.
        titles = [
            _("Column %(number)s") % {"number": n + 1} for n in range(len(titles))
        ]
        number += _write(out, first)
    for line in lines:
        number += _write(out, line)
        if number > MAX_ROWS:
            message = _("The file has more than %(number)s rows. Split it.")
            raise UnreadableTableError(message % {"number": MAX_ROWS})
    if not number:
        raise UnreadableTableError(_("There are no rows beneath the titles."))
    return Parked(titles, number)


def _write(out: IO[bytes], line: Line) -> int:
    out.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    return 1


def _filled(lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Line]:
    for number, cells in lines:
        kept = [cell.replace("\x00", "")[:LONGEST_CELL] for cell in cells[:MAX_COLUMNS]]
        if any(cell.strip() for cell in kept):
            yield number, kept


def _text_lines(file: BinaryIO) -> Generator[Line, None, None]:
    encoding = _encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        sample = text.read(_SAMPLE)
        text.seek(0)
        skipped, delimiter = _delimiter(sample)
        if skipped:
            text.readline()
        reader = csv.reader(text, delimiter=delimiter)
        for cells in reader:
            yield reader.line_num + skipped, cells
    except csv.Error as wrong:
        message = _("The table is broken: a quotation mark may have no second one.")
        raise UnreadableTableError(message) from wrong
    finally:
        text.detach()  # else the upload is closed with it


def _encoding(file: BinaryIO) -> str:
    """'utf-8-sig', 'utf-16' or Windows' own. Raises UnreadableTableError for no text."""
    start = file.read(_SAMPLE)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _read_through(file, "utf-16")
    if b"\x00" in start:
        raise UnreadableTableError(_no_table())
    try:
        return _read_through(file, "utf-8-sig")
    except UnreadableTableError:
        return _read_through(file, _OLD)


def _read_through(file: BinaryIO, encoding: str) -> str:
    """The encoding, when all of the file is in it."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        while piece := text.read(_SAMPLE):
            if "\x00" in piece:
                raise UnreadableTableError(_no_table())
    except UnicodeError as odd:
        raise UnreadableTableError(_no_table()) from odd
    finally:
        text.detach()
    return encoding


def _delimiter(sample: str) -> tuple[int, str]:
    """(lines to skip, the sign between cells). Excel may name it in a line of its own."""
    first = sample.partition("\n")[0].rstrip("\r")
    if first[:4].lower() == "sep=" and first[4:] in _DELIMITERS:
        return 1, first[4]
    return 0, max(_DELIMITERS, key=lambda sign: _regular(sample, sign))


def _regular(sample: str, sign: str) -> tuple[int, int]:
    """(rows as wide as the first, its width) with this sign; (0, 1) when it parts none."""
    lines = sample.splitlines()[:30]
    try:
        rows = [row for row in csv.reader(lines, delimiter=sign) if row]
    except csv.Error:
        return 0, 1
    width = len(rows[0]) if rows else 1
    return (sum(len(row) == width for row in rows), width) if width > 1 else (0, 1)


def _sheet_lines(file: BinaryIO, size: int) -> Generator[Line, None, None]:
    """The first sheet of a workbook that was looked through for bombs and macros."""
    try:
        kind = kind_of_archive(file, size)
    except ValidationError as refused:
        raise UnreadableTableError(" ".join(refused.messages)) from refused
    if kind != "xlsx":
        raise UnreadableTableError(_no_table())
    file.seek(0)
    book: Any = None
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        rows = book.worksheets[0].iter_rows(max_col=MAX_COLUMNS, values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield number, _without_end([_as_text(cell) for cell in cells])
    except UnreadableTableError:
        raise
    except Exception as broken:
        # openpyxl fails in as many ways as a file can be wrong.
        message = _("This workbook is broken. Save it once more, or as CSV.")
        raise UnreadableTableError(message) from broken
    finally:
        if book is not None:
            book.close()


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a telephone number
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()
    return str(cell)


def _without_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _no_table() -> str:
    return _("This is no table that can be read. Save it as CSV (UTF-8) or as .xlsx.")
