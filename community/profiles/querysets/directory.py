"""The directory: search, facets, counts and pages over the rows of one audience.

Plain SQL on one table. Words and facets are looked up together in one index (`doc`),
and each plan is chosen by how many rows match: few are ranked and counted exactly, many
are shown newest first and counted on a sample.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db import connection

from cms.core.folding import query_words
from community.profiles.audiences import Audience
from community.profiles.misspellings import traces

FLAGS: Final = {
    Audience.PUBLIC: "for_public",
    Audience.MEMBERS: "for_members",
    Audience.NETWORKS: "for_networks",
    Audience.PARTNERS: "for_partners",
    Audience.ORG: "for_org",
}
# Up to here matches are ranked, and facets are counted in all of them.
EXACT = 2_000
# So many people with nearly the same name are compared.
LOOKED_AT = 500
# Beyond this the number of matches is told as "more than".
MOST_COUNTED = 5_000
SORTS: Final = {
    "newest": ("-since", "-profile_id"),
    "name": ("name", "profile_id"),
    "relevance": ("-rank", "-profile_id"),
}
EPOCH: Final = date(1970, 1, 1)
TABLE = "profiles_profileindex"
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


@dataclass(frozen=True)
class Directory:
    """A question to the rows of one audience, narrowed by its methods."""

    audience: Audience
    words: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = field(default=())
    visiting: tuple[date, date] | None = None

    def matching(self, text: str) -> "Directory":
        """Rows with words that begin as each word of the text does."""
        return replace(self, words=(*self.words, *query_words(text)))

    def having(self, *tokens: str) -> "Directory":
        """Rows with one of these facets ('c=DE', 'c=CH'); without any, all rows."""
        return replace(self, groups=(*self.groups, tokens)) if tokens else self

    def visiting_between(self, first: date, last: date) -> "Directory":
        """People who are in Kosovo on one of these days, both included."""
        return replace(self, visiting=(first, last))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.groups or self.visiting)

    # -------------------------------------------------------------------------------

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
        where, values = self.where()
        rank, of_rank = self._rank() if "rank" in order[0] else ("0::float8", ())
        names = f"{_COLUMNS}, {rank} AS rank"
        begin, condition = f"SELECT {names} FROM {TABLE}", where  # noqa: S608
        if self.is_narrowed and matches <= MOST_COUNTED:
            # Few: all of them by the index of words, whatever the planner expects.
            begin = f"WITH m AS MATERIALIZED ({begin} WHERE {where}) SELECT * FROM m"  # noqa: S608
            condition = "true"
        if place is not None:
            keys = ", ".join(key.lstrip("-") for key in order)
            sign = "<" if order[0].startswith("-") else ">"
            condition += f" AND ({keys}) {sign} (%s, %s)"
        by = ", ".join(f"{k[1:]} DESC" if k[0] == "-" else k for k in order)
        command = f"{begin} WHERE {condition} ORDER BY {by} LIMIT %s"
        return [
            Person(*row)
            for row in rows_of(command, (*of_rank, *values, *(place or ()), limit))
        ]

    def estimate(self, matches: int) -> int:
        """Matches beyond what is counted, as the planner expects them."""
        if matches <= MOST_COUNTED:
            return matches
        where, values = self.where()
        command = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {TABLE} WHERE {where}"  # noqa: S608
        [(plan,)] = rows_of(command, values)
        plan = plan if isinstance(plan, list) else json.loads(plan)
        return max(int(plan[0]["Plan"]["Plan Rows"]), matches)

    def totals(self) -> dict[str, int]:
        """Numbers of all rows of the audience by token; '' is all of them."""
        command = (
            "SELECT token, number FROM profiles_facetcount"
            " WHERE flag = %s AND number > 0"
        )
        return dict(rows_of(command, (FLAGS[self.audience],)))

    def _all(self) -> int:
        command = (
            "SELECT number FROM profiles_facetcount WHERE flag = %s AND token = ''"
        )
        return sum(int(n) for (n,) in rows_of(command, (FLAGS[self.audience],)))

    def named(self, text: str, limit: int) -> list[Person]:
        """People of whose name a word begins as each word of the text does."""
        query = " & ".join(f"{quoted(word)}:*A" for word in query_words(text))
        if not query:
            return []
        command = f"""
            SELECT {_COLUMNS} FROM {TABLE}
            WHERE {FLAGS[self.audience]} AND doc @@ %s::tsquery LIMIT %s
        """  # noqa: S608
        return [Person(*row) for row in rows_of(command, (query, limit))]

    def cards_with(self, tokens: Sequence[str]) -> dict[str, str]:
        """Of each token the card of one who has it: tokens do not tell how it is spelt."""
        command = f"""
            SELECT token, card FROM unnest(%s::text[]) AS token CROSS JOIN LATERAL (
                SELECT card FROM {TABLE} WHERE {FLAGS[self.audience]}
                AND doc @@ quote_literal(token)::tsquery LIMIT 1
            ) AS one
        """  # noqa: S608
        return dict(rows_of(command, (list(tokens),)))

    def alike(
        self, tokens: Sequence[str], limit: int
    ) -> list[tuple[Person, list[str]]]:
        """People with one of these tokens, the newest first, with all their tokens."""
        where, values = self.having(*tokens).where()
        command = f"SELECT {_COLUMNS}, 0, tokens FROM {TABLE} WHERE {where} ORDER BY since DESC LIMIT %s"  # noqa: S608
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
            else f"{quoted(word)}:*A"
            for word in words
        ]
        if not any(map(traces, words)):
            return []
        command = f"""
            SELECT *, similarity(name, %s) FROM (
                SELECT {_COLUMNS} FROM {TABLE}
                WHERE {FLAGS[self.audience]} AND doc @@ %s::tsquery LIMIT %s
            ) AS near ORDER BY 7 DESC, profile_id DESC LIMIT %s
        """  # noqa: S608
        values = (" ".join(words), " & ".join(parts), LOOKED_AT, limit)
        return [Person(*row) for row in rows_of(command, values)]

    def whole(self, slug: str) -> tuple[int, str, list[str], str] | None:
        """(id, JSON of all that is shown, tokens, photo) of one profile, or None."""
        where, values = self.where()
        command = f"SELECT profile_id, whole, tokens, photo FROM {TABLE} WHERE {where} AND slug = %s"  # noqa: S608
        found = rows_of(command, (*values, slug))
        return found[0] if found else None

    def after(self, profile_id: int, limit: int) -> list[tuple[int, datetime, str]]:
        """(id, listed since, JSON of all that is shown) by rising ids: for exports."""
        where, values = self.where()
        command = f"SELECT profile_id, since, whole FROM {TABLE} WHERE {where} AND profile_id > %s ORDER BY profile_id LIMIT %s"  # noqa: S608
        return rows_of(command, (*values, profile_id, limit))

    # -------------------------------------------------------------------------------

    def where(self) -> tuple[str, tuple[Any, ...]]:
        conditions: list[str] = [FLAGS[self.audience]]
        values: list[Any] = []
        query = self._query()
        if query:
            conditions.append("doc @@ %s::tsquery")
            values.append(query)
        if self.visiting:
            first, last = ((day - EPOCH).days for day in self.visiting)
            conditions.append(
                "EXISTS (SELECT 1 FROM generate_subscripts(visits, 1) AS n"
                " WHERE visits[n][1] <= %s AND visits[n][2] >= %s)"
            )
            values += [last, first]
        return " AND ".join(conditions), tuple(values)

    def _query(self) -> str:
        groups = [*self.groups]
        if self.visiting:
            groups.append(months(*self.visiting))
        parts = [f"{quoted(word)}:*" for word in self.words]
        parts += [f"({' | '.join(map(quoted, group))})" for group in groups if group]
        return " & ".join(parts)

    def _rank(self) -> tuple[str, tuple[str, ...]]:
        words = " & ".join(f"{quoted(word)}:*" for word in self.words)
        if not words:
            return "0::float8", ()
        # A name counts most, then what somebody is, can, and says.
        # In double precision, so that a cursor holds the very number.
        return "ts_rank('{0.1, 0.3, 0.6, 1.0}', doc, %s::tsquery)::float8", (words,)


def _directed(sort: str) -> tuple[str, ...]:
    """The keys of a sort; "<" in front of its name turns them round."""
    order: tuple[str, ...] = SORTS[sort.lstrip("<")]
    if not sort.startswith("<"):
        return order
    return tuple(key[1:] if key[0] == "-" else f"-{key}" for key in order)


def months(first: date, last: date) -> tuple[str, ...]:
    """Tokens of the months that these days lie in: 'v=2027-07'."""
    found = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found.append(f"v={year}-{month:02}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(found)


def quoted(lexeme: str) -> str:
    """As a tsvector or a tsquery holds it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def rows_of(command: str, values: Sequence[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(command, tuple(values))
        found: list[tuple] = cursor.fetchall()
        return found
