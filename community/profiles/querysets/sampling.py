"""What one statement finds of questions: the facets of those who match, or of a sample.

A sample is every eighth profile, or, where very many match, every sixty-fourth or the
newest: to walk through a thousand rows is cheaper than to look up a hundred thousand.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from cms.database.prepared import fetched
from community.profiles.querysets import packed, places
from community.profiles.querysets.directory import Directory
from community.profiles.querysets.pages import EXACT, MOST_COUNTED
from community.profiles.querysets.question import FLAGS, TABLE, Condition

# So many of the newest rows are walked through for a sample: at most, and where this
# is sure to be the cheaper way.
WALKED, WALKED_GLADLY = 20_000, 1_500
# Up to so many matches are looked up; of more, others ways may soon meet enough.
MOST_GATHERED = 12_000
# So many of the eighth tell that more than `MOST_COUNTED` match, by chance or not.
ENOUGH = round(1.15 * MOST_COUNTED / places.EVERY[places.EIGHTH])
# Beside the question so many of a sample tell what is common, and so many are looked at.
ENOUGH_BESIDE, MOST_BESIDE = 150, 200
# So many of the eighth are counted, to tell how many all are.
MOST_OF_EIGHTH = 1_000
# So many of a sample tell what is common.
COUNTED_OF_SAMPLE = 600
# Twice what is enough, as it may be fewer than expected.
MANY_BESIDE = 2 * ENOUGH_BESIDE * places.EVERY[places.SIXTY_FOURTH]
COUNTED, SAMPLE, ALL, ESTIMATE, PLACE = "", "~", "#", "+", "@"
# Tokens of a row are sorted, so those of these filters are among its first.
FIRST: Final = {"a=": 8, "c=": 8}
# A question, and how those tokens begin that are counted; "" for all of them.
Asked = tuple[Directory, str]


class First(NamedTuple):
    """So many rows from the beginning: the best, if they can be ranked, or the newest."""

    number: int
    ranked: bool = True


NONE: Final = First(0)


@dataclass
class Found:
    """What was looked at: the facets of `looked_at` rows, packed. `estimate` is how many
    match as the sample tells, `matches` how many were counted; 0 where neither was."""

    packed: bytes = b""
    looked_at: int = 0
    is_sample: bool = False
    estimate: int = 0
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
        elif kind == ESTIMATE:
            self.estimate = number
        else:
            self.first[int(kind.removeprefix(PLACE))] = number


Way = Callable[[int, Asked, First], Condition]


def sampled(asked: Sequence[Asked], first: First) -> list[Found]:
    """What is found of each of these narrowed questions; of the first rows those of the
    one whose tokens are all counted.

    Where a sample held fewer than were expected, they are looked up after all.
    """
    ways = [_way(*one) for one in asked]
    found = _found(asked, ways, first)
    for number, way in enumerate(ways):
        enough = _enough(asked[number][1])
        if way is not _looked_up and found[number].looked_at <= enough:
            [found[number]] = _found([asked[number]], [_looked_up], first)
    return found


def _found(asked: Sequence[Asked], ways: Sequence[Way], first: First) -> list[Found]:
    parts, values = [], list[Any]()
    for number, (one, way) in enumerate(zip(asked, ways, strict=True)):
        part, of_part = way(number, one, first)
        parts.append(part)
        values += of_part
    # The text is one of few, and the limits in it are constants: it is planned once.
    rows = fetched(" UNION ALL ".join(parts), values, packed=True) if parts else []
    found = [Found() for _one in asked]
    for which, kind, number, facets in rows:
        found[which].add(kind, int(number), facets)
    return found


def _enough(prefix: str) -> int:
    return ENOUGH_BESIDE if prefix else ENOUGH


def _way(question: Directory, prefix: str) -> Way:
    """By how many are expected. (Of words it is not known how many rows hold them, and to
    walk through words each row's would have to be unpacked.)"""
    if question.words:
        return _looked_up
    expected = question.expected()
    wanted = _enough(prefix) * question.lately().get("", 0)
    if expected > MOST_GATHERED and wanted <= WALKED_GLADLY * expected:
        return _walked
    is_fine = prefix and question.can_be_sampled and expected > MANY_BESIDE
    return _sixty_fourth if is_fine else _looked_up


def _counts(number: int, prefix: str, source: str, most: int, kind: str) -> str:
    """Of the first rows of this source."""
    facets = "facets"
    if prefix in FIRST:
        facets = f"substring(facets FOR {FIRST[prefix] * packed.WIDTH})"
    return f"""
        SELECT {number}, '{kind}', count(*), string_agg({facets}, NULL)
        FROM (SELECT facets FROM {source} LIMIT {most}) AS s
    """  # noqa: S608


def _looked_up(number: int, asked: Asked, first: First) -> Condition:
    """Where every eighth is enough, the other matches are not looked up."""
    question, prefix = asked
    where, of_where = question.where()
    # A whole question's matches are counted with its sample: to look them up twice
    # costs twice.
    is_whole = not prefix
    most = MOST_COUNTED + 1 if is_whole else EXACT + 1
    parts, values, told, few = [], list[Any](), list[str](), "true"
    if _may_be_sampled(question):
        part, of_part = _eighth(question, prefix)
        parts.append(part)
        values += of_part
        few = f"(SELECT n FROM told) <= {_enough(prefix)}"  # noqa: S608
        sample = f"part WHERE NOT {few}"
        told.append(_counts(number, prefix, sample, COUNTED_OF_SAMPLE, SAMPLE))
        told.append(_estimate(number, places.EIGHTH, _most_of_eighth(prefix)))
    columns = "id, profile_id, name, since, doc, facets" if is_whole else "facets"
    parts.append(f"m AS MATERIALIZED ({_rows(columns, f'{few} AND {where}', most)})")
    values += of_where
    told.append(_counts(number, prefix, "m", EXACT + 1, COUNTED))
    if is_whole:
        part, of_part = _firsts(number, question, first)
        told.append(part)
        values += of_part
    return f"(WITH {', '.join(parts)} {' UNION ALL '.join(told)})", tuple(values)


def _eighth(question: Directory, prefix: str) -> Condition:
    return _part(question, places.EIGHTH, _most_of_eighth(prefix))


def _part(question: Directory, sample: str, most: int) -> Condition:
    """The first rows of a sample, and how many they are."""
    where, values = question.where(sample)
    rows = _rows("facets", where, most)
    counted = "SELECT count(*) AS n FROM part"
    return f"part AS MATERIALIZED ({rows}), told AS MATERIALIZED ({counted})", values


def _estimate(number: int, sample: str, most: int) -> str:
    """How many match, where the whole sample was looked at."""
    about = f"CASE WHEN n < {most} THEN n * {places.EVERY[sample]} ELSE 0 END"
    return f"SELECT {number}, '{ESTIMATE}', {about}, NULL FROM told"  # noqa: S608


def _sixty_fourth(number: int, asked: Asked, _first: First) -> Condition:
    question, prefix = asked
    most = MOST_BESIDE + 1
    part, values = _part(question, places.SIXTY_FOURTH, most)
    counts = _counts(number, prefix, "part", most, SAMPLE)
    told = _estimate(number, places.SIXTY_FOURTH, most)
    return f"(WITH {part} {counts} UNION ALL {told})", values


def _firsts(number: int, question: Directory, first: First) -> Condition:
    """How many all are, and which come first."""
    command = f"SELECT {number}, '{ALL}', count(*), NULL FROM m"  # noqa: S608
    if not first.number:
        return command, ()
    by, values = question.best("m", first.number, first.ranked)
    page = (
        f" UNION ALL SELECT {number}, '{PLACE}' || n, id, NULL FROM ("  # noqa: S608
        f"SELECT id, row_number() OVER (ORDER BY {by}) AS n FROM m) AS page"
        f" WHERE n <= {first.number}"
    )
    return command + page, values


def _may_be_sampled(question: Directory) -> bool:
    """Few, as facets tell, are looked up at once; of words nothing is known before."""
    return question.can_be_sampled and (
        bool(question.words) or question.expected() > MOST_COUNTED
    )


def _most_of_eighth(prefix: str) -> int:
    return MOST_BESIDE + 1 if prefix else MOST_OF_EIGHTH


def _rows(columns: str, where: str, most: int) -> str:
    return f"SELECT {columns} FROM {TABLE} WHERE {where} LIMIT {most}"  # noqa: S608


def _walked(number: int, asked: Asked, _first: First) -> Condition:
    question, prefix = asked
    flag = FLAGS[question.audience]
    where, values = question.walked()
    most = _enough(prefix) + 1
    command = f"""
        (WITH newest AS MATERIALIZED (
            SELECT facets FROM (
                SELECT profile_id, tokens, facets, visits, {flag} FROM {TABLE} WHERE {flag}
                ORDER BY since DESC, profile_id DESC LIMIT {WALKED}
            ) AS n WHERE {where} LIMIT {most}
        ) {_counts(number, prefix, "newest", most, SAMPLE)})
    """  # noqa: S608
    return command, values
