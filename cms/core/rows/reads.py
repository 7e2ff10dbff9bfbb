"""Reading the read model: one thing, or a keyset page of a list, in one statement each.

Plain SQL on one table: the ORM's compiler costs more than PostgreSQL does here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cms.core.folding import query_words
from cms.core.rows import keyset, searches
from cms.core.rows.circles import Circles
from cms.core.rows.found import Found, found, names, select

# Sort keys by the name of an order. The last one tells equal things apart.
ORDERS: dict[str, tuple[str, ...]] = {
    "newest": ("-sort_value", "-number"),
    "oldest": ("sort_value", "number"),
    "title": ("sort_title", "number"),
    "added": ("-number",),
    "tree": ("position", "number"),
}


@dataclass(frozen=True)
class Rows:
    """Rows for one reader: a chain of languages and circles. Narrowed by its methods.

    With a chain of one language, or the site's own chain (`fallbacks` is None), the rows
    of the first language hold the answer. Any other chain picks for each thing the first
    of its languages in which the thing exists.
    """

    locale: str
    circles: Circles = frozenset()
    fallbacks: tuple[str, ...] | None = None
    conditions: tuple[str, ...] = ()
    values: tuple[Any, ...] = field(default=())
    type: str = ""
    # Beginnings of words, each as a part of a tsquery.
    words: tuple[str, ...] = ()
    ends: tuple[tuple[str, int], ...] = ()

    def where(self, condition: str, *values: Any) -> "Rows":
        return replace(
            self,
            conditions=(*self.conditions, condition),
            values=(*self.values, *values),
        )

    def of_type(self, *types: str) -> "Rows":
        if len(types) == 1 and not self.type:
            return replace(self, type=types[0])
        return self.where("type = ANY(%s)", list(types))

    def none(self) -> "Rows":
        return self.where("false")

    def having(self, *facets: str) -> "Rows":
        """Things that have one of these facets ('type:book')."""
        return self.where("facets && %s::varchar[]", list(facets))

    def existing_in(self, code: str) -> "Rows":
        """Things that have a text in this language."""
        return self.where("available @> %s::varchar[]", [code])

    def matching(self, text: str) -> "Rows":
        """Things that hold, in any language, words which begin as the query's do."""
        return self.holding(query_words(text))

    def holding(self, words: Iterable[str]) -> "Rows":
        """The same for words that are folded already."""
        # Folded words hold letters and digits alone, so that they need no quoting.
        return replace(self, words=(*self.words, *(f"{word}:*" for word in words)))

    def between(self, least: int | None, most: int | None) -> "Rows":
        """By the sort value, both ends included."""
        ends = (("sort_value >= %s", least), ("sort_value <= %s", most))
        asked = tuple((end, value) for end, value in ends if value is not None)
        return replace(self, ends=(*self.ends, *asked))

    def below(self, parent: UUID | None) -> "Rows":
        return self.where("parent = %s", parent)

    def changed_since(self, when: datetime) -> "Rows":
        return self.where("updated >= %s", when)

    def pinned(self, today: date) -> "Rows":
        return self.where("pinned_until >= %s", today)

    # -------------------------------------------------------------------------------

    def page(
        self,
        order: Sequence[str],
        limit: int,
        place: Sequence[Any] | None = None,
        text: str = "",
    ) -> list[Found]:
        """At most `limit` rows beyond `place`, the sort values of the row before them."""
        columns = names(text)
        behind, of_place = keyset.beyond(order, place)
        where, values = self.condition()
        gathered = f"{where}{behind}", (*values, *of_place)
        if self._may_fill_a_page_soon():
            on_way, of_way = self._on_the_way(order)
            return found(
                *searches.stepwise(
                    columns,
                    (f"{on_way}{behind}", (*of_way, *of_place)),
                    self._tested(),
                    gathered,
                    order,
                    limit,
                    is_narrowed=bool(self.conditions),
                )
            )
        rest = f"{gathered[0]} ORDER BY {keyset.by(order)} LIMIT %s"
        return found(select(columns, rest), (*gathered[1], limit))

    def fetch(
        self, order: Sequence[str], place: Sequence[Any] | None, number: int
    ) -> list[Found]:
        """For `cms.core.paging.page_through`."""
        return self.page(order, number, place)

    def one(self, text: str = "") -> Found | None:
        where, values = self.condition()
        rows = found(select(names(text), f"{where} LIMIT 1"), values)
        return rows[0] if rows else None

    def count(self) -> int:
        where, values = self.condition()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM core_contentrow WHERE {where}",  # noqa: S608
                values,
            )
            number = int(cursor.fetchone()[0])
        # Few within a filter says nothing of the words, which may be in all rows.
        if self.words and not self.conditions and not self.ends:
            searches.remember(self.signature, number)
        return number

    def parents_among(self, keys: Sequence[UUID]) -> set[UUID]:
        """Those of these things below which these readers find something."""
        where, values = self.where("parent = ANY(%s)", list(keys)).condition()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT DISTINCT parent FROM core_contentrow WHERE {where}",  # noqa: S608
                values,
            )
            return {row[0] for row in cursor.fetchall()}

    def years(self) -> list[int]:
        """The years of sort values that are dates (20260504), the latest first."""
        where, values = self.condition()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT sort_value / 10000 AS year"  # noqa: S608
                f" FROM core_contentrow WHERE {where} ORDER BY year DESC",
                values,
            )
            return [int(row[0]) for row in cursor.fetchall()]

    @property
    def signature(self) -> str:
        """The same for the same question, whoever of these circles asks it."""
        return repr(self.condition())

    def condition(self) -> tuple[str, tuple[Any, ...]]:
        """The WHERE of a statement and its values; words are looked up in their index."""
        unindexed = searches.UNINDEXED if self.words else ""
        languages, of_languages = self._languages(f"locale{unindexed}")
        tested, of_tested = self._tested()
        if not self.type:
            return f"{languages} AND {tested}", (*of_languages, *of_tested)
        return (
            f"{languages} AND type{unindexed} = %s AND {tested}",
            (*of_languages, self.type, *of_tested),
        )

    def _tested(self) -> tuple[str, tuple[Any, ...]]:
        """The condition without languages and type."""
        circles, of_circles = self.circles_condition()
        parts = [circles, *(end for end, _value in self.ends), *self.conditions]
        values = (*of_circles, *(value for _end, value in self.ends), *self.values)
        if self.words:
            parts.append(searches.HOLDS)
            values = (*values, " & ".join(self.words))
        return " AND ".join(parts), values

    def _on_the_way(self, order: Sequence[str]) -> tuple[str, tuple[Any, ...]]:
        """What an index of the order knows itself, so that each step meets such a row."""
        ends = self.ends if order[0].lstrip("-") == "sort_value" else ()
        parts = ["locale = %s", "type = %s", *(end for end, _value in ends)]
        return " AND ".join(parts), (self.locale, self.type, *(v for _e, v in ends))

    def _may_fill_a_page_soon(self) -> bool:
        """So many rows may hold the words that some are met soon, on the way along an
        index of the order; there is one for each language and type."""
        if not self.words or not self.type or self.fallbacks is not None:
            return False
        return not searches.are_few(self.signature)

    def circles_condition(self) -> tuple[str, tuple[Any, ...]]:
        """That a row is for these readers."""
        if not self.circles:
            return "needs = '{}'", ()
        own = sorted(self.circles)
        return (
            "needs <@ %s::varchar[] AND NOT excludes && %s::varchar[]",
            (own, own),
        )

    def _languages(self, locale: str) -> tuple[str, tuple[Any, ...]]:
        if self.fallbacks is None:
            return f"{locale} = %s", (self.locale,)
        parts, values = [], []
        chain = (self.locale, *self.fallbacks)
        for number, code in enumerate(chain):
            before = list(chain[:number])
            parts.append(
                f"({locale} = %s AND text_locale = %s AND NOT available && %s::varchar[])"
            )
            values += [code, code, before]
        return f"({' OR '.join(parts)})", tuple(values)


@dataclass(frozen=True)
class Question:
    """The first `limit` rows in this order."""

    rows: Rows
    order: tuple[str, ...]
    limit: int


def ask(*questions: Question) -> list[list[Found]]:
    """The answers to several questions in one statement."""
    columns = names()
    parts, values = [], []
    for number, question in enumerate(questions):
        where, of_where = question.rows.condition()
        by = keyset.by(question.order)
        parts.append(
            f"(SELECT {number}, row_number() OVER (ORDER BY {by}) AS place, {columns}"  # noqa: S608
            f" FROM core_contentrow WHERE {where} ORDER BY {by} LIMIT %s)"
        )
        values += [*of_where, question.limit]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), tuple(values))
        rows = sorted(cursor.fetchall(), key=lambda row: row[:2])
    return [
        [Found(*row[2:]) for row in rows if row[0] == number]
        for number in range(len(questions))
    ]


def content_version() -> int:
    """The version of all that the public reads; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM core_contentversion WHERE id = 1")
        row = cursor.fetchone()
        return int(row[0]) if row else 0
