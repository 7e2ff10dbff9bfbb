"""Formatted citations: CSL styles and locales by citeproc-py, in a safe and readable form.

The three styles and the Albanian locale are our own (`csl/`). citeproc-py does not escape
titles, leaves full stops doubled and raises on odd records; all three are seen to here.
"""

import html
import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import nh3
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
)
from citeproc.frontend import CitationStylesXML
from citeproc.source.json import CiteProcJSON

from cms.library.formats.csl_json import item as csl_item
from cms.library.formats.record import Record

logger = logging.getLogger(__name__)

STYLES = {"apa": "APA", "chicago": "Chicago", "vancouver": "Vancouver"}
_FILES = Path(__file__).parent / "csl"
_LOCALES = {"sq": "sq-AL", "en": "en-US", "de": "de-DE"}
_USED = (
    *("id", "type", "title", "author", "editor", "translator", "issued", "language"),
    *("publisher", "publisher-place", "container-title", "volume", "issue", "page"),
    *("DOI", "URL"),
)
# Stand for <i> and </i> until the text is escaped; records cannot hold private characters.
_ITALIC, _UPRIGHT = "\ue000", "\ue001"
# A stop after a stop, also where an italic ends between them; three dots stay.
_TWO_STOPS = re.compile(rf"(?<!\.)([.?!])([{_UPRIGHT}”»“]*)\.(?!\.)")
# American English has full stops and commas inside the quotation.
_STOP_OUTSIDE = re.compile(r"”([.,])")
# citeproc-py keeps what it renders in the tree of the style itself.
_lock = Lock()


@dataclass(frozen=True)
class FormattedCitation:
    """`html` holds <i> alone and is safe to show; `text` is the same without it."""

    style: str
    locale: str
    text: str
    html: str


class _Marks:
    """What citeproc-py asks of a formatter; only italics mean something in our styles."""

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)

    @staticmethod
    def Italic(text: object) -> str:  # noqa: N802 (the name that citeproc-py calls)
        return f"{_ITALIC}{text}{_UPRIGHT}"


def cite(record: Record, style: str, code: str) -> FormattedCitation:
    """The record in one of `STYLES`, in words of the language `code`. Never raises for a
    record: one that citeproc-py cannot take is given in short."""
    try:
        with _lock:
            marked = _rendered(_item(record, code), style, code)
    except Exception:
        logger.exception("No citation in %s for %s", style, record.key)
        marked = _in_short(record)
    marked = _TWO_STOPS.sub(r"\1\2", marked)
    if code == "en":
        marked = _STOP_OUTSIDE.sub(r"\1”", marked)
    plain = marked.replace(_ITALIC, "").replace(_UPRIGHT, "")
    escaped = html.escape(marked, quote=False)
    shown = escaped.replace(_ITALIC, "<i>").replace(_UPRIGHT, "</i>")
    return FormattedCitation(style, code, plain, nh3.clean(shown, tags={"i"}))


def _rendered(item: dict[str, Any], style: str, code: str) -> str:
    source = CiteProcJSON([item])
    bibliography = CitationStylesBibliography(_style(style, code), source, _Marks)
    bibliography.register(Citation([CitationItem(item["id"])]))
    return " ".join(str(bibliography.bibliography()[0]).split())


@lru_cache(maxsize=len(STYLES) * len(_LOCALES))
def _style(style: str, code: str) -> CitationStylesStyle:
    found = CitationStylesStyle(
        str(_FILES / f"{style}.csl"), locale=_LOCALES[code], validate=False
    )
    if code == "sq":
        ours = CitationStylesXML(str(_FILES / "locales-sq-AL.xml"), validate=False)
        ours.root.style = found.root
        # The last one is English, for terms that the style's own locale lacks.
        found.root.locales.insert(-1, ours.root)
    return found


def _item(record: Record, code: str) -> dict[str, Any]:
    whole = csl_item(record)
    item = {name: whole[name] for name in _USED if name in whole}
    if record.edition:
        item["edition"] = edition_in(record.edition, code)
    return {"id": "work", "type": "book", "title": "", **item} | {"id": "work"}


def edition_in(edition: str, code: str) -> str:
    """'2nd ed.', '2. Aufl.', 'bot. i 2-të'; an edition in words stays as it is."""
    if not re.fullmatch("[0-9]{1,3}", edition):
        return edition
    number = int(edition)
    if code == "de":
        return f"{number}. Aufl."
    if code == "sq":
        return f"bot. i {number}-{_albanian_ending(number)}"
    return f"{number}{_english_ending(number)} ed."


def _albanian_ending(number: int) -> str:
    """i parë, i dytë, i katërt, njëzet e katërt, but i katërmbëdhjetë."""
    if number == 1:
        return "rë"
    return "t" if number % 10 == 4 and number % 100 != 14 else "të"


def _english_ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _in_short(record: Record) -> str:
    people = ", ".join(p.literal or p.family for p in record.people("author"))
    year = "" if record.year is None else str(record.year)
    parts = [people, record.title, year]
    return ". ".join(part for part in parts if part) + "."
