"""JSON Resume, schema 1.0.0 (https://jsonresume.org/schema). Pure."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from community.profiles.imports.draft import Draft, UnreadableFileError

_KNOWN = ("basics", "work", "education", "certificates", "skills", "languages")
_SILENT = ("$schema", "meta")


def read_json_resume(content: bytes) -> Draft:
    """Raises UnreadableFileError for what is no JSON, or none of a person."""
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        raise UnreadableFileError(_("The file is not in UTF-8.")) from wrong
    except RecursionError as deep:
        raise UnreadableFileError(_("The file is nested too deeply.")) from deep
    except ValueError as wrong:
        raise UnreadableFileError(_("The file is no valid JSON.")) from wrong
    if not isinstance(told, dict) or not any(key in told for key in _KNOWN):
        raise UnreadableFileError(_("This is no JSON Resume."))
    draft = Draft()
    _basics(draft, told.get("basics"))
    _work(draft, told)
    _education(draft, told)
    _certificates(draft, told)
    _skills(draft, told)
    for where, one in _entries(draft, told, "languages"):
        draft.add_language(one.get("language"), one.get("fluency"), where)
    for key in told:
        if key not in (*_KNOWN, *_SILENT):
            draft.note(str(key), _("Profiles have no place for this."))
    return draft


def _basics(draft: Draft, told: Any) -> None:
    if not isinstance(told, dict):
        return
    draft.put("name", told.get("name"), "basics.name")
    draft.put("headline", told.get("label"), "basics.label")
    draft.put("summary", told.get("summary"), "basics.summary")
    draft.put("phone", told.get("phone"), "basics.phone")
    draft.put_email(told.get("email"), "basics.email")
    draft.add_link("", told.get("url"), "basics.url")
    if told.get("image"):
        draft.note("basics.image", _("Upload your photo in your profile."))
    location = told.get("location")
    if isinstance(location, dict):
        draft.put("city", location.get("city"), "basics.location.city")
        where = "basics.location.countryCode"
        draft.put_country(location.get("countryCode"), where)
    for where, one in _entries(draft, told, "profiles", "basics."):
        draft.add_link(one.get("network"), one.get("url"), where)


def _work(draft: Draft, told: dict[str, Any]) -> None:
    for where, one in _entries(draft, told, "work"):
        company = one.get("name") or one.get("company")
        done = [one.get("summary"), *_list(one.get("highlights"))]
        values = {
            "title": one.get("position"),
            "organisation": company,
            "place": one.get("location"),
            "text": "\n".join(part for part in done if isinstance(part, str)),
            "start_year": one.get("startDate"),
            "end_year": one.get("endDate"),
        }
        draft.add("experience", values, where)
        if not one.get("endDate"):
            draft.put("position", one.get("position"), where)
            draft.put("employer", company, where)


def _education(draft: Draft, told: dict[str, Any]) -> None:
    for where, one in _entries(draft, told, "education"):
        values = {
            "degree": one.get("studyType") or one.get("area"),
            "school": one.get("institution"),
            "field": one.get("area") if one.get("studyType") else "",
            "start_year": one.get("startDate"),
            "end_year": one.get("endDate"),
        }
        draft.add("education", values, where)


def _certificates(draft: Draft, told: dict[str, Any]) -> None:
    for where, one in _entries(draft, told, "certificates"):
        values = {
            "title": one.get("name"),
            "issuer": one.get("issuer"),
            "year": one.get("date"),
        }
        draft.add("licences", values, where)


def _skills(draft: Draft, told: dict[str, Any]) -> None:
    # A name is a heading where keywords stand below it, and may be a skill itself.
    named = [
        (where, text)
        for where, one in _entries(draft, told, "skills")
        for text in [one.get("name"), *_list(one.get("keywords"))]
    ]
    for _number, (where, text) in draft.few(named, "skills"):
        draft.add_skill(text, where)


def _entries(
    draft: Draft, told: dict[str, Any], key: str, path: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, entry) of a list of objects; what is none is told and left out."""
    entries = told.get(key)
    if entries is not None and not isinstance(entries, list):
        draft.note(f"{path}{key}", _("This is no list."))
    for number, one in draft.few(_list(entries), f"{path}{key}"):
        where = f"{path}{key}[{number - 1}]"
        if isinstance(one, dict):
            yield where, one
        else:
            draft.note(where, _("There is no entry where one was expected."))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
