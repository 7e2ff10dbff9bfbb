"""What BibTeX and RIS have no field for, as named texts: documented in docs/api.md.

`title_sq`, `abstract_de` … hold the other languages; `work_type`, `contributors` (JSON)
and `subjects` stand there only when the usual fields would lose something.
"""

import json
import re
from dataclasses import asdict
from typing import Any

from cms.library.formats.record import ROLES, Person, Record, lines, one_line

_NAMED = re.compile(r"^(title|abstract)_([a-z]{2,3})$")


def extras_of(record: Record, as_read: Record) -> dict[str, str]:
    """Texts by name; `as_read` is what the usual fields alone give back."""
    found = {
        "title_language": record.title_language,
        **{
            f"title_{code}": text
            for code, text in record.titles.items()
            if code != record.title_language
        },
        "abstract_language": record.abstract_language if record.abstract else "",
        **{
            f"abstract_{code}": text
            for code, text in record.abstracts.items()
            if code != record.abstract_language
        },
        "subjects": ", ".join(record.subjects),
    }
    if as_read.kind != record.kind:
        found["work_type"] = record.kind
    if as_read.contributors != record.contributors:
        found["contributors"] = json.dumps(
            [
                {name: value for name, value in asdict(person).items() if value}
                for person in record.contributors
            ],
            ensure_ascii=False,
        )
    return {name: text for name, text in found.items() if text}


def take_extras(record: Record, extras: dict[str, str]) -> Record:
    """Puts the named texts into the record; unknown or broken ones are left out."""
    _take_language(record, "titles", "title_language", extras)
    _take_language(record, "abstracts", "abstract_language", extras)
    for name, text in extras.items():
        named = _NAMED.match(name)
        if named:
            kept, tidy = _KEPT[named[1]]
            getattr(record, kept).setdefault(named[2], tidy(text))
    record.kind = one_line(extras.get("work_type", "")) or record.kind
    record.subjects = re.findall(r"[\w-]+", extras.get("subjects", ""))
    record.contributors = (
        people_of(extras.get("contributors", "")) or record.contributors
    )
    return record


_KEPT = {"title": ("titles", one_line), "abstract": ("abstracts", lines)}


def _take_language(
    record: Record, texts: str, language: str, extras: dict[str, str]
) -> None:
    code = one_line(extras.get(language, ""))
    kept = getattr(record, texts)
    old = getattr(record, language)
    if re.fullmatch("[a-z]{2,3}", code) and old in kept:
        setattr(record, texts, {code: kept.pop(old), **kept})
        setattr(record, language, code)


def people_of(text: str) -> list[Person]:
    """Contributors from their JSON, [] when it is none."""
    try:
        rows = json.loads(text)
        return [_person(row) for row in rows]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []


def _person(row: dict[str, Any]) -> Person:
    names = ("given", "family", "literal", "orcid")
    role = row.get("role")
    return Person(
        role=role if role in ROLES else "author",
        **{name: one_line(row.get(name, "")) for name in names},
    )
