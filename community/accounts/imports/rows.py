"""One row of a table, as a contact or as the reason why it is none."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.accounts.imports.columns import language_called
from community.accounts.models import ImportedContact
from community.accounts.models.contacts import PERSONAL
from community.accounts.postal import normal_address

_LONGEST = {
    field.name: field.max_length or 0
    for field in ImportedContact._meta.fields
    if field.name in PERSONAL
}


class Finding(StrEnum):
    """What becomes of a row."""

    OK = "ok"
    WRONG = "wrong"
    TWICE = "twice"  # inside the file
    KNOWN = "known"  # a contact already
    MEMBER = "member"
    LEFT_ALONE = "left_alone"  # asked to be left out: counted, never listed


@dataclass(frozen=True)
class Row:
    """`values` by our fields when `problem` is '', else nothing."""

    line: int
    values: dict[str, str]
    problem: str = ""


def tidy_row(line: int, cells: Sequence[str], mapping: Mapping[str, int]) -> Row:
    """The row by our fields. `mapping` gives the number of the column of a field."""
    values = {
        name: _tidied(cells[column]) if column < len(cells) else ""
        for name, column in mapping.items()
    }
    problem = _too_long(values)
    if not values.get("email"):
        problem = _("There is no e-mail address.")
    if problem:
        return Row(line, {}, problem)
    try:
        values["email"] = normal_address(values["email"])
    except ValidationError:
        return Row(line, {}, _("This is no e-mail address."))
    language = language_called(values.get("language", ""))
    return Row(line, {**values, "language": language or settings.LANGUAGE_CODE})


def _too_long(values: Mapping[str, str]) -> str:
    for name, value in values.items():
        if name not in ("language", "email") and len(value) > _LONGEST[name]:
            told = {"field": PERSONAL[name], "number": _LONGEST[name]}
            return _("“%(field)s” is longer than %(number)s characters.") % told
    return ""


def _tidied(text: str) -> str:
    """Single spaces, composed letters, nothing that cannot be seen or stored."""
    composed = unicodedata.normalize("NFC", text)
    seen = (" " if c.isspace() else c for c in composed)
    hidden = ("Cc", "Cf", "Cs")
    kept = "".join(c for c in seen if unicodedata.category(c) not in hidden)
    return " ".join(kept.split())
