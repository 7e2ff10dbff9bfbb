"""Reading the read model: one thing, or a keyset page of a list, in one statement each.

Plain SQL on one table: the ORM's compiler costs more than PostgreSQL does here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from cms.core.folding import query_words
from cms.core.rows.circles import Circles

COLUMNS = (
    "id", "page_id", "key", "type", "locale", "text_locale", "path", "title", "sort_value",
    "sort_title", "position", "number", "version", "envelope", "card",
    # The version of all content, read in the same snapshot as the row.
    "(SELECT value FROM core_contentversion WHERE id = 1)",
)  # fmt: skip
_WITH = {
    "whole": ("whole", "body"),
    "content": ("content", "body"),
    "facets": ("array_to_string(facets, ' ')",),
}
# Sort keys by the name of an order. The last one tells equal things apart.
ORDERS: dict[str, tuple[str, ...]] = {
    "newest": ("-sort_value", "-number"),
    "oldest": ("sort_value", "number"),
    "title": ("sort_title", "number"),
    "added": ("-number",),
    "tree": ("position", "number"),
}


class Found(NamedTuple):
    """A row as it was read; the last two are '' unless they were asked for."""

    row_id: int
    page_id: int
    key: UUID
    type: str
    locale: str
    text_locale: str
    path: str
    title: str
    sort_value: int
    sort_title: str
    position: str
    number: int
    version: int
    envelope: str
    card: str
    content_version: int
    text: str = ""
    body: str = ""

    @property
    def related(self) -> list[UUID]:
        """Keys of what follows the thing, for a row that was read with its facets."""
        return [UUID(one[7:]) for one in self.text.split() if one.startswith("see:")]


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

    def where(self, condition: str, *values: Any) -> "Rows":
        return replace(
            self,
            conditions=(*self.conditions, condition),
            values=(*self.values, *values),
        )

    def of_type(self, *types: str) -> "Rows":
        if len(types) == 1:
            return self.where("type = %s", types[0])
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
        words = query_words(text)
        if not words:
            return self
        # Folded words hold letters and digits alone, so that they need no quoting.
        return self.where(
            "words @@ %s::tsquery", " & ".join(f"{word}:*" for word in words)
        )

    def between(self, least: int | None, most: int | None) -> "Rows":
        """By the sort value, both ends included."""
        found = self
        if least is not None:
            found = found.where("sort_value >= %s", least)
        if most is not None:
            found = found.where("sort_value <= %s", most)
        return found

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
        where, values = self.condition()
        if place is not None:
            names = ", ".join(key.lstrip("-") for key in order)
            marks = ", ".join(["%s"] * len(order))
            sign = "<" if order[0].startswith("-") else ">"
            where += f" AND ({names}) {sign} ({marks})"
            values = (*values, *place)
        rest = f"{where} ORDER BY {_by(order)} LIMIT %s"
        return self._read(rest, (*values, limit), text)

    def fetch(
        self, order: Sequence[str], place: Sequence[Any] | None, number: int
    ) -> list[Found]:
        """For `cms.core.paging.page_through`."""
        return self.page(order, number, place)

    def one(self, text: str = "") -> Found | None:
        where, values = self.condition()
        found = self._read(f"{where} LIMIT 1", values, text)
        return found[0] if found else None

    def count(self) -> int:
        where, values = self.condition()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM core_contentrow WHERE {where}",  # noqa: S608
                values,
            )
            return int(cursor.fetchone()[0])

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

    def _read(self, rest: str, values: Iterable[Any], text: str) -> list[Found]:
        names = ", ".join((*COLUMNS, *_WITH.get(text, ())))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {names} FROM core_contentrow WHERE {rest}",  # noqa: S608
                tuple(values),
            )
            return [Found(*row) for row in cursor.fetchall()]

    def condition(self) -> tuple[str, tuple[Any, ...]]:
        """The WHERE of a statement and its values."""
        languages, of_languages = self._languages()
        circles, of_circles = self.circles_condition()
        parts = [languages, circles, *self.conditions]
        return " AND ".join(parts), (*of_languages, *of_circles, *self.values)

    def circles_condition(self) -> tuple[str, tuple[Any, ...]]:
        """That a row is for these readers."""
        if not self.circles:
            return "needs = '{}'", ()
        own = sorted(self.circles)
        return (
            "needs <@ %s::varchar[] AND NOT excludes && %s::varchar[]",
            (own, own),
        )

    def _languages(self) -> tuple[str, tuple[Any, ...]]:
        if self.fallbacks is None:
            return "locale = %s", (self.locale,)
        parts, values = [], []
        chain = (self.locale, *self.fallbacks)
        for number, code in enumerate(chain):
            before = list(chain[:number])
            parts.append(
                "(locale = %s AND text_locale = %s AND NOT available && %s::varchar[])"
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
    names = ", ".join(COLUMNS)
    parts, values = [], []
    for number, question in enumerate(questions):
        where, of_where = question.rows.condition()
        by = _by(question.order)
        parts.append(
            f"(SELECT {number}, row_number() OVER (ORDER BY {by}) AS place, {names}"  # noqa: S608
            f" FROM core_contentrow WHERE {where} ORDER BY {by} LIMIT %s)"
        )
        values += [*of_where, question.limit]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), tuple(values))
        found = sorted(cursor.fetchall(), key=lambda row: row[:2])
    return [
        [Found(*row[2:]) for row in found if row[0] == number]
        for number in range(len(questions))
    ]


def _by(order: Sequence[str]) -> str:
    return ", ".join(f"{k[1:]} DESC" if k.startswith("-") else k for k in order)


def content_version() -> int:
    """The version of all that the public reads; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM core_contentversion WHERE id = 1")
        row = cursor.fetchone()
        return int(row[0]) if row else 0
