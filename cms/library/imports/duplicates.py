"""By what a record is known again, in the library and in its own file."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cms.core.folding import fold
from cms.library.imports.rows import DUPLICATE, Row
from cms.library.models import Work, WorkTitle

_NO_ISBN = Work.Kind.CHAPTER  # a chapter carries the number of its book


def mark_duplicates(rows: Iterable[Row]) -> None:
    """Rows whose work is there already, or earlier in the file, lose their draft."""
    fresh = [row for row in rows if row.draft]
    existing = _existing(fresh)
    seen: dict[tuple[str, object], Row] = {}
    for row in fresh:
        marks = _marks(row)
        twin = next((existing[mark] for mark in marks if mark in existing), None)
        earlier = next((seen[mark] for mark in marks if mark in seen), None)
        if twin:
            _mark(row, _("The library has this work: %(title)s") % {"title": twin})
            row.duplicate_of = twin
        elif earlier:
            text = _("The same work stands at line %(line)s.")
            _mark(row, text % {"line": earlier.line})
        else:
            seen.update(dict.fromkeys(marks, row))


def _mark(row: Row, message: str) -> None:
    row.state, row.messages, row.draft = DUPLICATE, [message], None


def _marks(row: Row) -> list[tuple[str, object]]:
    """By what a work is known again: DOI, ISBN, or title and year."""
    if row.draft is None:
        return []
    work = row.draft.work
    titles = [
        ("title", (fold(title.text), work.year, work.kind))
        for title in row.draft.titles
        if fold(title.text)
    ]
    isbn = work.isbn if work.kind != _NO_ISBN else ""
    numbers = [("doi", work.doi), ("isbn", isbn)]
    return [*((name, number) for name, number in numbers if number), *titles]


def _existing(rows: list[Row]) -> dict[tuple[str, object], Work]:
    """Works of the library by the marks of the rows (four queries for any number)."""
    works = [row.draft.work for row in rows if row.draft]
    every = Work.objects.prefetch_related("titles")
    found: dict[tuple[str, object], Work] = {}
    for work in every.filter(doi__in={w.doi for w in works if w.doi}):
        found["doi", work.doi] = work
    isbns = {w.isbn for w in works if w.isbn}
    for work in every.filter(isbn__in=isbns).exclude(kind=_NO_ISBN):
        found["isbn", work.isbn] = work
    titles = WorkTitle.objects.filter(work__kind__in={w.kind for w in works})
    keys = {key for row in rows for name, key in _marks(row) if name == "title"}
    rows_of_titles = titles.values_list("text", "work__year", "work__kind", "work")
    twins = {
        pk: key
        for text, year, kind, pk in rows_of_titles.iterator()
        if (key := (fold(text), year, kind)) in keys
    }
    for work in every.filter(pk__in=twins):
        found["title", twins[work.pk]] = work
    return found
