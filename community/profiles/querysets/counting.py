"""How many of the people found have each facet, and who comes first.

Few are counted; of many only a sample is, and the numbers are scaled: to count a broad
question over a million profiles takes half a second (docs/performance.md).

A sample is every eighth profile, or, where nearly everybody matches, the newest: to walk
through a thousand rows is cheaper than to look up a hundred thousand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from community.profiles.querysets import packed, places
from community.profiles.querysets.directory import (
    EXACT,
    MOST_COUNTED,
    Directory,
)
from community.profiles.querysets.question import FLAGS, TABLE, rows_of

# So many of the newest rows are walked through for a sample: at most, and where this
# is sure to be the cheaper way.
WALKED, WALKED_GLADLY = 20_000, 4_000
# Up to so many matches are looked up; of more, walking may soon meet enough.
MOST_GATHERED = 12_000
# So many of the eighth tell that more than `MOST_COUNTED` match, by chance or not.
ENOUGH = round(1.15 * MOST_COUNTED / places.EVERY)
# Beside the question so many tell what is common.
ENOUGH_BESIDE = 300
# So many of the eighth are counted, to tell how many all are.
MOST_OF_EIGHTH = 1_000
COUNTED, SAMPLE, ALL, IN_EIGHTH, PLACE = "", "~", "#", "+", "@"
# Tokens of a row are sorted, so those of these filters are among its first.
FIRST: Final = {"a=": 8, "c=": 8}
Asked = tuple[Directory, str]


class First(NamedTuple):
    """So many rows from the beginning: the best, if they can be ranked, or the newest."""

    number: int
    ranked: bool = True


NONE: Final = First(0)


class Counted(NamedTuple):
    """Matches (at most `MOST_COUNTED` + 1), how many of them have each token, and
    whether these numbers are estimates.

    `about` is the number of matches, estimated where not all were counted; `first` holds the ids of the rows that come first, best or newest, where it was
    asked for and no more match than are counted.
    """

    matches: int
    tokens: dict[str, int]
    approximate: bool
    about: int
    first: list[int] | None = None


@dataclass
class _Found:
    """What was looked at: the facets of `looked_at` rows, packed."""

    packed: bytes = b""
    looked_at: int = 0
    is_sample: bool = False
    in_eighth: int = 0
    # 0 where not all were counted.
    matches: int = 0
    first: dict[int, int] = field(default_factory=dict)

    def add(self, kind: str, number: int, facets: bytes | None) -> None:
        if kind in (COUNTED, SAMPLE):
            # Of one of the two nothing is taken.
            self.packed += facets or b""
            self.looked_at += number
            self.is_sample |= number > (EXACT if kind == COUNTED else 0)
        elif kind == ALL:
            self.matches = number
        elif kind == IN_EIGHTH:
            self.in_eighth = number
        else:
            self.first[int(kind.removeprefix(PLACE))] = number


def counted(question: Directory, *others: Asked, first: First = NONE) -> list[Counted]:
    """Numbers for a question, then for each of `others`, whose tokens begin as told.

    One statement for all narrowed ones, with the `first` rows of the question.
    `matches` of the others is only known to be many or few.
    """
    asked: list[Asked] = [(question, ""), *others]
    narrowed = [one for one in asked if one[0].is_narrowed]
    sampled = iter(_sampled(narrowed, [_is_broad(*one) for one in narrowed], first))
    return [
        _scaled(one, next(sampled)) if one[0].is_narrowed else _totals(one)
        for one in asked
    ]


def _enough(prefix: str) -> int:
    return ENOUGH_BESIDE if prefix else ENOUGH


def _is_broad(question: Directory, prefix: str) -> bool:
    """So many match that the newest rows soon hold enough of them. (Words are not looked
    for by walking: each row's would have to be unpacked.)"""
    if question.words:
        return False
    expected = question.expected()
    every = question.lately().get("", 0)
    wanted = _enough(prefix) * every
    return expected > MOST_GATHERED and wanted <= WALKED_GLADLY * expected


def _totals(asked: Asked) -> Counted:
    question, prefix = asked
    # (Beside the question, as they were within the last minute.)
    every = question.lately() if prefix else question.totals()
    number = every.get("", 0)
    tokens = {t: n for t, n in every.items() if t and t.startswith(prefix)}
    return Counted(number, tokens, False, number)


def _scaled(asked: Asked, found: _Found) -> Counted:
    question, prefix = asked
    tokens = packed.tokens_in(found.packed, question, prefix)
    if not found.is_sample:
        number = found.looked_at
        return Counted(number, tokens, False, number, _in_order(found))
    # Nobody was counted where the sample was enough.
    matches = found.matches or MOST_COUNTED + 1
    about = _about(asked, found, matches)
    scale = about / found.looked_at
    tokens = {token: round(n * scale) for token, n in tokens.items()}
    return Counted(matches, tokens, True, about, _in_order(found))


def _about(asked: Asked, found: _Found, matches: int) -> int:
    if matches <= MOST_COUNTED:
        return matches
    question, prefix = asked
    by_eighth = 0 < found.in_eighth < _most_of_eighth(*asked)
    about = found.in_eighth * places.EVERY if by_eighth else question.expected()
    return max(about, found.looked_at if prefix else matches)


def _in_order(found: _Found) -> list[int] | None:
    if found.matches > MOST_COUNTED or not found.first:
        return None
    return [found.first[place] for place in sorted(found.first)]


def _sampled(
    asked: Sequence[Asked], broad: Sequence[bool], first: First
) -> list[_Found]:
    """What one statement finds of each question.

    Where walking found fewer than were expected, they are looked up after all.
    """
    parts, values = [], list[Any]()
    for number, (one, is_broad) in enumerate(zip(asked, broad, strict=True)):
        make = _walked if is_broad else _looked_up
        part, of_part = make(number, one, first)
        parts.append(part)
        values += of_part
    rows = rows_of(" UNION ALL ".join(parts), values) if parts else []
    found = [_Found() for _one in asked]
    for which, kind, n, facets in rows:
        found[which].add(kind, int(n), facets)
    for number, is_broad in enumerate(broad):
        enough = _enough(asked[number][1])
        if is_broad and found[number].looked_at <= enough:
            [found[number]] = _sampled([asked[number]], [False], first)
    return found


def _counts(number: int, prefix: str, source: str, kind: str = COUNTED) -> str:
    """Of the first rows of this source."""
    facets = "facets"
    if prefix in FIRST:
        facets = f"substring(facets FOR {FIRST[prefix] * packed.WIDTH})"
    return f"""
        SELECT {number}, '{kind}', count(*), string_agg({facets}, NULL)
        FROM (SELECT facets FROM {source} LIMIT %s) AS s
    """  # noqa: S608


def _looked_up(number: int, asked: Asked, first: First) -> tuple[str, list[Any]]:
    """Where every eighth is enough, the other matches are not looked up."""
    question, prefix = asked
    where, of_where = question.where()
    # A whole question's matches are counted with its sample: to look them up twice
    # costs twice.
    is_whole = not prefix
    most = MOST_COUNTED + 1 if is_whole else EXACT + 1
    parts, values, enough = [], list[Any](), "false"
    tries = _may_be_sampled(question)
    if tries:
        eighth, of_eighth = question.where(sampled=True)
        parts.append(f"eighth AS MATERIALIZED ({_rows('facets', eighth)})")
        values += [*of_eighth, _most_of_eighth(question, prefix)]
        enough = f"(SELECT count(*) FROM eighth) > {_enough(prefix)}"  # noqa: S608
    columns = "id, profile_id, since, doc, facets" if is_whole else "facets"
    parts.append(f"m AS MATERIALIZED ({_rows(columns, f'NOT {enough} AND {where}')})")
    values += [*of_where, most]
    told = [_counts(number, prefix, "m")]
    values.append(EXACT + 1)
    if tries:
        told.append(_counts(number, prefix, f"eighth WHERE {enough}", SAMPLE))
        values.append(EXACT + 1)
        told.append(f"SELECT {number}, '{IN_EIGHTH}', count(*), NULL FROM eighth")  # noqa: S608
    if is_whole:
        told.append(f"SELECT {number}, '{ALL}', count(*), NULL FROM m")  # noqa: S608
    if is_whole and first.number:
        by, of_by = question.best("SELECT count(*) FROM m", first.ranked)
        told.append(
            f"SELECT {number}, '{PLACE}' || n, id, NULL FROM ("  # noqa: S608
            f"SELECT id, row_number() OVER (ORDER BY {by}) AS n FROM m) AS page"
            " WHERE n <= %s"
        )
        values += [*of_by, first.number]
    return f"(WITH {', '.join(parts)} {' UNION ALL '.join(told)})", values


def _may_be_sampled(question: Directory) -> bool:
    """Few, as facets tell, are looked up at once; of words nothing is known before."""
    return question.can_be_sampled and (
        bool(question.words) or question.expected() > MOST_COUNTED
    )


def _most_of_eighth(question: Directory, prefix: str) -> int:
    """How many they are is known from the shares of facets; of words it is not."""
    return ENOUGH_BESIDE + 1 if prefix and not question.words else MOST_OF_EIGHTH


def _rows(columns: str, where: str) -> str:
    return f"SELECT {columns} FROM {TABLE} WHERE {where} LIMIT %s"  # noqa: S608


def _walked(number: int, asked: Asked, _first: First) -> tuple[str, list[Any]]:
    question, prefix = asked
    flag = FLAGS[question.audience]
    where, values = question.walked()
    command = f"""
        (WITH newest AS MATERIALIZED (
            SELECT facets FROM (
                SELECT profile_id, tokens, facets, visits, {flag} FROM {TABLE} WHERE {flag}
                ORDER BY since DESC, profile_id DESC LIMIT {WALKED}
            ) AS n WHERE {where} LIMIT %s
        ) {_counts(number, prefix, "newest", SAMPLE)})
    """  # noqa: S608
    most = _enough(prefix) + 1
    return command, [*values, most, most]
