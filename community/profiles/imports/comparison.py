"""What a draft would change in a profile, thing by thing. Reads, and writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from community.profiles.countries import country_name, language_name
from community.profiles.imports.draft import Draft, UnreadableFileError
from community.profiles.imports.json_resume import read_json_resume
from community.profiles.imports.linkedin import read_linkedin
from community.profiles.labels import searchable, spelling
from community.profiles.models import Label, LanguageSkill, Profile, Skill

MAX_FILE = 5 * 1024 * 1024
PARTS = ("experience", "education", "licences", "links")
# What reaches a person outside this site, or tells their age, is taken only if ticked.
CAREFUL = ("show_email", "phone", "birth_year")
_ASKED_AT_ONCE = 50


@dataclass(frozen=True)
class Change:
    """One thing that can be taken over.

    `old` is what it would replace; `is_ticked` says what the member is offered first.
    `payload` is the value, the entry, the Skill or the name of a proposal.
    """

    key: str
    kind: str
    label: str
    new: str
    old: str
    is_ticked: bool
    payload: Any


def read_profile_file(content: bytes) -> Draft:
    """A JSON Resume or LinkedIn's archive. Raises UnreadableFileError."""
    if len(content) > MAX_FILE:
        message = _("The file is larger than %(number)s MB.")
        raise UnreadableFileError(message % {"number": MAX_FILE // 2**20})
    archive = content.startswith(b"PK")
    draft = read_linkedin(content) if archive else read_json_resume(content)
    if draft.is_empty:
        raise UnreadableFileError(_("There is nothing in the file that we can take."))
    return draft


def changes_of(draft: Draft, profile: Profile) -> list[Change]:
    """What is new or different; things that the profile says already are left out."""
    return [
        *_values(draft, profile),
        *(one for part in PARTS for one in _entries(draft, profile, part)),
        *_languages(draft, profile),
        *_skills(draft, profile),
    ]


def _values(draft: Draft, profile: Profile) -> Iterator[Change]:
    for name, value in draft.values.items():
        old = getattr(profile, name)
        if value == old:
            continue
        label = str(profile._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        yield Change(
            f"value-{name}",
            "values",
            label[:1].upper() + label[1:],
            _shown(name, value),
            _shown(name, old),
            old in (None, "") and name not in CAREFUL,
            (name, value),
        )


def _shown(name: str, value: Any) -> str:
    if name == "country" and value:
        return country_name(value)
    return "" if value is None else str(value)


def _entries(draft: Draft, profile: Profile, part: str) -> Iterator[Change]:
    known = {_sense(part, vars(one)) for one in _held(profile, part)}
    for number, entry in enumerate(getattr(draft, part)):
        if _sense(part, entry) not in known:
            label, more = _told(part, entry)
            key = f"{part}-{number}"
            yield Change(key, part, label, more, "", True, entry)


def _sense(part: str, entry: dict[str, Any]) -> tuple[Any, ...]:
    """What makes two entries the same to a reader."""
    names = {
        "experience": ("title", "organisation", "start_year"),
        "education": ("degree", "school"),
        "licences": ("title", "issuer"),
        "links": ("url",),
    }[part]
    values = [entry.get(name) for name in names]
    return tuple(spelling(v) if isinstance(v, str) else v for v in values)


def _told(part: str, entry: dict[str, Any]) -> tuple[str, str]:
    if part == "links":
        return entry["title"] or entry["url"], entry["url"]
    years = [entry.get("start_year") or entry.get("year"), entry.get("end_year")]
    named = {
        "experience": ("title", "organisation", "place"),
        "education": ("degree", "school", "field"),
        "licences": ("title", "issuer", "number"),
    }[part]
    more = [entry[name] for name in named[1:]]
    more.append(" – ".join(str(year) for year in years if year))  # noqa: RUF001
    return entry[named[0]], ", ".join(one for one in more if one)


def _languages(draft: Draft, profile: Profile) -> Iterator[Change]:
    names = dict(LanguageSkill.Level.choices)
    held = {one.language: one.level for one in _held(profile, "languages")}
    for entry in draft.languages:
        code, level = entry["language"], entry["level"]
        old = held.get(code, "")
        if level != old:
            yield Change(
                f"languages-{code}",
                "languages",
                language_name(code),
                str(names[level]),
                str(names.get(old, "")),
                not old,
                entry,
            )


def _skills(draft: Draft, profile: Profile) -> Iterator[Change]:
    held = {one.skill_id for one in _held(profile, "skills") if one.has}
    found = skills_called(draft.skills)
    proposed = _proposed(profile)
    for number, name in enumerate(draft.skills):
        skill = found.get(spelling(name))
        if skill is None and spelling(name) in proposed:
            continue
        if skill is None:
            key = f"proposal-{number}"
            yield Change(key, "proposals", name, "", "", False, name)
        elif skill.pk not in held:
            held.add(skill.pk)
            label = str(skill)
            other = "" if spelling(label) == spelling(name) else name
            yield Change(f"skill-{number}", "skills", label, other, "", True, skill)


def _proposed(profile: Profile) -> set[str]:
    """Spellings of proposals that the profile names already."""
    if not profile.pk:
        return set()
    labels = Label.objects.filter(skill__holders__profile=profile)
    waiting = labels.filter(skill__status="pending")
    return {spelling(text) for text in waiting.values_list("text", flat=True)}


def skills_called(names: Iterable[str]) -> dict[str, Skill]:
    """Approved skills by the spelling of the names that are labels of theirs."""
    wanted = sorted({spelling(name) for name in names} - {""})
    found: dict[str, Skill] = {}
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        asked = Q(pk__in=[])
        for one in wanted[start : start + _ASKED_AT_ONCE]:
            asked |= Q(folded=one) | Q(folded__startswith=f"{one} ")
        labels = Label.objects.filter(asked, skill__status="approved")
        pairs = labels.order_by("pk").values_list("text", "skill")
        met = {spelling(text): pk for text, pk in pairs if searchable(text)}
        numbers = {one: met[one] for one in wanted if one in met}
        skills = Skill.objects.with_names().in_bulk(list(set(numbers.values())))
        found |= {one: skills[pk] for one, pk in numbers.items()}
    return found


def _held(profile: Profile, part: str) -> list[Any]:
    # A profile that nobody has started yet lists nothing.
    return list(getattr(profile, part).all()) if profile.pk else []
