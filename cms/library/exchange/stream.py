"""A result set as one file, a chunk of works at a time."""

from collections.abc import Iterator

from cms.core.rows.reads import ORDERS, Rows
from cms.library.formats import FORMATS
from cms.library.models import Work
from cms.library.records import record_of

ADDED = ORDERS["added"]
CHUNK = 250


def file_of(rows: Rows, file_format: str, code: str) -> Iterator[str]:
    """The works, the newest record first; memory is that of one chunk.

    Pages by id and not by a cursor of the database, so that no transaction stays open
    while a slow reader takes the file.
    """
    found = FORMATS[file_format]
    between = ""
    yield found.before
    for chunk in _chunks(rows):
        records = [found.write(record_of(work, code)) for work in chunk]
        yield between + found.between.join(records)
        between = found.between
    yield found.after


def _chunks(rows: Rows) -> Iterator[list[Work]]:
    found = rows.page(ADDED, CHUNK)
    while found:
        works = Work.objects.with_citation().in_bulk([row.number for row in found])
        yield [works[row.number] for row in found if row.number in works]
        last = [found[-1].number]
        found = rows.page(ADDED, CHUNK, last) if len(found) == CHUNK else []
