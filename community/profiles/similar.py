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


def reasons(own: Iterable[str], other: Iterable[str]) -> list[Reason]:
    """What the other one has for somebody with these facets, the weightiest first."""
    mine, theirs = set(own), set(other)
    both = mine & theirs
    found = [
        Reason("offers", _matched(mine, "se=", theirs, "of=")),
        Reason("seeks", _matched(mine, "of=", theirs, "se=")),
        Reason("skills", sum(1 for token in both if token.startswith("s="))),
        Reason("city", sum(1 for token in both if token.startswith("t="))),
        _occupation(both),
    ]
    shared = [reason for reason in found if reason.number]
    return sorted(shared, key=lambda reason: (-_weight(reason), reason.kind))


def ranked(
    own: Iterable[str], others: Sequence[tuple[T, Sequence[str]]], most: int
) -> list[tuple[T, list[Reason]]]:
    """At most so many of the others, the most alike first; who shares nothing is out.

    Equals stay in the order in which they come.
    """
    mine = set(own)
    scored = []
    for place, (one, tokens) in enumerate(others):
        why = reasons(mine, tokens)
        if why:
            near = any(t.startswith("c=") for t in mine & set(tokens))
            score = sum(map(_weight, why)) + (COUNTRY if near else 0)
            scored.append((-score, place, one, why))
    scored.sort(key=lambda found: found[:2])
    return [(one, why) for _score, _place, one, why in scored[:most]]


def _matched(mine: set[str], mark: str, theirs: set[str], other: str) -> int:
    return sum(
        1
        for token in mine
        if token.startswith(mark) and other + token.removeprefix(mark) in theirs
    )


def _occupation(both: set[str]) -> Reason:
    deepest = max((len(t) - 2 for t in both if t.startswith("o=")), default=0)
    if deepest >= UNIT:
        return Reason("occupation")
    return Reason("field", int(deepest == UNIT - 1))


def _weight(reason: Reason) -> float:
    if reason.kind == "skills":
        return SKILL * min(reason.number, MOST_SKILLS)
    return WEIGHTS[reason.kind]
