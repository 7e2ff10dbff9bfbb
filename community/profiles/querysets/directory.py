"""The directory: people by name, by page, and by what they share, over the rows of one
audience. How they are counted stands in `counting`, their order in `pages`.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from cms.core.folding import query_words
from cms.database.prepared import fetched
from community.profiles.misspellings import NAME_MARK, likeness, traces
from community.profiles.querysets import places
from community.profiles.querysets.pages import (
    BEGIN_SO,
    COLUMNS,
    Pages,
    Person,
    beginnings,
)
from community.profiles.querysets.places import quoted
from community.profiles.querysets.question import FLAGS, TABLE, Condition, rows_of

# So many people with nearly the same name are compared.
LOOKED_AT = 100
# So many of the newest are asked for a name first.
NEWEST_NAMED = 500
# To be alike, up to so many are looked up; of more, so many of the newest are looked at.
FEW_ALIKE, NEWEST_ALIKE = 500, 1_500


class Named(NamedTuple):
    """Whose page is where; the name is empty where it is hidden."""

    slug: str
    name: str


class Directory(Pages):
    """The people who answer a question, as far as its audience may see them."""

    def named(self, text: str, limit: int) -> list[Person]:
        """People of whose name a word begins as each word of the text does; the newest,
        where the name is frequent."""
        words = query_words(text)
        if not words:
            return []
        reach, of_reach = self._in_reach()
        rarely, of_rarely = self.rarely()
        # A frequent name is soon met, and in very many rows for the index of words.
        command = f"""
            WITH newest AS MATERIALIZED (
                SELECT {COLUMNS} FROM (
                    SELECT {COLUMNS} FROM {TABLE} WHERE {FLAGS[self.audience]}
                    ORDER BY since DESC, profile_id DESC LIMIT {NEWEST_NAMED}
                ) AS n WHERE {BEGIN_SO}{reach} LIMIT {limit}
            )
            SELECT {COLUMNS} FROM newest UNION ALL (
                SELECT {COLUMNS} FROM {TABLE}
                WHERE (SELECT count(*) FROM newest) < {limit}
                AND {rarely} AND doc @@ {places.UNSEEN} LIMIT {limit}
            )
        """  # noqa: S608
        parts = " & ".join(f"{quoted(NAME_MARK + word)}:*" for word in words)
        rows = fetched(command, (beginnings(words), *of_reach, *of_rarely, parts))
        found = {row[0]: Person(*row) for row in rows}
        return list(found.values())[:limit]

    def _looked_up(self, parts: Sequence[str], limit: int) -> list[Person]:
        """Rows with all these parts of a tsquery, in no order."""
        where, values = self.rarely()
        command = f"SELECT {COLUMNS} FROM {TABLE} WHERE {where} AND doc @@ {places.UNSEEN} LIMIT {limit}"  # noqa: S608
        found = fetched(command, (*values, " & ".join(parts)))
        return [Person(*row) for row in found]

    def cards_with(self, tokens: Sequence[str]) -> dict[str, str]:
        """Of each token the card of one who has it: tokens do not tell how it is spelt."""
        where, values = self.rarely()
        command = f"""
            SELECT token, card FROM unnest(%s::text[]) AS token CROSS JOIN LATERAL (
                SELECT card FROM {TABLE}
                WHERE {where} AND doc @@ quote_literal(token)::tsquery LIMIT 1
            ) AS one
        """  # noqa: S608
        return dict(rows_of(command, (list(tokens), *values)))

    def alike(
        self, groups: Sequence[Sequence[str]], limit: int
    ) -> list[tuple[Person, list[str]]]:
        """People with one of the tokens of each group, the newest `limit` of each, with
        all their tokens; nobody twice. One statement."""
        asked: list[Condition] = []
        for tokens in groups:
            units = [t for t in tokens if places.is_unit(t) and self.is_placed]
            rest = [t for t in tokens if t not in units]
            asked += [self._of_unit(unit) for unit in units]
            asked += [self.having(*rest)._of_newest()] if rest else []
        end = f"ORDER BY since DESC, profile_id DESC LIMIT {limit}"
        parts = [
            f"(SELECT {COLUMNS}, 0, tokens FROM {source} {end})"  # noqa: S608
            for source, _values in asked
        ]
        values = [v for _source, own in asked for v in own]
        rows = fetched(" UNION ALL ".join(parts), values) if parts else []
        found = {row[0]: (Person(*row[:-1]), row[-1]) for row in rows}
        return list(found.values())

    def _of_unit(self, unit: str) -> Condition:
        reach, values = self._in_reach()
        where = f"{FLAGS[self.audience]} AND {places.OF_UNIT}{reach}"
        return f"{TABLE} WHERE {where}", (unit.removeprefix("o="), *values)

    def _of_newest(self) -> Condition:
        """Few are looked up; of many, who are found among the newest will do."""
        if self.expected() <= FEW_ALIKE:
            where, values = self.where()
            return f"{TABLE} WHERE {where}", values
        where, values = self.walked(whatever=True)
        newest = f"""
            (SELECT * FROM {TABLE} WHERE {FLAGS[self.audience]}
             ORDER BY since DESC, profile_id DESC LIMIT {NEWEST_ALIKE}) AS newest
        """  # noqa: S608
        return f"{newest} WHERE {where}", values

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
