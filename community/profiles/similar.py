"""Who is like whom, and why. Pure: of two sets of facets it says what they share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")

UNIT = 4  # digits of an occupation that people are counted in
WEIGHTS: Final = {
    "offers": 4.0,
    "seeks": 3.0,
    "occupation": 3.0,
    "field": 1.5,
    "city": 1.5,
}
SKILL, MOST_SKILLS = 1.0, 5
COUNTRY = 0.5  # breaks ties; too common to be told as a reason


@dataclass(frozen=True)
class Reason:
    """`kind` is a name of `WEIGHTS` or 'skills'; `number` how many things are shared."""

    kind: str
    number: int = 1


def searched_by(tokens: Iterable[str]) -> tuple[list[str], list[str]]:
    """Facets to look for: of people who give or need what fits or do the same, and of
    those with the same skills."""
    own = sorted(set(tokens))
    work = [t for t in own if t.startswith("o=") and len(t) == len("o=") + UNIT]
    fits = [
        *(f"of={t[3:]}" for t in own if t.startswith("se=")),
        *(f"se={t[3:]}" for t in own if t.startswith("of=")),
    ]
    return [*work, *fits], [t for t in own if t.startswith("s=")]


class Likeness:
    """What somebody with these facets shares with others."""

    def __init__(self, own: Iterable[str]) -> None:
        mine = set(own)
        self.offers = {f"of={t[3:]}" for t in mine if t.startswith("se=")}
        self.seeks = {f"se={t[3:]}" for t in mine if t.startswith("of=")}
        self.skills = {t for t in mine if t.startswith("s=")}
        self.city = {t for t in mine if t.startswith("t=")}
        self.country = {t for t in mine if t.startswith("c=")}
        work = {t for t in mine if t.startswith("o=")}
        self.occupation = {t for t in work if len(t) >= len("o=") + UNIT}
        self.field = {t for t in work if len(t) == len("o=") + UNIT - 1}

    def reasons(self, other: Iterable[str]) -> list[Reason]:
        """What the other one has for this one, the weightiest first."""
        theirs = set(other)
        occupation = len(self.occupation & theirs)
        found = [
            Reason("offers", len(self.offers & theirs)),
            Reason("seeks", len(self.seeks & theirs)),
            Reason("skills", len(self.skills & theirs)),
            Reason("city", len(self.city & theirs)),
            Reason("occupation", min(occupation, 1)),
            Reason("field", 0 if occupation else len(self.field & theirs)),
        ]
        shared = [reason for reason in found if reason.number]
        return sorted(shared, key=lambda reason: (-_weight(reason), reason.kind))


def reasons(own: Iterable[str], other: Iterable[str]) -> list[Reason]:
    """What the other one has for somebody with these facets, the weightiest first."""
    return Likeness(own).reasons(other)


def ranked(
    own: Iterable[str], others: Sequence[tuple[T, Sequence[str]]], most: int
) -> list[tuple[T, list[Reason]]]:
    """At most so many of the others, the most alike first; who shares nothing is out.

    Equals stay in the order in which they come.
    """
    mine = Likeness(own)
    scored = []
    for place, (one, tokens) in enumerate(others):
        why = mine.reasons(tokens)
        if why:
            near = not mine.country.isdisjoint(tokens)
            score = sum(map(_weight, why)) + (COUNTRY if near else 0)
            scored.append((-score, place, one, why))
    scored.sort(key=lambda found: found[:2])
    return [(one, why) for _score, _place, one, why in scored[:most]]


def _weight(reason: Reason) -> float:
    if reason.kind == "skills":
        return SKILL * min(reason.number, MOST_SKILLS)
    return WEIGHTS[reason.kind]
