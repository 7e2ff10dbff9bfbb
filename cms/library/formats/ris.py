"""RIS, the line format of reference managers: a tag of two characters, then a value.

Our own words stand in U1 as 'name: value'; texts of several lines repeat their tag.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.library import identifiers
from cms.library.formats.extras import extras_of, take_extras
from cms.library.formats.names import ris_name, ris_person
from cms.library.formats.record import (
    UNKNOWN,
    Item,
    Record,
    language_codes,
    lines,
    one_line,
)

_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "legislation": "STAT",
    "motion_picture": "MPCT",
    "pamphlet": "PAMP",
    "report": "RPRT",
    "thesis": "THES",
    "webpage": "ELEC",
}
_KINDS = {
    **{written: kind for kind, written in _TYPES.items()},
    **{
        "EJOUR": "article-journal",
        "JFULL": "article-journal",
        "ABST": "article-journal",
    },
    **{"MGZN": "article-newspaper", "EBOOK": "book", "EDBOOK": "book", "SER": "book"},
    **{"ECHAP": "chapter", "CPAPER": "chapter", "CONF": "chapter", "AGGR": "dataset"},
    **{"LAW": "legislation", "BILL": "legislation", "LEGAL": "legislation"},
    **{"VIDEO": "motion_picture", "GOVDOC": "report", "STAND": "report"},
    **{"BLOG": "webpage", "WEB": "webpage", "ICOMM": "webpage"},
}
_ROLES = {"AU": "author", "A1": "author", "A2": "editor", "ED": "editor"} | {
    "A3": "editor",
    "A4": "translator",
    "TA": "translator",
}
_READ = {
    "publisher": ("PB",),
    "place": ("CY", "PP"),
    "container": ("T2", "JO", "JF", "JA", "J2", "BT", "T3"),
    "volume": ("VL",),
    "issue": ("IS",),
    "edition": ("ET",),
    "doi": ("DO",),
    "url": ("UR", "L1", "L2"),
}
_LINE = re.compile(r"^([A-Z][A-Z0-9])  -(?: (.*))?$")
_PAGES = re.compile(r"([^\s-]+)-([^\s-]+)")
_DATE = re.compile(r"^\s*(-?\d{1,4})?(?:/(\d{0,2}))?(?:/(\d{0,2}))?(?:/(.*))?")


@dataclass
class _Lines:
    """The lines of one record: values by tag, and where it begins."""

    start: int
    values: dict[str, list[str]] = field(default_factory=dict)
    tag: str = ""
    is_ended: bool = False
    is_stray: bool = False

    def add(self, found: re.Match[str] | None, line: str) -> None:
        """A line with a tag, or the rest of the value above it."""
        if found:
            self.tag = found[1]
            self.is_ended = self.tag == "ER"
            self.values.setdefault(self.tag, []).append((found[2] or "").strip())
        elif line.strip():
            self.values[self.tag][-1] += f" {line.strip()}"

    def first(self, *tags: str) -> str:
        found = (self.values[tag][0] for tag in tags if self.values.get(tag))
        return one_line(next(found, ""))


def write(record: Record) -> str:
    kind = _TYPES.get(record.kind, "GEN")
    pages = _PAGES.fullmatch(record.pages)
    pages = pages if pages and pages[1] != pages[2] else None
    rows = [
        ("TY", kind),
        ("ID", record.key),
        *(("AU", ris_name(person)) for person in record.people("author")),
        *(("A2", ris_name(person)) for person in record.people("editor")),
        *(("A4", ris_name(person)) for person in record.people("translator")),
        ("TI", record.title),
        ("PY", "" if record.year is None else str(record.year)),
        ("DA", _written_date(record)),
        ("T2", record.container),
        ("PB", record.publisher),
        ("CY", record.place),
        ("VL", record.volume),
        ("IS", record.issue),
        ("SP", pages[1] if pages else record.pages),
        ("EP", pages[2] if pages else ""),
        ("ET", record.edition),
        ("SN", record.isbn),
        ("SN", record.issn),
        ("DO", record.doi),
        ("UR", record.url),
        ("LA", ", ".join(record.languages)),
        *(("KW", word) for word in record.keywords),
        *_several("AB", record.abstract),
    ]
    plain = {"TY": [kind]} | {
        tag: [value for t, value in rows if t == tag] for tag in ("AU", "A2", "A4")
    }
    as_read = _plain_record(_Lines(1, plain))
    own = {"licence": record.licence, "rights": record.rights}
    for name, text in {**own, **extras_of(record, as_read)}.items():
        rows += [("U1", f"{name}: {line}") for line in text.split("\n") if text]
    return "".join(f"{t}  - {v}\n" for t, v in rows if v or t == "AB") + "ER  - \n"


def read(text: str) -> Iterator[Item]:
    """Records in their order, each from its TY line to its ER line."""
    for found in _blocks(text):
        if found.is_stray:
            yield Item(found.start, error=_("This line belongs to no record."))
        elif not found.is_ended:
            message = _("This record has no end: a line “ER  -” is missing.")
            yield Item(found.start, error=message)
        else:
            yield Item(found.start, _record(found))


def _blocks(text: str) -> Iterator[_Lines]:
    current: _Lines | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        found = _LINE.match(line.rstrip())
        if found and found[1] == "TY":
            if current:
                yield current
            current = _Lines(number)
        if current:
            current.add(found, line)
        elif line.strip() and found is None:
            yield _Lines(number, is_stray=True)
        if current and current.is_ended:
            yield current
            current = None
    if current:
        yield current


def _record(found: _Lines) -> Record:
    record = _plain_record(found)
    record.key = found.first("ID")
    for name, tags in _READ.items():
        setattr(record, name, found.first(*tags))
    first, last = found.first("SP"), found.first("EP")
    record.pages = f"{first}-{last}" if first and last and first != last else first
    record.languages = language_codes(found.first("LA"))
    record.keywords = [w for w in map(one_line, found.values.get("KW", [])) if w]
    title = found.first("TI", "T1", "CT", "BT")
    record.titles = {UNKNOWN: title} if title else {}
    abstract = lines("\n".join(found.values.get("AB") or found.values.get("N2") or []))
    record.abstracts = {UNKNOWN: abstract} if abstract else {}
    for number in found.values.get("SN", []):
        _take_number(record, number)
    _take_date(record, found)
    own = _own_words(found)
    record.licence = one_line(own.get("licence", ""))
    record.rights = one_line(own.get("rights", ""))
    return take_extras(record, own)


def _plain_record(found: _Lines) -> Record:
    people = [
        ris_person(name, role)
        for role in ("author", "editor", "translator")
        for tag, of in _ROLES.items()
        if of == role
        for name in found.values.get(tag, [])
        if name.strip(" ,")
    ]
    kind = _KINDS.get(found.first("TY").upper(), "article")
    return Record(kind=kind, contributors=people)


def _own_words(found: _Lines) -> dict[str, str]:
    own: dict[str, str] = {}
    for value in found.values.get("U1", []):
        name, colon, text = value.partition(":")
        if colon:
            before = f"{own[name]}\n" if name in own else ""
            own[name] = f"{before}{text.strip()}"
    return own


def _take_number(record: Record, text: str) -> None:
    """ISBN and ISSN share a tag. What is neither is kept where its length puts it."""
    name = "isbn" if len(re.sub(r"\W", "", text)) > 8 else "issn"
    try:
        identifiers.issn(text)
        name = "issn"
    except ValidationError:
        pass
    setattr(record, name, getattr(record, name) or one_line(text))


def _written_date(record: Record) -> str:
    """'1948/12/10/', as RIS has it; an approximate date says so in the last part."""
    parts = ["" if p is None else f"{p:02d}" for p in (record.month, record.day)]
    year = "" if record.year is None else str(record.year)
    circa = "circa" if record.circa else ""
    needed = record.month or circa
    return f"{year}/{'/'.join(parts)}/{circa}" if needed else ""


def _take_date(record: Record, found: _Lines) -> None:
    date = _DATE.match(found.first("DA") or found.first("PY", "Y1"))
    if date is None:
        return
    year = date[1] or (re.match(r"-?\d{1,4}", found.first("PY", "Y1")) or [None])[0]
    month = int(date[2]) if year and date[2] else None
    day = int(date[3]) if month and date[3] else None
    record.set_date([int(year) if year else None, month, day])
    record.circa = "circa" in (date[4] or "").lower()


def _several(tag: str, text: str) -> list[tuple[str, str]]:
    return [(tag, line) for line in text.split("\n")] if text else []
