"""Between works and the neutral records of the formats."""

from typing import Any

from cms.core.folding import fold
from cms.core.languages import best
from cms.library.formats.record import (
    PLAIN,
    ROLES,
    UNKNOWN,
    Person,
    Record,
    lines,
    one_line,
)
from cms.library.models import Work

_DATE = ("year", "month", "day", "circa")


def record_of(work: Work, code: str) -> Record:
    """The record of a work whose relations are loaded, for readers of `code`.

    Its title and keywords are in that language or the next best one.
    """
    titles = {title.locale: one_line(title.text) for title in work.titles.all()}
    abstracts = {text.locale: lines(text.text) for text in work.abstracts.all()}
    subjects = list(work.subjects.all())
    plain: dict[str, Any] = {name: one_line(getattr(work, name)) for name in PLAIN}
    record = Record(
        kind=work.kind,
        titles=titles,
        title_language=_main(code, titles),
        abstracts=abstracts,
        abstract_language=_main(code, abstracts),
        languages=list(work.languages),
        subjects=[subject.code for subject in subjects],
        keywords=[one_line(subject.label_in(code)) for subject in subjects],
        contributors=people_of(work),
        year=work.year,
        month=work.month,
        day=work.day,
        circa=work.circa,
        **plain,
    )
    record.key = key_of(work, record)
    return record


def people_of(work: Work) -> list[Person]:
    """Authors, then editors, then translators; each group in the order of the record."""
    names = ("role", "given", "family", "literal", "orcid")
    people = [
        Person(**{name: one_line(getattr(person, name)) for name in names})
        for person in work.contributors.all()
    ]
    return sorted(people, key=lambda person: ROLES.index(person.role))


def key_of(work: Work, record: Record) -> str:
    """'gashi1998-1a2b3c4d': readable in a text, and no other work's."""
    first = record.contributors[0] if record.contributors else Person()
    words = fold(first.family or first.literal or record.title).split()
    word = "".join(c for c in (words or ["work"])[0] if c.isascii())[:20] or "work"
    return f"{word}{work.year or ''}-{work.uid.hex[:8]}"


def fields_of(record: Record) -> dict[str, Any]:
    """What of the record stands in fields of `Work` itself."""
    return {
        "kind": record.kind,
        "languages": record.languages,
        **{name: getattr(record, name) for name in (*_DATE, *PLAIN)},
    }


def _main(code: str, texts: dict[str, str]) -> str:
    return best(code, texts) or next(iter(texts), UNKNOWN)
