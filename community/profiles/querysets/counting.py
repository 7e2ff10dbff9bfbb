"""How many of the people found have each facet.

Few are counted; of many only a sample is, and the numbers are scaled: to count a broad
question over a million profiles takes half a second (docs/performance.md).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from community.profiles.querysets.directory import (
    EXACT,
    MOST_COUNTED,
    Directory,
)
from community.profiles.querysets.question import FLAGS, TABLE, rows_of

# So many of the newest rows are walked through for a sample.
WALKED = 50_000
# Up to so many matches are looked up; of more, walking soon meets enough.
MOST_GATHERED = 12_000
Asked = tuple[Directory, str]


class Counted(NamedTuple):
    """Matches (at most `MOST_COUNTED` + 1), how many of them have each token, and
    whether these numbers are estimates."""

    matches: int
    tokens: dict[str, int]
    approximate: bool


def counted(question: Directory, *others: Asked) -> list[Counted]:
    """Numbers for a question, then for each of `others`, whose tokens begin as told.

    One statement for all narrowed ones, and one more where the first has many matches.
    `matches` of the others is only known to be many or few.
    """
    asked: list[Asked] = [(question, ""), *others]
    narrowed = [one for one in asked if one[0].is_narrowed]
    sampled = iter(_sampled(narrowed, [_is_broad(one) for one, _prefix in narrowed]))
    return [
        _scaled(one, next(sampled), exact=number == 0)
        if one[0].is_narrowed
        else _totals(one)
        for number, one in enumerate(asked)
    ]


def _is_broad(question: Directory) -> bool:
    """So many match that the newest rows hold enough of them. (Words are not looked for
    by walking: each row's would have to be unpacked.)"""
    return not question.words and question.expected() > MOST_GATHERED


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
    expected = question.expected()
    matches = MOST_COUNTED + 1
    if exact and expected <= MOST_GATHERED:
        matches = question.count()
    number = matches if matches <= MOST_COUNTED else max(matches, expected)
    scale = number / looked_at
    return Counted(matches, {t: round(n * scale) for t, n in found.items()}, True)


def _sampled(asked: Sequence[Asked], broad: Sequence[bool]) -> list[dict[str, int]]:
    """Numbers among `EXACT` + 1 matches by token; '' is all of these.

    Where walking found fewer than were expected, they are looked up after all.
    """
    parts, values = [], list[Any]()
    for number, ((question, prefix), is_broad) in enumerate(
        zip(asked, broad, strict=True)
    ):
        source, of_source = (_newest if is_broad else _looked_up)(question)
        # (Without a prefix there is no condition: an estimate of it misleads the planner.)
        wanted = "WHERE token = '' OR starts_with(token, %s)" if prefix else ""
        parts.append(f"""
            (SELECT {number}, token COLLATE "C", count(*)
            FROM ({source} LIMIT %s) AS m, unnest(tokens || ''::varchar) AS token
            {wanted} GROUP BY 2)
        """)  # noqa: S608
        values += [*of_source, EXACT + 1, *([prefix] if prefix else [])]
    rows = rows_of(" UNION ALL ".join(parts), values) if parts else []
    found: list[dict[str, int]] = [{} for _one in asked]
    for which, token, n in rows:
        found[which][token] = int(n)
    for number, is_broad in enumerate(broad):
        if is_broad and found[number].get("", 0) <= EXACT:
            [found[number]] = _sampled([asked[number]], [False])
    return found


def _looked_up(question: Directory) -> tuple[str, tuple[Any, ...]]:
    where, values = question.where()
    return f"SELECT tokens FROM {TABLE} WHERE {where}", values  # noqa: S608


def _newest(question: Directory) -> tuple[str, tuple[Any, ...]]:
    flag = FLAGS[question.audience]
    where, values = question.walked()
    source = f"""
        SELECT tokens FROM (
            SELECT tokens, visits, {flag} FROM {TABLE} WHERE {flag}
            ORDER BY since DESC, profile_id DESC LIMIT {WALKED}
        ) AS newest WHERE {where}
    """  # noqa: S608
    return source, values
