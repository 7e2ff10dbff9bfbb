"""What is asked of the directory: words, facets and days, as conditions of SQL.

Words and facets are looked up together in one index (`doc`). A condition comes in two
forms: one that looks matching rows up, and one for rows that are walked through in their
order, which is faster once very many match.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, Self

from django.db import connection

from cms.core.folding import query_words
from community.profiles.audiences import Audience
from community.profiles.querysets import places
from community.profiles.querysets.places import UNSEEN, quoted

FLAGS: Final = {
    Audience.PUBLIC: "for_public",
    Audience.MEMBERS: "for_members",
    Audience.NETWORKS: "for_networks",
    Audience.PARTNERS: "for_partners",
    Audience.ORG: "for_org",
}
KEPT_FOR = 60  # seconds
_totals: dict[str, tuple[float, dict[str, int]]] = {}
EPOCH: Final = date(1970, 1, 1)
TABLE: Final = "profiles_profileindex"
# A condition of SQL, and its values.
Condition = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Question:
    """A question to the rows of one audience, narrowed by its methods.

    `reader` is the number of a member; who has blocked them is out of their reach.
    """

    audience: Audience
    reader: int = 0
    words: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = field(default=())
    visiting: tuple[date, date] | None = None

    def matching(self, text: str) -> Self:
        """Rows with words that begin as each word of the text does."""
        return replace(self, words=(*self.words, *query_words(text)))

    def having(self, *tokens: str) -> Self:
        """Rows with one of these facets ('c=DE', 'c=CH'); without any, all rows."""
        return replace(self, groups=(*self.groups, tokens)) if tokens else self

    def visiting_between(self, first: date, last: date) -> Self:
        """People who are in Kosovo on one of these days, both included."""
        return replace(self, visiting=(first, last))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.groups or self.visiting)

    def expected(self) -> int:
        """About how many rows match: from shares of facets, with words from the planner.

        It only ever chooses between two ways to the same answer, and scales samples.
        """
        if not self.words:
            known = self.lately()
            every = known.get("", 0)
            share = 1.0
            for group in self._all_groups():
                share *= min(1, sum(known.get(t, 0) for t in group) / max(every, 1))
            return round(every * share)
        command = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {TABLE} WHERE {FLAGS[self.audience]} AND doc @@ %s::tsquery"  # noqa: S608
        values = (" & ".join(self._parts()),)
        [(plan,)] = rows_of(command, values)
        plan = plan if isinstance(plan, list) else json.loads(plan)
        return int(plan[0]["Plan"]["Plan Rows"])

    def lately(self) -> dict[str, int]:
        """`totals`, a minute old at most."""
        flag = FLAGS[self.audience]
        read_at, known = _totals.get(flag, (0.0, {}))
        if time.monotonic() - read_at > KEPT_FOR:
            known = self.totals()
            _totals[flag] = (time.monotonic(), known)
        return known

    def totals(self) -> dict[str, int]:
        """Numbers of all rows of the audience by token; '' is all of them."""
        command = (
            "SELECT token, number FROM profiles_facetcount"
            " WHERE flag = %s AND number > 0"
        )
        return dict(rows_of(command, (FLAGS[self.audience],)))

    def where(self, sample: str = "") -> Condition:
        """The condition that looks rows up by their words and facets.

        With a `sample` (of `places`) a part of the profiles alone (`can_be_sampled`).
        """
        condition, days = self._on_days()
        reach, values = self._in_reach()
        if sought := self._placed(sample):
            condition = places.condition(sought) + condition
            values = (*values, *sought)
        elif parts := self._parts():
            condition = f" AND doc @@ {UNSEEN}{condition}"
            values = (*values, " & ".join(parts))
        # Written so that no index of the flag is joined with that of words: to read a
        # million places there takes longer than to look at the rows met. To the planner
        # this holds for half of the rows.
        flag = f"COALESCE({FLAGS[self.audience]}, false)"
        return flag + reach + condition, (*values, *days)

    @property
    def can_be_sampled(self) -> bool:
        return self.is_narrowed and self.is_placed

    @property
    def is_placed(self) -> bool:
        """Whether the rows of the audience are in the indexes by place."""
        return self.audience in places.AUDIENCES

    def _placed(self, sample: str) -> list[str]:
        if not self.can_be_sampled:
            return []
        return places.placed(self.words, self._all_groups(), sample)

    def _in_reach(self) -> Condition:
        """Looked up once a statement: nearly always it is nobody."""
        if not self.reader:
            return "", ()
        condition = (
            " AND profile_id <> ALL(ARRAY("
            "SELECT p.id FROM accounts_block AS b"
            " JOIN profiles_profile AS p ON p.user_id = b.by_id"
            " WHERE b.blocked_id = %s))"
        )
        return condition, (self.reader,)

    def rarely(self) -> Condition:
        """The flag as a condition that to the planner hardly ever holds: before a small
        limit it would else go through the whole table, to meet a few by chance."""
        reach, values = self._in_reach()
        return f"{FLAGS[self.audience]}::int = 1{reach}", values

    def _parts(self) -> list[str]:
        """Of a tsquery."""
        groups = (f"({' | '.join(map(quoted, one))})" for one in self._all_groups())
        return [*self._of_words(), *groups]

    def walked(self, whatever: bool = False) -> Condition:
        """The same condition for rows that are met one after the other.

        With `whatever` the planner is not told how often facets are met: where they go
        together (those of a place) it would expect to meet nearly nobody, and sort.
        """
        conditions, values = FLAGS[self.audience], list[Any]()
        groups = self._all_groups()
        single = [one[0] for one in groups if len(one) == 1]
        asked = [("@>", single), *(("&&", list(one)) for one in groups if one[1:])]
        for operator, tokens in asked:
            if tokens:
                met = f"tokens {operator} %s::varchar[]"
                conditions += (
                    f" AND COALESCE({met}, false)" if whatever else f" AND {met}"
                )
                values.append(tokens)
        if self.words:
            conditions += " AND doc @@ %s::tsquery"
            values.append(" & ".join(self._of_words()))
        condition, days = self._on_days()
        reach, of_reach = self._in_reach()
        return conditions + reach + condition, (*values, *of_reach, *days)

    def _all_groups(self) -> list[tuple[str, ...]]:
        on_days = [months(*self.visiting)] if self.visiting else []
        return [*self.groups, *on_days]

    def _of_words(self) -> list[str]:
        return [f"{quoted(word)}:*" for word in self.words]

    def _on_days(self) -> tuple[str, tuple[int, ...]]:
        if not self.visiting:
            return "", ()
        first, last = ((day - EPOCH).days for day in self.visiting)
        condition = (
            " AND EXISTS (SELECT 1 FROM generate_subscripts(visits, 1) AS n"
            " WHERE visits[n][1] <= %s AND visits[n][2] >= %s)"
        )
        return condition, (last, first)


def months(first: date, last: date) -> tuple[str, ...]:
    """Tokens of the months that these days lie in: 'v=2027-07'."""
    found = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        found.append(f"v={year}-{month:02}")
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(found)


def rows_of(command: str, values: Sequence[Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(command, tuple(values))
        found: list[tuple] = cursor.fetchall()
        return found
