"""Labels of occupations and skills by their codes, kept in memory until they change.

A list of people names a hundred of them; all there are take a few megabytes.
"""

from collections.abc import Mapping
from typing import Any

from cms.core.languages import best, current
from cms.core.rows.memo import PerVersion
from cms.core.rows.version import seen
from community.profiles.models import Label, Skill

Names = Mapping[str, Mapping[str, str]]
_kept: PerVersion[Any] = PerVersion(4)


def occupation_name(code: str | None, language: str = "") -> str:
    """The label in the reader's language or the nearest one; '' for an unknown code."""
    return _name(_occupations(), code, language)


def skill_name(slug: str | None, language: str = "") -> str:
    """The same; a skill that was merged away has the name of what it became."""
    return _name(_skills(), slug, language)


def slug_now(slug: str) -> str:
    """The slug that holders of a skill have today: another one if it was merged away."""
    return _kept.get(_version(), "merged", _read_merged).get(slug, slug)


def _name(names: Names, code: str | None, language: str) -> str:
    texts = names.get(code or "", {})
    locale = best(language or current(), texts)
    return texts[locale] if locale else ""


def _occupations() -> Names:
    return _kept.get(_version(), "occupations", lambda: _read("occupation__code"))


def _skills() -> Names:
    return _kept.get(_version(), "skills", _read_skills)


def _read_skills() -> Names:
    names = dict(_read("skill__slug"))
    for old, new in _read_merged().items():
        names[old] = names.get(new, {})
    return names


def _read_merged() -> dict[str, str]:
    merged = Skill.objects.filter(merged_into__isnull=False)
    return dict(merged.values_list("slug", "merged_into__slug"))


def _read(field: str) -> dict[str, dict[str, str]]:
    labels: Any = Label.objects.filter(
        kind=Label.Kind.PREFERRED, **{f"{field.partition('__')[0]}__isnull": False}
    )
    found: dict[str, dict[str, str]] = {}
    for code, language, text in labels.values_list(field, "language", "text"):
        found.setdefault(code, {})[language] = text
    return found


def _version() -> int:
    # Every change of a label moves this counter (`announce_change`).
    return seen()
