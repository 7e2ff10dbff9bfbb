"""How many of the people found have each facet.

Few are counted; of many only a sample is, and the numbers are scaled: to count a broad
question over a million profiles takes half a second (docs/performance.md).
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from community.profiles.querysets.directory import (
    EXACT,
    MOST_COUNTED,
    TABLE,
    Directory,
    rows_of,
)

Asked = tuple[Directory, str]


class Counted(NamedTuple):
    """Matches (at most `MOST_COUNTED` + 1), how many of them have each token, and
    whether these numbers are estimates."""

    matches: int
    tokens: dict[str, int]
    approximate: bool


def counted(question: Directory, *others: Asked) -> list[Counted]:
    """Numbers for a question, then for each of `others`, whose tokens begin as told.

    One statement for all narrowed ones, and two more where the first has many matches.
    `matches` of the others is only known to be many or few.
    """
    asked: list[Asked] = [(question, ""), *others]
    narrowed = [one for one in asked if one[0].is_narrowed]
    sampled = iter(_sampled(narrowed))
    return [
        _scaled(one, next(sampled), exact=number == 0)
        if one[0].is_narrowed
        else _totals(one)
        for number, one in enumerate(asked)
    ]


def _totals(asked: Asked) -> Counted:
    question, prefix = asked
    every = question.totals()
    number = every.pop("", 0)
    tokens = {token: n for token, n in every.items() if token.startswith(prefix)}
    return Counted(number, tokens, False)


def _scaled(asked: Asked, found: dict[str, int], *, exact: bool) -> Counted:
    question, _prefix = asked
    looked_at = found.pop("", 0)
    if looked_at <= EXACT:
        return Counted(looked_at, found, False)
    matches = question.count() if exact else MOST_COUNTED + 1
    scale = question.estimate(matches) / looked_at
    return Counted(matches, {t: round(n * scale) for t, n in found.items()}, True)


def _sampled(asked: Sequence[Asked]) -> Iterator[dict[str, int]]:
    """Numbers among the first `EXACT` + 1 matches by token; '' is all of these."""
    parts, values = [], list[Any]()
    for number, (question, prefix) in enumerate(asked):
        where, of_where = question.where()
        # (Without a prefix there is no condition: an estimate of it misleads the planner.)
        wanted = "WHERE token = '' OR starts_with(token, %s)" if prefix else ""
        parts.append(f"""
            (SELECT {number}, token COLLATE "C", count(*) FROM (
                SELECT tokens FROM {TABLE} WHERE {where} LIMIT %s
            ) AS m, unnest(tokens || ''::varchar) AS token {wanted} GROUP BY 2)
        """)  # noqa: S608
        values += [*of_where, EXACT + 1, *([prefix] if prefix else [])]
    rows = rows_of(" UNION ALL ".join(parts), values) if parts else []
    for number in range(len(asked)):
        yield {token: int(n) for which, token, n in rows if which == number}
