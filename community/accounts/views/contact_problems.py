"""Rows of a file that are not imported: on the page, and as a file to mend them by."""

import csv
from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.tables import defused
from community.accounts.actions import judged
from community.accounts.actions.importing import Judged
from community.accounts.imports import Finding
from community.accounts.models import ImportBatch

LISTED = 50  # on the page; the file has all
FINDINGS = {
    Finding.OK: gettext_lazy("can be imported"),
    Finding.WRONG: gettext_lazy("have an error"),
    Finding.TWICE: gettext_lazy("stand twice in the file"),
    Finding.KNOWN: gettext_lazy("are contacts already"),
    Finding.MEMBER: gettext_lazy("are members already"),
    Finding.LEFT_ALONE: gettext_lazy("asked to be left out"),
}
REASONS = {
    Finding.TWICE: gettext_lazy("The address stands further up in the file."),
    Finding.KNOWN: gettext_lazy("The address is a contact already."),
    Finding.MEMBER: gettext_lazy("The address belongs to a member."),
}


def counts(batch: ImportBatch) -> list[tuple[str, int]]:
    return [(str(words), batch.found.get(one, 0)) for one, words in FINDINGS.items()]


class _Echo:
    """What csv writes into: it hands the line on."""

    def write(self, line: str) -> str:
        return line


def lines(found: ImportBatch, language: str) -> Iterator[bytes]:
    """What is sent piece by piece is made after the request's language has ended."""
    writer = csv.writer(_Echo())
    with translation.override(language):
        titles = [_("Line"), _("Reason"), *found.titles]
        # Spreadsheets take a file for UTF-8 when it begins with this mark.
        yield "\ufeff".encode() + _line(writer, titles)
        for one in judged(found):
            if reason := _reason(one):
                yield _line(writer, [one.row.line, reason, *one.cells])


def _line(writer: Any, cells: list[Any]) -> bytes:
    told: str = writer.writerow([defused(cell) for cell in cells])
    return told.encode("utf-8", "replace")


def _reason(one: Judged) -> str:
    """'' for rows that are imported, and for those who asked to be left out."""
    return one.row.problem or str(REASONS.get(one.finding, ""))


def first_problems(found: ImportBatch) -> list[tuple[int, str, str]]:
    """(line, reason, the row's beginning)"""
    if not any(found.found.get(name) for name in (Finding.WRONG, *REASONS)):
        return []
    listed: list[tuple[int, str, str]] = []
    for one in judged(found):
        if reason := _reason(one):
            listed.append((one.row.line, reason, ", ".join(filter(None, one.cells))))
        if len(listed) == LISTED:
            break
    return listed
