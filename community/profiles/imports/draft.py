"""What a file says of a member: values and lists, tidied, before anything is stored."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.profiles.countries import COUNTRIES, country_names
from community.profiles.imports.languages import language_of, level_of
from community.profiles.labels import spelling

MOST: Final = 200  # entries of a list
MOST_LINKS: Final = 50
MOST_NOTES: Final = 60
MOST_SKILL: Final = 80  # characters, as of a proposal
FIRST_YEAR, LAST_YEAR = 1920, 2100
_LENGTHS = {
    "name": 80, "headline": 140, "summary": 3000, "position": 120, "employer": 120,
    "city": 80, "phone": 30,
}  # fmt: skip
_PART_LENGTHS = {
    "experience": {"title": 120, "organisation": 120, "place": 80, "text": 1500},
    "education": {"degree": 160, "school": 160, "field": 120},
    "licences": {"title": 160, "issuer": 160, "number": 60},
}
_NEEDED = {"experience": "title", "education": "degree", "licences": "title"}
_LINES = ("summary", "text")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_is_address = URLValidator(["https", "http"])
Values = dict[str, Any]


class UnreadableFileError(Exception):
    """The file cannot be taken; the message says why, in the reader's language."""


@dataclass
class Draft:
    """Plain values only, so that it can be written as JSON.

    `values` has fields of Profile; `skills` are names as they stand in the file;
    `notes` are (place in the file, what was left out or cut and why).
    """

    values: Values = field(default_factory=dict)
    experience: list[Values] = field(default_factory=list)
    education: list[Values] = field(default_factory=list)
    licences: list[Values] = field(default_factory=list)
    languages: list[Values] = field(default_factory=list)
    links: list[Values] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(
            (
                self.values,
                self.experience,
                self.education,
                self.licences,
                self.languages,
                self.links,
                self.skills,
            )
        )

    # What readers of files fill it with ----------------------------------------------

    def note(self, where: str, why: str) -> None:
        if len(self.notes) < MOST_NOTES:
            self.notes.append((where[:100], why))

    def put(self, name: str, value: Any, where: str) -> None:
        """Take a text for a field of the profile, unless there is one already."""
        text = self._text(value, where, _LENGTHS[name], lines=name in _LINES)
        if text:
            self.values.setdefault(name, text)

    def put_country(self, value: Any, where: str) -> None:
        """A code of ISO 3166-1, or a name in one of the site's languages."""
        text = self._text(value, where, 80)
        code = text.upper() if text.upper() in COUNTRIES else _country_called(text)
        if code:
            self.values["country"] = code
        elif text:
            self.note(where, _("This country is not known."))

    def put_email(self, value: Any, where: str) -> None:
        text = self._text(value, where, 254)
        try:
            if text:
                validate_email(text)
                self.values.setdefault("show_email", text)
        except ValidationError:
            self.note(where, _("This is no e-mail address."))

    def put_birth_year(self, value: Any, where: str) -> None:
        year = self.year(value, where)
        if year:
            self.values["birth_year"] = year

    def add(self, part: str, values: Mapping[str, Any], where: str) -> None:
        """An entry of "experience", "education" or "licences"."""
        entry: Values = {
            name: self._text(values.get(name), where, longest, lines=name in _LINES)
            for name, longest in _PART_LENGTHS[part].items()
        }
        if not entry[_NEEDED[part]]:
            self.note(where, _("This entry has no title."))
            return
        for name in ("start_year", "end_year", "year"):
            if name in values:
                entry[name] = self.year(values[name], where)
        if (entry.get("end_year") or LAST_YEAR) < (entry.get("start_year") or 0):
            self.note(where, _("The end lies before the beginning."))
            entry["end_year"] = None
        if entry not in getattr(self, part):
            getattr(self, part).append(entry)

    def add_language(self, name: Any, level: Any, where: str) -> None:
        text = self._text(name, where, 80)
        code, known = language_of(text), level_of(self._text(level, where, 80))
        if not text or any(one["language"] == code for one in self.languages):
            return
        if code is None:
            self.note(where, _("This language is not in our list."))
        elif known is None:
            self.note(where, _("How well you speak it is not told in a way we know."))
        else:
            self.languages.append({"language": code, "level": known})

    def add_link(self, title: Any, url: Any, where: str) -> None:
        address = self._text(url, where, 400)
        if not address:
            return
        try:
            _is_address(address)
        except ValidationError:
            self.note(where, _("This is no address of a website."))
            return
        if len(address) > 300 or len(self.links) >= MOST_LINKS:
            self.note(where, _("There are too many links, or this one is too long."))
        elif all(one["url"] != address for one in self.links):
            entry = {"title": self._text(title, where, 60), "url": address}
            self.links.append(entry)

    def add_skill(self, name: Any, where: str) -> None:
        text = self._text(name, where, MOST_SKILL)
        if text and spelling(text) not in {spelling(one) for one in self.skills}:
            self.skills.append(text)

    def few(self, entries: Iterable[Any], where: str) -> Iterator[tuple[int, Any]]:
        """At most `MOST` of them, counted from 1; the rest is told and left."""
        for number, entry in enumerate(entries, start=1):
            if number > MOST:
                why = ngettext(
                    "Only the first %(number)s entry is taken.",
                    "Only the first %(number)s entries are taken.",
                    MOST,
                )
                self.note(where, why % {"number": MOST})
                return
            yield number, entry

    def year(self, value: Any, where: str) -> int | None:
        """The year of "2019-03", "Mar 2019" or 2019; None for what has none."""
        found = _YEAR.search(self._text(value, where, 40))
        if found is None:
            return None
        year = int(found.group(1))
        if FIRST_YEAR <= year <= LAST_YEAR:
            return year
        self.note(where, _("This year cannot be right."))
        return None

    def _text(self, value: Any, where: str, longest: int, lines: bool = False) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.note(where, _("There is no text where one was expected."))
            return ""
        if isinstance(value, int) and abs(value) > 10**12:
            return ""
        # Far more than is kept is not even looked at.
        raw = str(value)[: 4 * longest + 100]
        text = "\n".join(map(_tidied, raw.splitlines())) if lines else _tidied(raw)
        if len(text) > longest:
            why = _("It was cut to %(number)s characters.")
            self.note(where, why % {"number": longest})
        return text.strip()[:longest].strip()


def _tidied(line: str) -> str:
    """As `labels.tidy`, and without halves of letters (Cs), which no database takes."""
    composed = unicodedata.normalize("NFC", line)
    seen = (" " if c.isspace() else c for c in composed)
    hidden = ("Cc", "Cf", "Cs")
    return " ".join("".join(c for c in seen if _category(c) not in hidden).split())


_category = unicodedata.category


def _country_called(text: str) -> str:
    wanted = spelling(text)
    for language in ("en", "sq", "de"):
        for code, name in country_names(language).items():
            if wanted and spelling(name) == wanted:
                return code
    return ""
