"""What the content cases must answer, asked of the tables in plain SQL, not of our code."""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.measure import AnswerError

LIVE = """
FROM library_libraryitempage i
JOIN wagtailcore_page p ON p.id = i.page_ptr_id AND p.live AND p.alias_of_id IS NULL
JOIN wagtailcore_locale l ON l.id = p.locale_id
WHERE i.work_id = w.id
"""
# The date as one number; works without a year come last.
DATE = """coalesce(w.year, -9999) * 10000 + CASE WHEN w.year IS NULL THEN 0
    ELSE coalesce(w.month, 0) * 100 + coalesce(w.day, 0) END"""
WORKS = f"""
SELECT w.uid::text, {DATE}, w.id,
    (SELECT p.title {LIVE} AND l.language_code = %(locale)s)
FROM library_work w
WHERE w.withdrawn_at IS NULL AND EXISTS (
    SELECT 1 {LIVE} AND i.folded LIKE ALL (%(parts)s)
    AND %(words)s <@ string_to_array(i.folded, ' ')
)
ORDER BY 2 DESC, w.id DESC
"""
TAGLINES = """
SELECT l.language_code, h.tagline
FROM home_homepage h
JOIN wagtailcore_page p ON p.id = h.page_ptr_id AND p.live
JOIN wagtailcore_locale l ON l.id = p.locale_id
ORDER BY l.id
"""


@dataclass(frozen=True)
class Row:
    """A visible work; `date` is 19481210 for a day; `title` is that of its page in the language, None without one."""

    key: str
    date: int
    work_id: int
    title: str | None


def works(
    connection: psycopg.Connection[Any],
    locale: str,
    *,
    parts: Sequence[str] = (),
    words: Sequence[str] = (),
) -> list[Row]:
    """Visible works, the newest first.

    With `parts` or `words`, those with a page whose folded text holds all of them,
    anywhere or as whole words.
    """
    patterns = [f"%{part}%" for part in parts]
    values = {"locale": locale, "parts": patterns, "words": list(words)}
    return [Row(*row) for row in connection.execute(WORKS, values)]


def taglines(connection: psycopg.Connection[Any]) -> dict[str, str]:
    """The heading of the home page by language."""
    return dict(connection.execute(TAGLINES).fetchall())


@dataclass(frozen=True)
class ListCheck:
    """The whole truth about a list: how many there are, which are on the page, in order."""

    total: int
    keys: list[str]

    def __call__(self, body: bytes) -> None:
        answer = json.loads(body)
        if answer["total"] != self.total:
            raise AnswerError(
                f"A list tells {answer['total']}; there are {self.total}."
            )
        found = [item["key"] for item in answer["items"]]
        if found != self.keys:
            raise AnswerError(f"A list has other works or another order: {found[:3]} …")


@dataclass(frozen=True)
class DetailCheck:
    title: str

    def __call__(self, body: bytes) -> None:
        answer = json.loads(body)
        if answer.get("title") != self.title or not answer.get("body"):
            raise AnswerError(f"A work is not {self.title!r}, or has no text.")


@dataclass(frozen=True)
class PageCheck:
    """An HTML page in this language, whose heading or title holds these words."""

    locale: str
    words: str

    def __call__(self, body: bytes) -> None:
        text = body.decode()
        if f'<html lang="{self.locale}"' not in text or "</html>" not in text:
            raise AnswerError(f"A page is not whole, or not in {self.locale!r}.")
        if html.escape(self.words) not in text:
            raise AnswerError(f"A page does not show {self.words!r}.")


@dataclass(frozen=True)
class LengthCheck:
    length: int

    def __call__(self, body: bytes) -> None:
        if len(body) != self.length:
            raise AnswerError(
                f"The floor answers {len(body)} bytes, not {self.length}."
            )
