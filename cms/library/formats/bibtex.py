"""BibTeX: the classic types and fields, with the date in parts of its own.

Reads BibLaTeX's names of fields too.
"""

import logging
import re
from collections.abc import Iterator

import bibtexparser
from bibtexparser import Library
from bibtexparser.middlewares import RemoveEnclosingMiddleware
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    Entry,
    ParsingFailedBlock,
)
from django.utils.translation import gettext as _

from cms.library.formats.bytes import UnreadableFileError
from cms.library.formats.extras import extras_of, take_extras
from cms.library.formats.latex import decode, encode
from cms.library.formats.names import bibtex_name, bibtex_people, guarded, outside
from cms.library.formats.record import (
    UNKNOWN,
    Item,
    Record,
    language_codes,
    lines,
    one_line,
)

# It reports each broken entry on its own; we do so by line, to the person who asked.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

# More of these than any honest file of 2,000 records has; parsing would take minutes.
MAX_MARKS = 400_000
MAX_ATS = 10_000

_TYPES = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "dataset": "dataset",
    "pamphlet": "booklet",
    "report": "techreport",
    "thesis": "phdthesis",
    "webpage": "online",
}
_KINDS = {
    **{written: kind for kind, written in _TYPES.items()},
    **{"inbook": "chapter", "inproceedings": "chapter", "conference": "chapter"},
    **{"proceedings": "book", "collection": "book", "mvbook": "book"},
    **{"mastersthesis": "thesis", "thesis": "thesis", "report": "report"},
    **{"manual": "report", "electronic": "webpage", "www": "webpage"},
    **{"legislation": "legislation", "movie": "motion_picture"},
    **{"video": "motion_picture", "software": "dataset"},
}
_PUBLISHER = {"report": "institution", "thesis": "school"}
_CONTAINER = {
    **{"article-journal": "journal", "article-newspaper": "journal"},
    **{"article": "journal", "chapter": "booktitle"},
}
# Ours first, then the other names under which the same thing is found.
_READ = {
    "publisher": ("publisher", "institution", "school", "organization"),
    "place": ("address", "location"),
    "container": ("journal", "journaltitle", "booktitle", "series"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages",),
    "edition": ("edition",),
    "isbn": ("isbn",),
    "issn": ("issn",),
    "doi": ("doi",),
    "url": ("url",),
    "licence": ("license", "licence"),
    "rights": ("rights", "copyright"),
}
_MONTHS = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
_YEAR = re.compile(r"(?P<circa>c\.|ca\.?|circa)?\s*(?P<year>-?\d{1,4})", re.IGNORECASE)
_DATE = re.compile(r"^(-?\d{1,4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_COMMA = re.compile("[,;]")
_TILDE = re.compile(r"(?<!\\)~")


def write(record: Record) -> str:
    kind = _TYPES.get(record.kind, "misc")
    fields = {
        "author": _names(record, "author"),
        "editor": _names(record, "editor"),
        "translator": _names(record, "translator"),
        "title": encode(record.title),
        "year": "" if record.year is None else str(record.year),
        "month": "" if record.month is None else str(record.month),
        "day": "" if record.day is None else str(record.day),
        "circa": "true" if record.circa else "",
        _CONTAINER.get(record.kind, "series"): encode(record.container),
        _PUBLISHER.get(record.kind, "publisher"): encode(record.publisher),
        "address": encode(record.place),
        "volume": encode(record.volume),
        "number": encode(record.issue),
        # Two hyphens are an en dash in LaTeX; one stays one here.
        "pages": encode(record.pages),
        "edition": encode(record.edition),
        "isbn": encode(record.isbn),
        "issn": encode(record.issn),
        "doi": encode(record.doi),
        "url": encode(record.url),
        "language": ", ".join(record.languages),
        "license": encode(record.licence),
        "rights": encode(record.rights),
        "keywords": ", ".join(guarded(word) for word in record.keywords),
        "abstract": encode(record.abstract),
    }
    plain = {
        "ENTRYTYPE": kind,
        **{k: v for k, v in fields.items() if k in ("author", "editor", "translator")},
    }
    extras = extras_of(record, _plain_record(kind, plain))
    body = {**fields, **{name: encode(text) for name, text in extras.items()}}
    rows = [f"  {name} = {{{text}}}" for name, text in body.items() if text]
    return f"@{kind}{{{record.key},\n" + ",\n".join(rows) + "\n}\n"


def read(text: str) -> Iterator[Item]:
    """Entries in their order; duplicates of a key are records like others."""
    marks = text.count("{") + text.count("=")
    if marks > MAX_MARKS or text.count("@") > MAX_ATS:
        raise UnreadableFileError(_("This file is too large to be read as BibTeX."))
    library = bibtexparser.parse_string(text)
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        entry = _second(block, library)
        if isinstance(entry, Entry):
            yield Item(line, _record(entry))
        elif isinstance(block, ParsingFailedBlock):
            yield Item(
                line, error=_("This entry is broken: a brace or comma is wrong.")
            )


def _second(block: Block, library: Library) -> Block | None:
    """The entry inside of a block that repeats a key, without the braces of its values;
    other blocks as they are."""
    if not isinstance(block, DuplicateBlockKeyBlock):
        return block
    inside = block.ignore_error_block
    if isinstance(inside, Entry):
        RemoveEnclosingMiddleware().transform_entry(inside, library)
    return inside


def _record(entry: Entry) -> Record:
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    record = _plain_record(entry.entry_type.lower(), fields)
    record.key = one_line(entry.key)
    for name, names in _READ.items():
        found = next((fields[n] for n in names if fields.get(n)), "")
        # In an address the sign is itself, not a space that keeps words together.
        literal = _TILDE.sub(r"\\~{}", found) if name in ("url", "doi") else found
        setattr(record, name, one_line(_text(literal)))
    record.languages = language_codes(
        _text(fields.get("language") or fields.get("langid") or "")
    )
    if fields.get("title"):
        record.titles = {UNKNOWN: one_line(_text(_whole_title(fields)))}
    if fields.get("abstract"):
        record.abstracts = {UNKNOWN: lines(_text(fields["abstract"]))}
    keywords = outside(fields.get("keywords", ""), _COMMA)
    record.keywords = [w for w in (one_line(_text(k)) for k in keywords) if w]
    _take_date(record, fields)
    extras = {n: _text(v) for n, v in fields.items() if n not in _USUAL}
    return take_extras(record, extras)


_USUAL = {"title", "abstract", "author", "editor", "translator", "year", "month", "day"}


def _plain_record(kind: str, fields: dict[str, str]) -> Record:
    """Kind and people as the usual fields tell them."""
    default = "webpage" if fields.get("url") and not fields.get("year") else "article"
    people = [
        person
        for role in ("author", "editor", "translator")
        for person in bibtex_people(fields.get(role, ""), role)
    ]
    return Record(kind=_KINDS.get(kind, default), contributors=people)


def _whole_title(fields: dict[str, str]) -> str:
    subtitle = fields.get("subtitle")
    return f"{fields['title']}: {subtitle}" if subtitle else fields["title"]


def _take_date(record: Record, fields: dict[str, str]) -> None:
    date = _DATE.match(_text(fields.get("date", "")).strip())
    if date and "year" not in fields:
        parts = [int(part) if part else None for part in date.groups()]
        record.set_date(parts)
    year = _YEAR.search(_text(fields.get("year", "")))
    if year:
        month = _month(_text(fields.get("month", "")))
        day = re.search(r"\d{1,2}", fields.get("day", "")) if month else None
        record.set_date([int(year["year"]), month, int(day[0]) if day else None])
    circa = fields.get("circa", "").lower() == "true"
    record.circa = circa or bool(year and year["circa"])


def _month(text: str) -> int | None:
    word = text.strip().lower()[:3]
    if word in _MONTHS:
        return _MONTHS.index(word) + 1
    number = re.fullmatch(r"\d{1,2}", text.strip())
    return int(number[0]) if number else None


def _names(record: Record, role: str) -> str:
    return " and ".join(bibtex_name(person) for person in record.people(role))


def _text(value: str) -> str:
    # A line of the file is no line of the text; an empty one parts paragraphs.
    paragraphs = re.split(r"\n\s*\n", value)
    return "\n\n".join(decode(" ".join(part.split())) for part in paragraphs)
