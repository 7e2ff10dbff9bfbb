"""Labels of occupations and skills by their codes, kept in memory until they change.

A list of people names a hundred of them; all there are take a few megabytes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cms.core.languages import best, current
from cms.core.rows.memo import PerVersion
from cms.core.rows.version import seen
from community.profiles.models import Label, Skill

Names = Mapping[str, Mapping[str, str]]
_kept: PerVersion[Any] = PerVersion(16)


def occupation_name(code: str | None, language: str = "") -> str:
    """The label in the reader's language or the nearest one; '' for an unknown code."""
    return occupation_names(language).get(code or "", "")


def skill_name(slug: str | None, language: str = "") -> str:
    """The same; a skill that was merged away has the name of what it became."""
    return skill_names(language).get(slug or "", "")


def occupation_names(language: str = "") -> Mapping[str, str]:
    """Labels of all occupations by their codes, for who names many."""
    return _in(language or current(), "occupations", _occupations)


def skill_names(language: str = "") -> Mapping[str, str]:
    """Labels of all skills by their slugs."""
    return _in(language or current(), "skills", _skills)


def slug_now(slug: str) -> str:
    """The slug that holders of a skill have today: another one if it was merged away."""
    return _kept.get(_version(), "merged", _read_merged).get(slug, slug)


def _in(language: str, kind: str, names: Callable[[], Names]) -> Mapping[str, str]:
    def read() -> dict[str, str]:
        nearest = (
            (code, texts, best(language, texts)) for code, texts in names().items()
        )
        return {code: texts[locale] for code, texts, locale in nearest if locale}

    found: Mapping[str, str] = _kept.get(_version(), (kind, language), read)
    return found


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
