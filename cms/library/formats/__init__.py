"""Bibliographic formats: each writes and reads the neutral `Record`, without a database.

What a format has no place for travels in custom fields (`extras.py`), so that export and
import keep everything.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cms.library.formats import bibtex, csl_json, ris
from cms.library.formats.bytes import UnreadableFileError, decoded
from cms.library.formats.record import Item, Person, Record

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "MAX_RECORDS",
    "Format",
    "Item",
    "Person",
    "Record",
    "UnreadableFileError",
    "decoded",
    "format_of_name",
    "written",
]

MAX_BYTES = 5 * 1024 * 1024
MAX_RECORDS = 2000


@dataclass(frozen=True)
class Format:
    """`write` gives one record as text; `read` gives what a file holds, with line numbers.

    Between records stands `between`, around all of them `before` and `after`.
    """

    name: str
    label: str
    media_type: str
    extension: str
    write: Callable[[Record], str]
    read: Callable[[str], Iterator[Item]]
    before: str = ""
    between: str = "\n"
    after: str = ""


FORMATS: dict[str, Format] = {
    found.name: found
    for found in (
        Format(
            "bibtex",
            "BibTeX",
            "application/x-bibtex",
            "bib",
            bibtex.write,
            bibtex.read,
        ),
        Format(
            "ris",
            "RIS",
            "application/x-research-info-systems",
            "ris",
            ris.write,
            ris.read,
        ),
        Format(
            "csl-json",
            "CSL-JSON",
            "application/vnd.citationstyles.csl+json",
            "json",
            csl_json.write,
            csl_json.read,
            before="[\n",
            between=",\n",
            after="\n]\n",
        ),
    )
}
_BY_EXTENSION = {
    "bib": "bibtex",
    "bibtex": "bibtex",
    "ris": "ris",
    "json": "csl-json",
    "csljson": "csl-json",
}


def format_of_name(file_name: str) -> str:
    """The format that a file's name tells, '' when it tells none."""
    return _BY_EXTENSION.get(file_name.rpartition(".")[2].lower(), "")


def written(name: str, records: Iterable[Record]) -> Iterator[str]:
    """The records as pieces of one file."""
    found = FORMATS[name]
    yield found.before
    for number, record in enumerate(records):
        yield f"{found.between if number else ''}{found.write(record)}"
    yield found.after
