"""What people are found by: facets, and words by weight."""

from functools import lru_cache
from typing import Any

from cms.core.folding import fold, fold_document
from cms.core.languages import CODES
from community.profiles.countries import KOSOVO, country_names, language_names
from community.profiles.municipalities import municipality_name
from community.profiles.projection.shown import Shown
from community.profiles.querysets.question import months

LONGEST_WORD = 60
MOST_WORDS = 2_000

# Labels, cities and names come again and again.
folded = lru_cache(20_000)(fold_document)


def tokens(shown: Shown) -> list[str]:
    """The facets: o occupation and what it belongs to, s of se skills that are had,
    offered, sought, c country, k Kosovo or abroad, t city, g origin, l languages,
    a availability, v months of visits, x verified."""
    occupation = shown.occupation()
    code = occupation.code if occupation else ""
    country = shown.text("country")
    city = fold(shown.text("city"))
    origin = shown.text("origin")
    return [
        *(f"o={code[:end]}" for end in range(1, len(code) + 1)),
        *(f"s={one.skill.slug}" for one in shown.skills("has")),
        *(f"of={one.skill.slug}" for one in shown.skills("offers")),
        *(f"se={one.skill.slug}" for one in shown.skills("seeks")),
        *([f"c={country}"] if country else []),
        *([f"k={'in' if country == KOSOVO else 'abroad'}"] if country else []),
        *([f"t={city}"[:120]] if city else []),
        *([f"g={origin}"] if origin else []),
        *(f"l={one.language}" for one in shown.many("languages")),
        *(f"a={one}" for one in shown.value("availability") or []),
        *(
            token
            for visit in shown.many("visits")
            for token in months(visit.start, visit.end)
        ),
        *(["x=verified"] if shown.profile.is_verified else []),
    ]


def words(shown: Shown) -> dict[str, list[str]]:
    """Folded words by weight; each word stands with the heaviest only."""
    texts = {"A": [shown.text("name")], "B": _work(shown), "C": _skills(shown)}
    texts["D"] = _rest(shown)
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    for weight, parts in texts.items():
        words = dict.fromkeys(w for part in parts for w in folded(part).split())
        fresh = [w for w in words if w not in seen and len(w) <= LONGEST_WORD]
        found[weight] = fresh[: MOST_WORDS - len(seen)]
        seen.update(found[weight])
    return {weight: words for weight, words in found.items() if words}


def _work(shown: Shown) -> list[str]:
    occupation = shown.occupation()
    return [
        shown.text("headline"),
        shown.text("position"),
        *_labels(occupation),
    ]


def _skills(shown: Shown) -> list[str]:
    held = {
        one.pk: one
        for which in ("has", "offers", "seeks")
        for one in shown.skills(which)
    }
    return [label for one in held.values() for label in _labels(one.skill)]


def _rest(shown: Shown) -> list[str]:
    country, origin = shown.text("country"), shown.text("origin")
    spoken = [one.language for one in shown.many("languages")]
    return [
        shown.text("summary"),
        shown.text("employer", "position"),
        shown.text("city"),
        *(country_names(code).get(country, "") for code in CODES),
        *(municipality_name(origin, code) for code in CODES),
        *(language_names(code).get(one, "") for one in spoken for code in CODES),
        *(f"{e.title} {e.organisation} {e.text}" for e in shown.many("experience")),
        *(f"{e.degree} {e.school} {e.field}" for e in shown.many("education")),
        *(f"{e.title} {e.issuer}" for e in shown.many("licences")),
    ]


def _labels(thing: Any) -> list[str]:
    """Preferred and other labels in all languages: any language finds any label."""
    return [label.text for label in thing.labels.all()] if thing is not None else []
