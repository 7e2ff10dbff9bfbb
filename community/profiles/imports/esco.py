"""The CSV files of ESCO, as its download gives them out (version 1.2).

`skills_<language>.csv` and `occupations_<language>.csv` have, among others, the columns
`conceptUri`, `preferredLabel`, `altLabels` (one on each line of the cell) and `status`;
occupations have `iscoGroup`, the code of their ISCO-08 group.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from community.profiles.labels import LONGEST, has_letter, spelling, tidy

Kind = Literal["skill", "occupation"]
_NEEDED = {"conceptUri", "preferredLabel", "altLabels"}
_URI = re.compile(r"^https?://data\.europa\.eu/esco/\S+\Z")
# Some of the files of ESCO part the labels of a cell by a bar instead.
_BETWEEN = re.compile(r"[\r\n]+|\s\|\s")
_LONGEST_URI = 200
# A cell holds a description of some thousand characters at most.
_LARGEST_CELL = 1_000_000


class EscoFileError(Exception):
    """The file as a whole cannot be read; the message is for a person."""


@dataclass(frozen=True)
class EscoRow:
    line: int
    uri: str
    preferred: str
    alternatives: tuple[str, ...]
    isco: str = ""


@dataclass(frozen=True)
class BadLine:
    line: int
    reason: str


def kind_of(file: Path) -> Kind:
    """Whether the file is one of skills or of occupations, by its heading."""
    _line, names = next(_lines(file), (0, []))
    missing = _NEEDED - set(names)
    if missing:
        raise EscoFileError(
            f"This is no file of ESCO: it lacks {', '.join(sorted(missing))}."
        )
    return "occupation" if "iscoGroup" in names else "skill"


def esco_rows(file: Path) -> Iterator[EscoRow | BadLine]:
    """What each line says, one by one; `line` is the one where the record ends.

    Concepts that are not released any more are left out. Raises EscoFileError for a file
    that is missing, not UTF-8 or not CSV.
    """
    kind = kind_of(file)
    lines = _lines(file)
    _line, names = next(lines)
    for number, cells in lines:
        if not any(cells):
            continue
        if len(cells) != len(names):
            yield BadLine(number, f"{len(cells)} cells instead of {len(names)}.")
            continue
        row = dict(zip(names, cells, strict=True))
        if row.get("status", "released") in ("released", ""):
            yield _row(number, row, kind)


def _lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    before = csv.field_size_limit(_LARGEST_CELL)
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            for cells in reader:
                yield reader.line_num, cells
    except OSError as wrong:
        raise EscoFileError(f"The file cannot be read: {wrong.strerror}.") from wrong
    except UnicodeDecodeError as wrong:
        raise EscoFileError(
            "The file is not UTF-8. Take it as the download of ESCO gives it."
        ) from wrong
    except csv.Error as wrong:
        raise EscoFileError(f"The file is not CSV: {wrong}.") from wrong
    finally:
        csv.field_size_limit(before)


def _row(number: int, row: dict[str, str], kind: Kind) -> EscoRow | BadLine:
    uri, preferred = row["conceptUri"].strip(), tidy(row["preferredLabel"])
    isco = row.get("iscoGroup", "").strip().removeprefix("C")
    if not _URI.match(uri) or len(uri) > _LONGEST_URI:
        return BadLine(number, "The address of the concept is missing or malformed.")
    if not has_letter(preferred) or not spelling(preferred):
        return BadLine(number, "There is no preferred label.")
    if len(preferred) > LONGEST:
        return BadLine(number, f"The label has more than {LONGEST} characters.")
    if kind == "occupation" and not re.fullmatch(r"[0-9]{4}", isco):
        return BadLine(number, "The ISCO group has not four digits.")
    return EscoRow(number, uri, preferred, _alternatives(row["altLabels"]), isco)


def _alternatives(cell: str) -> tuple[str, ...]:
    texts = (tidy(text) for text in _BETWEEN.split(cell))
    return tuple(
        t for t in texts if has_letter(t) and spelling(t) and len(t) <= LONGEST
    )
