"""Lists of people in their order: pages, the rows that come first, and their rank.

Plain SQL on one table. Each plan is chosen by how many rows match: few are looked up and
sorted, many are met by walking through their order.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from cms.database.prepared import fetched
from community.profiles.querysets import places
from community.profiles.querysets.question import (
    FLAGS,
    TABLE,
    Condition,
    Question,
    rows_of,
)

# Up to here matches are ranked, and facets are counted in all of them.
EXACT = 1_000
# How many rows that are walked by cost what a match costs that is looked up: one lies
# beside the other, matches lie anywhere. To compare words, a row's long columns must be
# fetched and unpacked.
STEPS, STEPS_WITH_WORDS = 3, 0.1
# Beyond this the number of matches is told as "more than".
MOST_COUNTED = 2_000
NO_RANK: Final = "0::float8"
# Each word of these patterns begins one of the name.
BEGIN_SO: Final = "' ' || name LIKE ALL(%s::text[])"
SORTS: Final = {
    "newest": ("-since", "-profile_id"),
    "name": ("name", "profile_id"),
    "relevance": ("-rank", "-profile_id"),
}
COLUMNS = "profile_id, slug, name, since, photo, card"


class Person(NamedTuple):
    """A row as lists show it; `card` is a JSON object."""

    profile_id: int
    slug: str
    name: str
    since: datetime
    photo: str
    card: str
    rank: float = 0.0


class Pages(Question):
    """A question whose people come in an order."""

    def count(self) -> int:
        """The number of matches, at most `MOST_COUNTED` + 1."""
        if not self.is_narrowed:
            return self._all()
        where, values = self.where()
        command = (
            f"SELECT count(*) FROM (SELECT 1 FROM {TABLE} WHERE {where} LIMIT %s) AS m"  # noqa: S608
        )
        [(number,)] = rows_of(command, (*values, MOST_COUNTED + 1))
        return int(number)

    def page(
        self, sort: str, limit: int, place: Sequence[Any] | None, matches: int
    ) -> list[Person]:
        """At most `limit` people beyond `place` (sort values of the one before).

        `sort` is a key of `SORTS`, or one with a "<" in front, which goes backwards.
        """
        order = _directed(sort)
        by = ", ".join(f"{k[1:]} DESC" if k[0] == "-" else k for k in order)
        beyond = "true"
        if place is not None:
            keys = ", ".join(key.lstrip("-") for key in order)
            sign = "<" if order[0].startswith("-") else ">"
            beyond = f"({keys}) {sign} (%s, %s)"
        if "rank" in order[0] or self._is_gathered(matches, limit, order):
            rank, of_rank = self._rank() if "rank" in order[0] else (NO_RANK, ())
            where, values = self.where()
            # The few columns to sort by first, and whole rows of one page alone.
            command = f"""
                WITH m AS MATERIALIZED (
                    SELECT id, profile_id, name, since, {rank} AS rank
                    FROM {TABLE} WHERE {where}
                ), page AS (SELECT id, rank FROM m WHERE {beyond} ORDER BY {by} LIMIT %s)
                SELECT {COLUMNS}, rank FROM page JOIN {TABLE} USING (id) ORDER BY {by}
            """  # noqa: S608
            found = rows_of(command, (*of_rank, *values, *(place or ()), limit))
            return [Person(*row) for row in found]
        there = self._steps(order)
        where, values = self.walked(whatever=bool(there))
        command = f"SELECT {COLUMNS}, {NO_RANK} AS rank FROM {TABLE} WHERE {where} AND {beyond}"  # noqa: S608
        values = (*values, *(place or ()))
        found = self._merged(command, values, there, by, limit)
        return [Person(*row) for row in found]

    def _merged(
        self,
        command: str,
        values: Sequence[Any],
        there: Sequence[str],
        by: str,
        limit: int,
    ) -> list[tuple]:
        """The first rows of a command in this order, looked for in each of these places."""
        end = f" ORDER BY {by} LIMIT {limit}"
        if not there:
            return rows_of(command + end, values)
        each = f"({command} AND {places.IN_PLACE}{end})"
        found = " UNION ALL ".join([each] * len(there))
        ordered = f"SELECT * FROM ({found}) AS found{end}"  # noqa: S608
        # (The plan is the same for all places and facets.)
        return fetched(ordered, [v for one in there for v in (*values, one)])

    def _steps(self, order: Sequence[str]) -> list[str]:
        """The places through which one walks in this order, if not through all."""
        by_place = order[0].endswith("since") and self.is_placed
        return places.walked(self._all_groups()) if by_place else []

    def _is_gathered(self, matches: int, limit: int, order: Sequence[str]) -> bool:
        """Whether all matches are looked up and sorted, rather than the rows walked
        through in their order until `limit` of them match.

        `matches` is their number or an estimate; just beyond `MOST_COUNTED` it is
        neither. `limit` matches are met within limit times rows by matches of them.
        """
        if not self.is_narrowed:
            return False
        if matches == MOST_COUNTED + 1:
            matches = self.expected()
        steps = STEPS_WITH_WORDS if self.words else STEPS
        there = self._steps(order)
        rows = sum(map(self._rows_in, there)) if there else self._rows_in("")
        return steps * matches**2 <= limit * rows

    def _rows_in(self, place: str) -> float:
        """About how many rows are in a place, or anywhere for ''."""
        known = self.lately()
        every = known.get("", 0)
        rows = float(every)
        for token in filter(None, places.share_of(place)) if place else ():
            rows *= known.get(token, 0) / max(every, 1)
        return rows

    def _all(self) -> int:
        command = (
            "SELECT number FROM profiles_facetcount WHERE flag = %s AND token = ''"
        )
        return sum(int(n) for (n,) in rows_of(command, (FLAGS[self.audience],)))

    def best(self, source: str, most: int, ranked: bool) -> Condition:
        """What the first `most` rows of this source are sorted by."""
        if not (ranked and self.words):
            return "since DESC, profile_id DESC", ()
        named = f"(SELECT count(*) FROM {source} WHERE {BEGIN_SO})"  # noqa: S608
        # Those behind them need not be told apart.
        rank, of_rank = self._rank(f"WHEN {named} >= {most} THEN 0")
        few = f"(SELECT count(*) FROM {source}) <= {EXACT}"  # noqa: S608
        by = f"CASE WHEN {few} THEN {rank} END DESC, CASE WHEN NOT {few} THEN since END DESC, profile_id DESC"
        patterns, words = of_rank
        return by, (patterns, patterns, words)

    def rows(self, ids: Sequence[int], ranked: bool) -> list[Person]:
        """These rows in this order; `ranked` with their ranks."""
        rank, of_rank = self._rank() if ranked else (NO_RANK, ())
        command = f"SELECT {COLUMNS}, {rank}, id FROM {TABLE} WHERE {FLAGS[self.audience]} AND id = ANY(%s)"  # noqa: S608
        found = fetched(command, (*of_rank, list(ids))) if ids else []
        by_id = {row[-1]: Person(*row[:-1]) for row in found}
        return [by_id[one] for one in ids if one in by_id]

    def _rank(self, unless: str = "") -> Condition:
        """Whose name holds all words comes first. Else a name counts most, then what
        somebody is, can, and says: for this the row's words are fetched and unpacked,
        which takes thirty times as long as to look at the name."""
        words = " & ".join(self._of_words())
        if not words:
            return NO_RANK, ()
        # In double precision, so that a cursor holds the very number.
        rank = (
            f"CASE WHEN {BEGIN_SO} THEN 1 {unless}"
            " ELSE ts_rank('{0.1, 0.3, 0.6, 1.0}', doc, %s::tsquery)::float8 END"
        )
        return rank, (beginnings(self.words), words)


def beginnings(words: Sequence[str]) -> list[str]:
    """Patterns for `BEGIN_SO`. (Folded words hold neither % nor _.)"""
    return [f"% {word}%" for word in words]


def _directed(sort: str) -> tuple[str, ...]:
    """The keys of a sort; "<" in front of its name turns them round."""
    order: tuple[str, ...] = SORTS[sort.lstrip("<")]
    if not sort.startswith("<"):
        return order
    return tuple(key[1:] if key[0] == "-" else f"-{key}" for key in order)
