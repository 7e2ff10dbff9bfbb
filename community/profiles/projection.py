"""From a profile to the rows of the directory: what each audience sees. Writes nothing."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from cms.core.folding import fold, fold_document
from cms.core.languages import CODES
from community.profiles.audiences import ALL, Audience, visible_fields
from community.profiles.countries import KOSOVO, country_names, language_names
from community.profiles.misspellings import words_of_name
from community.profiles.municipalities import municipality_name
from community.profiles.querysets.places import quoted
from community.profiles.querysets.question import (
    EPOCH,
    FLAGS,
    months,
)

if TYPE_CHECKING:
    from community.profiles.models import Profile

Row = dict[str, Any]
# In a card; the profile itself shows all.
SKILLS_OF_CARD = 6
LONGEST_WORD = 60
MOST_WORDS = 2_000


def rows_of(profile: "Profile") -> list[Row]:
    """The rows that this profile should have; audiences that see the same share one."""
    if not profile.is_listed:
        return []
    by_fields: dict[frozenset[str], list[Audience]] = {}
    for audience in ALL:
        fields = visible_fields(
            audience,
            profile.visibility,
            shares_with_partners=profile.partners_since is not None,
        )
        if fields:
            by_fields.setdefault(fields, []).append(audience)
    rows = []
    for fields, audiences in by_fields.items():
        row = _row(profile, fields)
        if row["tokens"] or row["words"]:
            flags = {flag: audience in audiences for audience, flag in FLAGS.items()}
            rows.append(row | flags)
    return rows


def shown_to(profile: "Profile", audience: Audience) -> dict[str, Any]:
    """All that this audience would see, for a preview; the profile may be unlisted."""
    fields = visible_fields(
        audience,
        profile.visibility,
        shares_with_partners=profile.partners_since is not None,
    )
    return _Shown(profile, fields).whole()


def everything(profile: "Profile") -> dict[str, Any]:
    """What the owner sees."""
    return _Shown(profile, None).whole()


def _row(profile: "Profile", fields: frozenset[str]) -> Row:
    shown = _Shown(profile, fields)
    return {
        "profile_id": profile.pk,
        "slug": profile.slug,
        "name": fold(shown.text("name"))[:200],
        "since": profile.listed_at,
        "tokens": sorted(set(shown.tokens())),
        "visits": [
            [(one.start - EPOCH).days, (one.end - EPOCH).days]
            for one in shown.many("visits")
        ],
        "words": shown.words(),
        "of_name": words_of_name(_folded(shown.text("name"))),
        "photo": profile.photo.name if shown.photo() else "",
        "card": dumps(shown.card()),
        "whole": dumps(shown.whole()),
    }


# Labels, cities and names come again and again.
_folded = lru_cache(20_000)(fold_document)


@dataclass(frozen=True)
class _Shown:
    """A profile as far as these fields go; None is all of them."""

    profile: "Profile"
    fields: frozenset[str] | None

    def sees(self, name: str) -> bool:
        return self.fields is None or name in self.fields

    def text(self, name: str, field: str = "") -> str:
        value = getattr(self.profile, name) if self.sees(field or name) else ""
        return str(value or "")

    def value(self, name: str, field: str = "") -> Any:
        return getattr(self.profile, name) if self.sees(field or name) else None

    def many(self, name: str) -> list[Any]:
        if not self.sees(name):
            return []
        found = list(getattr(self.profile, name).all())
        if name == "visits":
            # What is over tells nobody when somebody is away from home.
            return [one for one in found if one.end >= timezone.localdate()]
        return found

    def photo(self) -> bool:
        return bool(self.profile.photo) and self.sees("photo")

    def occupation(self) -> Any:
        return self.profile.occupation if self.sees("occupation") else None

    def skills(self, which: str) -> list[Any]:
        """`which` is 'has', 'offers' or 'seeks'."""
        field = "skills" if which == "has" else which
        if not self.sees(field):
            return []
        return [one for one in self.profile.skills.all() if getattr(one, which)]

    # What it becomes ---------------------------------------------------------------

    def card(self) -> dict[str, Any]:
        occupation = self.occupation()
        return {
            "slug": self.profile.slug,
            "language": self.profile.language,
            "name": self.text("name"),
            "headline": self.text("headline"),
            "occupation": occupation.code if occupation else None,
            "position": self.text("position"),
            "employer": self.text("employer", "position"),
            "country": self.text("country") or None,
            "city": self.text("city"),
            "availability": self.value("availability") or [],
            "languages": [one.language for one in self.many("languages")],
            "skills": [one.skill.slug for one in self.skills("has")[:SKILLS_OF_CARD]],
            "verified": self.profile.is_verified,
            "has_photo": self.photo(),
        }

    def whole(self) -> dict[str, Any]:
        return {
            **self.card(),
            "summary": self.text("summary"),
            "years": self.value("years"),
            "in_kosovo": (
                self.profile.lives_in_kosovo if self.sees("country") else None
            ),
            "origin": self.text("origin") or None,
            "hours_a_month": self.value("hours_a_month", "availability"),
            "visits": [
                {"start": one.start, "end": one.end, "place": one.place}
                for one in self.many("visits")
            ],
            "skills": [_skill(one) for one in self.skills("has")],
            "offers": [one.skill.slug for one in self.skills("offers")],
            "seeks": [one.skill.slug for one in self.skills("seeks")],
            "languages": [
                {"language": one.language, "level": one.level}
                for one in self.many("languages")
            ],
            "experience": [
                {
                    "title": one.title,
                    "organisation": one.organisation,
                    "place": one.place,
                    "start_year": one.start_year,
                    "end_year": one.end_year,
                    "text": one.text,
                }
                for one in self.many("experience")
            ],
            "education": [
                {
                    "degree": one.degree,
                    "school": one.school,
                    "field": one.field,
                    "start_year": one.start_year,
                    "end_year": one.end_year,
                }
                for one in self.many("education")
            ],
            "licences": [
                {
                    "title": one.title,
                    "issuer": one.issuer,
                    "number": one.number,
                    "year": one.year,
                    "valid_until": one.valid_until,
                }
                for one in self.many("licences")
            ],
            "links": [
                {"title": one.title, "url": one.url} for one in self.many("links")
            ],
            "email": self.text("show_email", "email"),
            "phone": self.text("phone"),
            "birth_year": self.value("birth_year"),
        }

    def tokens(self) -> list[str]:
        """The facets: o occupation and what it belongs to, s of se skills that are had,
        offered, sought, c country, k Kosovo or abroad, t city, g origin, l languages,
        a availability, v months of visits, x verified."""
        occupation = self.occupation()
        code = occupation.code if occupation else ""
        country = self.text("country")
        city = fold(self.text("city"))
        origin = self.text("origin")
        return [
            *(f"o={code[:end]}" for end in range(1, len(code) + 1)),
            *(f"s={one.skill.slug}" for one in self.skills("has")),
            *(f"of={one.skill.slug}" for one in self.skills("offers")),
            *(f"se={one.skill.slug}" for one in self.skills("seeks")),
            *([f"c={country}"] if country else []),
            *([f"k={'in' if country == KOSOVO else 'abroad'}"] if country else []),
            *([f"t={city}"[:120]] if city else []),
            *([f"g={origin}"] if origin else []),
            *(f"l={one.language}" for one in self.many("languages")),
            *(f"a={one}" for one in self.value("availability") or []),
            *(
                token
                for visit in self.many("visits")
                for token in months(visit.start, visit.end)
            ),
            *(["x=verified"] if self.profile.is_verified else []),
        ]

    def words(self) -> dict[str, list[str]]:
        """Folded words by weight; each word stands with the heaviest only."""
        texts = {"A": [self.text("name")], "B": self._work(), "C": self._skills()}
        texts["D"] = self._rest()
        found: dict[str, list[str]] = {}
        seen: set[str] = set()
        for weight, parts in texts.items():
            words = dict.fromkeys(w for part in parts for w in _folded(part).split())
            fresh = [w for w in words if w not in seen and len(w) <= LONGEST_WORD]
            found[weight] = fresh[: MOST_WORDS - len(seen)]
            seen.update(found[weight])
        return {weight: words for weight, words in found.items() if words}

    def _work(self) -> list[str]:
        occupation = self.occupation()
        return [
            self.text("headline"),
            self.text("position"),
            *_labels(occupation),
        ]

    def _skills(self) -> list[str]:
        held = {
            one.pk: one
            for which in ("has", "offers", "seeks")
            for one in self.skills(which)
        }
        return [label for one in held.values() for label in _labels(one.skill)]

    def _rest(self) -> list[str]:
        country, origin = self.text("country"), self.text("origin")
        spoken = [one.language for one in self.many("languages")]
        return [
            self.text("summary"),
            self.text("employer", "position"),
            self.text("city"),
            *(country_names(code).get(country, "") for code in CODES),
            *(municipality_name(origin, code) for code in CODES),
            *(language_names(code).get(one, "") for one in spoken for code in CODES),
            *(f"{e.title} {e.organisation} {e.text}" for e in self.many("experience")),
            *(f"{e.degree} {e.school} {e.field}" for e in self.many("education")),
            *(f"{e.title} {e.issuer}" for e in self.many("licences")),
        ]


def _skill(one: Any) -> dict[str, Any]:
    return {
        "skill": one.skill.slug,
        "level": one.level,
        "endorsements": one.endorsements,
        "id": one.pk,
    }


def _labels(thing: Any) -> list[str]:
    """Preferred and other labels in all languages: any language finds any label."""
    return [label.text for label in thing.labels.all()] if thing is not None else []


def doc_of(row: Row) -> str:
    """The text of a tsvector: facets and names without a place, words with a weight.

    A weight belongs to a place in PostgreSQL, so all words of a weight share one.
    """
    parts = [quoted(one) for one in (*row["tokens"], *row["of_name"])]
    for place, (weight, words) in enumerate(sorted(row["words"].items()), start=1):
        parts += [f"{quoted(word)}:{place}{weight}" for word in words]
    return " ".join(parts)


def dumps(value: Any) -> str:
    return json.dumps(
        value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")
    )
