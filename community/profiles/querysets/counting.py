"""How many of the people found have each facet, and who comes first.

Few are counted; of many only a sample is (`sampling`), and the numbers are scaled: to
count a broad question over a million profiles takes half a second (docs/performance.md).
"""

from dataclasses import dataclass
from typing import NamedTuple

from community.profiles.querysets import packed
from community.profiles.querysets.directory import Directory
from community.profiles.querysets.pages import MOST_COUNTED
from community.profiles.querysets.sampling import NONE, Asked, First, Found, sampled

# So many with the chosen value tell how many all beside the question are.
ENOUGH_CHOSEN = 20
__all__ = ["NONE", "Counted", "First", "counted"]


class Counted(NamedTuple):
    """Matches (at most `MOST_COUNTED` + 1), how many of them have each token, and
    whether these numbers are estimates.

    `about` is the number of matches, estimated where not all were counted; `first` holds
    the ids of the rows that come first, best or newest, where it was asked for and no
    more match than are counted.
    """

    matches: int
    tokens: dict[str, int]
    approximate: bool
    about: int
    first: list[int] | None = None


@dataclass(frozen=True)
class _Beside:
    """What is known of a question, when others are put without what was chosen in it."""

    whole: int
    chosen: tuple[str, ...]

    def about(self, found: Found, tokens: dict[str, int]) -> int | None:
        """How many match without it: of a sample of these, the question's own matches are
        those with the chosen value. None where they are too few to tell, or where of
        several chosen values somebody may have two."""
        if len(self.chosen) > 1 and not self.chosen[0].startswith("c="):
            return None
        number = sum(tokens.get(token, 0) for token in self.chosen)
        is_known = number >= ENOUGH_CHOSEN
        return round(self.whole * found.looked_at / number) if is_known else None


def counted(question: Directory, *others: Asked, first: First = NONE) -> list[Counted]:
    """Numbers for a question, then for each of `others`, whose tokens begin as told.

    One statement for all narrowed ones, with the `first` rows of the question.
    `matches` of the others is only known to be many or few.
    """
    asked: list[Asked] = [(question, ""), *others]
    narrowed = [one for one in asked if one[0].is_narrowed]
    found = iter(sampled(narrowed, first))
    numbers: list[Counted] = []
    for one in asked:
        beside = _beside(question, one[1], numbers[0]) if numbers else None
        numbers.append(
            _scaled(one, next(found), beside) if one[0].is_narrowed else _totals(one)
        )
    return numbers


def _beside(question: Directory, prefix: str, whole: Counted) -> _Beside:
    chosen = (g for g in question.groups if g and g[0].startswith(prefix))
    return _Beside(whole.about, next(chosen, ()))


def _totals(asked: Asked) -> Counted:
    question, prefix = asked
    # (Beside the question, as they were within the last minute.)
    every = question.lately() if prefix else question.totals()
    number = every.get("", 0)
    tokens = {t: n for t, n in every.items() if t and t.startswith(prefix)}
    return Counted(number, tokens, False, number)


def _scaled(asked: Asked, found: Found, beside: _Beside | None) -> Counted:
    question, prefix = asked
    tokens = packed.tokens_in(found.packed, question, prefix)
    if not found.is_sample:
        number = found.looked_at
        return Counted(number, tokens, False, number, _in_order(found))
    # Nobody was counted where the sample was enough.
    matches = found.matches or MOST_COUNTED + 1
    by_chosen = beside.about(found, tokens) if beside else None
    about = _about(asked, found, matches, by_chosen)
    scale = about / found.looked_at
    tokens = {token: round(n * scale) for token, n in tokens.items()}
    return Counted(matches, tokens, True, about, _in_order(found))


def _about(asked: Asked, found: Found, matches: int, by_chosen: int | None) -> int:
    if matches <= MOST_COUNTED:
        return matches
    question, prefix = asked
    about = found.estimate or by_chosen or question.expected()
    return max(about, found.looked_at if prefix else matches)


def _in_order(found: Found) -> list[int] | None:
    if found.matches > MOST_COUNTED or not found.first:
        return None
    return [found.first[place] for place in sorted(found.first)]
