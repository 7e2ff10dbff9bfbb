"""A result set as one file, a chunk of works at a time."""

from collections.abc import Iterator

from cms.library.formats import FORMATS
from cms.library.querysets import WorkQuerySet
from cms.library.records import record_of

CHUNK = 250


def file_of(works: WorkQuerySet, file_format: str, code: str) -> Iterator[str]:
    """The works, the newest record first; memory is that of one chunk.

    Pages by id and not by a cursor of the database, so that no transaction stays open
    while a slow reader takes the file.
    """
    found = FORMATS[file_format]
    between = ""
    yield found.before
    for chunk in _chunks(works):
        records = [found.write(record_of(work, code)) for work in chunk]
        yield between + found.between.join(records)
        between = found.between
    yield found.after


def _chunks(works: WorkQuerySet) -> Iterator[list]:
    rest = works.order_by("-pk").with_citation()
    chunk = list(rest[:CHUNK])
    while chunk:
        yield chunk
        full = len(chunk) == CHUNK
        chunk = list(rest.filter(pk__lt=chunk[-1].pk)[:CHUNK]) if full else []
