"""CSL-JSON 1.0.2, the words of https://docs.citationstyles.org/. Our own stand in `custom`."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from json.decoder import JSONDecodeError, JSONDecoder
from typing import Any

from django.utils.translation import gettext as _

from cms.library.formats.bytes import UnreadableFileError
from cms.library.formats.extras import people_of
from cms.library.formats.record import (
    ROLES,
    UNKNOWN,
    Item,
    Person,
    Record,
    language_codes,
    lines,
    one_line,
)

_NAMES = {
    "publisher": "publisher",
    "publisher-place": "place",
    "container-title": "container",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "edition": "edition",
    "ISBN": "isbn",
    "ISSN": "issn",
    "DOI": "doi",
    "URL": "url",
}
_KINDS = {
    **{"article-magazine": "article-newspaper", "paper-conference": "chapter"},
    **{"bill": "legislation", "legal_case": "legislation", "regulation": "legislation"},
    **{"broadcast": "motion_picture", "post": "webpage", "post-weblog": "webpage"},
    **{"entry-encyclopedia": "chapter", "entry-dictionary": "chapter"},
    **{"standard": "report", "software": "dataset", "document": "article"},
    **{"article-journal": "article-journal", "interview": "speech"},
}
_DIGITS = 4


def item(record: Record) -> dict[str, Any]:
    """The record as an item that citation programs read, without our own words."""
    found: dict[str, Any] = {
        "id": record.key,
        "type": record.kind,
        "title": record.title,
    }
    for role in ROLES:
        found[role] = [_name(person) for person in record.people(role)]
    found["issued"] = _date(record)
    for name, own in _NAMES.items():
        found[name] = getattr(record, own)
    found["language"] = record.languages[0] if record.languages else ""
    found["keyword"] = ", ".join(record.keywords)
    found["abstract"] = record.abstract
    return {name: value for name, value in found.items() if value}


def write(record: Record) -> str:
    custom = {
        "languages": record.languages,
        "title-language": record.title_language,
        "titles": record.titles,
        "abstract-language": record.abstract_language,
        "abstracts": record.abstracts,
        "license": record.licence,
        "rights": record.rights,
        "subjects": record.subjects,
        "keywords": record.keywords,
        "contributors": _with_orcid(record),
    }
    kept = {name: value for name, value in custom.items() if value}
    return json.dumps({**item(record), "custom": kept}, ensure_ascii=False, indent=1)


def read(text: str) -> Iterator[Item]:
    """The items of an array, or the one item that the file is.

    Each is decoded apart, so that its line is known and a broken one is told by line.
    """
    decoder = JSONDecoder(parse_constant=lambda name: None)
    place = _after_space(text, 0)
    is_array = text[place : place + 1] == "["
    place = _after_space(text, place + 1) if is_array else place
    if not is_array and text[place : place + 1] != "{":
        raise UnreadableFileError(_("This file does not hold CSL-JSON."))
    while place < len(text) and text[place] != "]":
        line = text.count("\n", 0, place) + 1
        try:
            value, place = decoder.raw_decode(text, place)
        except JSONDecodeError as wrong:
            yield Item(wrong.lineno, error=_("From here on this is not valid JSON."))
            return
        except (RecursionError, ValueError):
            yield Item(
                line, error=_("This record is too deep or too large to be read.")
            )
            return
        yield _item(value, line)
        place = _after_space(text, place, ",")


def _after_space(text: str, place: int, also: str = "") -> int:
    while place < len(text) and text[place] in " \t\n" + also:
        place += 1
    return place


def _item(value: Any, line: int) -> Item:
    if not isinstance(value, dict):
        return Item(line, error=_("Here a record should stand, in braces."))
    try:
        return Item(line, _record(value))
    except (
        TypeError,
        ValueError,
        AttributeError,
        KeyError,
        IndexError,
        RecursionError,
    ):
        return Item(line, error=_("A field of this record has a wrong shape."))


def _record(value: dict[str, Any]) -> Record:
    kind = one_line(value.get("type", ""))
    record = Record(kind=_KINDS.get(kind, kind), key=_plain(value.get("id", "")))
    for name, own in _NAMES.items():
        setattr(record, own, _plain(value.get(name, "")))
    record.contributors = [
        _person(name, role) for role in ROLES for name in value.get(role) or []
    ]
    record.languages = language_codes(_plain(value.get("language", "")))
    record.keywords = [
        word for word in map(one_line, _plain(value.get("keyword")).split(",")) if word
    ]
    if value.get("title"):
        record.titles = {UNKNOWN: _plain(value["title"])}
    if value.get("abstract"):
        record.abstracts = {UNKNOWN: lines(value["abstract"])}
    _take_date(record, value.get("issued") or {})
    custom = value.get("custom")
    return _take_custom(record, custom if isinstance(custom, dict) else {})


def _take_custom(record: Record, custom: dict[str, Any]) -> Record:
    titles, abstracts = custom.get("titles"), custom.get("abstracts")
    if isinstance(titles, dict) and custom.get("title-language") in titles:
        record.titles = {one_line(code): _plain(text) for code, text in titles.items()}
        record.title_language = one_line(custom["title-language"])
    if isinstance(abstracts, dict) and custom.get("abstract-language") in abstracts:
        record.abstracts = {one_line(c): lines(text) for c, text in abstracts.items()}
        record.abstract_language = one_line(custom["abstract-language"])
    record.licence = _plain(custom.get("license"))
    record.rights = _plain(custom.get("rights"))
    record.languages = _words(custom.get("languages")) or record.languages
    record.subjects = _words(custom.get("subjects"))
    record.keywords = _words(custom.get("keywords")) or record.keywords
    people = people_of(json.dumps(custom.get("contributors") or []))
    record.contributors = people or record.contributors
    return record


def _words(value: Any) -> list[str]:
    return [_plain(word) for word in value] if isinstance(value, list) else []


def _name(person: Person) -> dict[str, str]:
    if person.literal:
        return {"literal": person.literal}
    names = {"family": person.family, "given": person.given}
    return {name: text for name, text in names.items() if text}


def _with_orcid(record: Record) -> list[dict[str, str]]:
    """All contributors once more, when one has an ORCID: CSL names have no place for it."""
    if not any(person.orcid for person in record.contributors):
        return []
    return [
        {name: text for name, text in asdict(person).items() if text}
        for person in record.contributors
    ]


def _person(name: dict[str, Any], role: str) -> Person:
    particle = _plain(name.get("non-dropping-particle"))
    family = " ".join(filter(None, [particle, _plain(name.get("family"))]))
    given = [name.get("given"), name.get("dropping-particle"), name.get("suffix")]
    literal = "" if family else _plain(name.get("literal") or name.get("given"))
    return Person(
        role,
        given=" ".join(filter(None, map(_plain, given))) if family else "",
        family=family,
        literal=literal,
    )


def _date(record: Record) -> dict[str, Any]:
    parts = [
        part for part in (record.year, record.month, record.day) if part is not None
    ]
    if not parts:
        return {}
    return {"date-parts": [parts], **({"circa": True} if record.circa else {})}


def _take_date(record: Record, issued: dict[str, Any]) -> None:
    parts = issued.get("date-parts") or [[]]
    first = [_number(part) for part in parts[0]]
    if not first and (issued.get("raw") or issued.get("literal")):
        text = one_line(issued.get("raw") or issued.get("literal"))
        first = [_number(part) for part in text.split("-")[:3]]
    record.set_date(first[: first.index(None)] if None in first else first)
    record.circa = bool(issued.get("circa"))


def _number(part: Any) -> int | None:
    text = str(part).strip()
    plain = text.removeprefix("-")
    known = plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS
    return int(text) if known else None


def _plain(value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return _plain(value[0]) if value else ""
    return one_line(value)
