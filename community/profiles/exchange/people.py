"""What members show to the organisation, as a table. Memory does not grow with it.

Only rows of the directory are read, so what a member hides cannot be in a file.
"""

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import IO, Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cms.core.tables import defused
from community.profiles.audiences import Audience
from community.profiles.countries import country_names, language_names
from community.profiles.models import Profile
from community.profiles.names import occupation_name, skill_name
from community.profiles.querysets import Directory

CHUNK = 500
PIECE = 64 * 1024
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cells = list[str]
Step = Callable[[int], Any]


def shown_to_organisation(words: str = "") -> Directory:
    directory = Directory(Audience.ORG)
    return directory.matching(words) if words else directory


def titles() -> list[str]:
    return [
        _("Address"), _("Name"), _("Headline"), _("ISCO-08 code"), _("Occupation"),
        _("Position"), _("Employer"), _("Country"), _("City"), _("Skills"),
        _("Languages"), _("Availability"), _("Offers"), _("Seeks"), _("Verified"),
        _("Listed since"),
    ]  # fmt: skip


def table(directory: Directory, language: str, step: Step = int) -> Iterator[Cells]:
    """The titles, then a row for each person; labels in `language`.

    `step` is told how many rows went out.
    """
    with translation.override(language):
        yield titles()
    place = 0
    while rows := directory.after(place, CHUNK):
        # Between two pieces of an answer other work may have chosen its own language.
        with translation.override(language):
            cells = [_cells(since, whole, language) for _id, since, whole in rows]
        yield from cells
        place = rows[-1][0]
        step(len(rows))


def _cells(since: datetime, whole: str, language: str) -> Cells:
    told = json.loads(whole)
    countries, tongues = country_names(language), language_names(language)
    availability = dict(Profile.Availability.choices)
    code = told["occupation"] or ""
    cells = [
        told["slug"],
        told["name"],
        told["headline"],
        # As text: a code may begin with a nought.
        code,
        occupation_name(code, language),
        told["position"],
        told["employer"],
        countries.get(told["country"] or "", ""),
        told["city"],
        _list(skill_name(one["skill"], language) for one in told["skills"]),
        _list(
            f"{tongues.get(one['language'], one['language'])} ({one['level']})"
            for one in told["languages"]
        ),
        _list(str(availability.get(one, one)) for one in told["availability"]),
        _list(skill_name(one, language) for one in told["offers"]),
        _list(skill_name(one, language) for one in told["seeks"]),
        _("yes") if told["verified"] else "",
        timezone.localtime(since).date().isoformat(),
    ]
    # Signs that Excel refuses go first: behind one, a formula would come to light.
    return [defused(ILLEGAL_CHARACTERS_RE.sub("", cell)) for cell in cells]


def _list(names: Iterable[str]) -> str:
    return "; ".join(name for name in names if name)


def as_csv(rows: Iterable[Cells]) -> Iterator[bytes]:
    """Pieces of a CSV file in UTF-8, with the mark by which Excel knows that."""
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf"
    lines: list[str] = []
    for row in rows:
        lines.append(writer.writerow(row))
        if len(lines) == CHUNK:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def as_xlsx(rows: Iterable[Cells]) -> Iterator[bytes]:
    """Pieces of an Excel file, which is put together in a temporary one."""
    with tempfile.TemporaryFile() as file:
        write_xlsx(rows, file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def write_xlsx(rows: Iterable[Cells], file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("people")
    for row in rows:
        sheet.append(row)
    book.save(file)


WRITERS: dict[str, Callable[[Iterable[Cells]], Iterator[bytes]]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
}


class _Echo:
    """What `csv` writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line
