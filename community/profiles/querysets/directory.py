"""The directory: counts, pages and names over the rows of one audience.

Plain SQL on one table. Each plan is chosen by how many rows match: few are ranked and
counted exactly, many are shown newest first and counted on a sample (`counting`).
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from cms.core.folding import query_words
from cms.database.prepared import fetched
from community.profiles.misspellings import NAME_MARK, likeness, traces
from community.profiles.querysets.places import quoted
from community.profiles.querysets.question import (
    FLAGS,
    TABLE,
    Question,
    rows_of,
)

# Up to here matches are ranked, and facets are counted in all of them.
EXACT = 1_000
# How many rows that are walked by cost what a match costs that is looked up: one lies
# beside the other, matches lie anywhere. To compare words, a row's long columns must be
# fetched and unpacked.
STEPS, STEPS_WITH_WORDS = 3, 0.1
# So many people with nearly the same name are compared.
LOOKED_AT = 100
# Beyond this the number of matches is told as "more than".
MOST_COUNTED = 2_000
NO_RANK: Final = "0::float8"
SORTS: Final = {
    "newest": ("-since", "-profile_id"),
    "name": ("name", "profile_id"),
    "relevance": ("-rank", "-profile_id"),
}
_COLUMNS = "profile_id, slug, name, since, photo, card"


class Person(NamedTuple):
    """A row as lists show it; `card` is a JSON object."""

    profile_id: int
    slug: str
    name: str
    since: datetime
    photo: str
    card: str
    rank: float = 0.0


class Named(NamedTuple):
    """Whose page is where; the name is empty where it is hidden."""

    slug: str
    name: str


class Directory(Question):
    """The people who answer a question, as far as its audience may see them."""

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
        if "rank" in order[0] or self._is_gathered(matches, limit):
            rank, of_rank = self._rank() if "rank" in order[0] else (NO_RANK, ())
            where, values = self.where()
            # The few columns to sort by first, and whole rows of one page alone.
            command = f"""
                WITH m AS MATERIALIZED (
                    SELECT id, profile_id, name, since, {rank} AS rank
                    FROM {TABLE} WHERE {where}
                ), page AS (SELECT id, rank FROM m WHERE {beyond} ORDER BY {by} LIMIT %s)
                SELECT {_COLUMNS}, rank FROM page JOIN {TABLE} USING (id) ORDER BY {by}
            """  # noqa: S608
        else:
            of_rank = ()
            where, values = self.walked()
            command = f"""
                SELECT {_COLUMNS}, {NO_RANK} AS rank FROM {TABLE}
                WHERE {where} AND {beyond} ORDER BY {by} LIMIT %s
            """  # noqa: S608
        found = rows_of(command, (*of_rank, *values, *(place or ()), limit))
        return [Person(*row) for row in found]

    def _is_gathered(self, matches: int, limit: int) -> bool:
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
        return steps * matches**2 <= limit * self.lately().get("", 0)

    def _all(self) -> int:
        command = (
            "SELECT number FROM profiles_facetcount WHERE flag = %s AND token = ''"
        )
        return sum(int(n) for (n,) in rows_of(command, (FLAGS[self.audience],)))

    def named(self, text: str, limit: int) -> list[Person]:
        """People of whose name a word begins as each word of the text does."""
        words = [f"{quoted(NAME_MARK + word)}:*" for word in query_words(text)]
        return self._looked_up(words, limit) if words else []

    def _looked_up(self, parts: Sequence[str], limit: int) -> list[Person]:
        """Rows with all these parts of a tsquery, in no order."""
        command = f"SELECT {_COLUMNS} FROM {TABLE} WHERE {self.rarely} AND doc @@ %s::tsquery LIMIT %s"  # noqa: S608
        return [Person(*row) for row in rows_of(command, (" & ".join(parts), limit))]

    def cards_with(self, tokens: Sequence[str]) -> dict[str, str]:
        """Of each token the card of one who has it: tokens do not tell how it is spelt."""
        command = f"""
            SELECT token, card FROM unnest(%s::text[]) AS token CROSS JOIN LATERAL (
                SELECT card FROM {TABLE}
                WHERE {self.rarely} AND doc @@ quote_literal(token)::tsquery LIMIT 1
            ) AS one
        """  # noqa: S608
        return dict(rows_of(command, (list(tokens),)))

    def alike(
        self, tokens: Sequence[str], limit: int
    ) -> list[tuple[Person, list[str]]]:
        """People with one of these tokens, the newest first, with all their tokens."""
        asked = self.having(*tokens)
        gathered = asked._is_gathered(MOST_COUNTED + 1, limit)
        where, values = asked.where() if gathered else asked.walked()
        command = f"SELECT {_COLUMNS}, 0, tokens FROM {TABLE} WHERE {where} ORDER BY since DESC, profile_id DESC LIMIT %s"  # noqa: S608
        return [
            (Person(*row[:-1]), row[-1]) for row in rows_of(command, (*values, limit))
        ]

    def named_like(self, text: str, limit: int) -> list[Person]:
        """People whose name has each word of the text but for an error in it.

        A hidden name has left no traces. The nearest come first, of so many as are
        looked at.
        """
        words = query_words(text)
        parts = [
            f"({' | '.join(map(quoted, traces(word)))})"
            if traces(word)
            else f"{quoted(NAME_MARK + word)}:*"
            for word in words
        ]
        if not any(map(traces, words)):
            return []
        near = self._looked_up(parts, LOOKED_AT)
        typed = " ".join(words)
        near.sort(key=lambda one: (-likeness(one.name, typed), one.profile_id))
        return near[:limit]

    def whole(self, slug: str) -> tuple[int, str, list[str], str] | None:
        """(id, JSON of all that is shown, tokens, photo) of one profile, or None."""
        where, values = self.walked()
        command = f"SELECT profile_id, whole, tokens, photo FROM {TABLE} WHERE {where} AND slug = %s"  # noqa: S608
        found = rows_of(command, (*values, slug))
        return found[0] if found else None

    def names_of(self, users: Sequence[int]) -> dict[int, "Named"]:
        """By the numbers of members, whom of them one sees under which name."""
        where, values = self.walked()
        command = f"""
            SELECT p.user_id, i.slug, i.card FROM profiles_profile AS p
            JOIN (SELECT profile_id, slug, card FROM {TABLE} WHERE {where}) AS i
            ON i.profile_id = p.id WHERE p.user_id = ANY(%s)
        """  # noqa: S608
        rows = rows_of(command, (*values, list(users))) if users else []
        return {
            user: Named(slug, json.loads(card)["name"]) for user, slug, card in rows
        }

    def after(self, profile_id: int, limit: int) -> list[tuple[int, datetime, str]]:
        """(id, listed since, JSON of all that is shown) by rising ids: for exports."""
        where, values = self.walked()
        command = f"SELECT profile_id, since, whole FROM {TABLE} WHERE {where} AND profile_id > %s ORDER BY profile_id LIMIT %s"  # noqa: S608
        return rows_of(command, (*values, profile_id, limit))

    def best(self, matches: str, ranked: bool) -> tuple[str, tuple[str, ...]]:
        """What rows are sorted by; `matches` is SQL of their number."""
        rank, of_rank = self._rank()
        if not (ranked and of_rank):
            return "since DESC, profile_id DESC", ()
        few = f"({matches}) <= {EXACT}"
        by = f"CASE WHEN {few} THEN {rank} END DESC, CASE WHEN NOT {few} THEN since END DESC, profile_id DESC"
        return by, of_rank

    def rows(self, ids: Sequence[int], ranked: bool) -> list[Person]:
        """These rows in this order; `ranked` with their ranks."""
        rank, of_rank = self._rank() if ranked else (NO_RANK, ())
        command = f"SELECT {_COLUMNS}, {rank}, id FROM {TABLE} WHERE {FLAGS[self.audience]} AND id = ANY(%s)"  # noqa: S608
        found = fetched(command, (*of_rank, list(ids))) if ids else []
        by_id = {row[-1]: Person(*row[:-1]) for row in found}
        return [by_id[one] for one in ids if one in by_id]

    def _rank(self) -> tuple[str, tuple[str, ...]]:
        words = " & ".join(self._of_words())
        if not words:
            return NO_RANK, ()
        # A name counts most, then what somebody is, can, and says.
        # In double precision, so that a cursor holds the very number.
        return "ts_rank('{0.1, 0.3, 0.6, 1.0}', doc, %s::tsquery)::float8", (words,)


def _directed(sort: str) -> tuple[str, ...]:
    """The keys of a sort; "<" in front of its name turns them round."""
    order: tuple[str, ...] = SORTS[sort.lstrip("<")]
    if not sort.startswith("<"):
        return order
    return tuple(key[1:] if key[0] == "-" else f"-{key}" for key in order)
