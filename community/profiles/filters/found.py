"""Who is found by a search, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cms.core.paging import PageOfRows, page_through
from community.profiles.filters.searches import Search
from community.profiles.querysets import Directory
from community.profiles.querysets.counting import NONE, First
from community.profiles.querysets.pages import EXACT, SORTS, Person

SIMILAR_NAMES = 5


def sort_of(asked: str, question: Directory, matches: int) -> str:
    """The order that is shown: so many matches as here may be too many to rank."""
    sort = asked if asked in SORTS else ""
    sort = sort or ("relevance" if question.words else "newest")
    can_rank = question.words and matches <= EXACT
    return "newest" if sort == "relevance" and not can_rank else sort


def people_of(
    search: Search,
    cursor: str,
    limit: int,
    matches: int | None = None,
    first: list[int] | None = None,
    about: int = 0,
) -> "Found":
    """A page of the people found; one statement, and one to count unless it is known.

    `first` are the rows of the first page with one more, as `first_of` asked for them;
    `about` is an estimate of the matches, where they are more than are counted.

    Raises ValidationError for a cursor that was not made for this order.
    """
    if not search.is_valid:
        return Found(PageOfRows([], "", ""), 0, "newest")
    question = search.question
    matches = question.count() if matches is None else matches
    sort = sort_of(search.query.get("sort", ""), question, matches)
    order = SORTS[sort]

    def fetch(by: Sequence[str], place: Sequence[Any] | None, number: int) -> list[Any]:
        if place is None and first is not None and tuple(by) == order:
            return question.rows(first[:number], sort == "relevance")
        place = place and place_of(sort, place)
        way = sort if tuple(by) == order else f"<{sort}"
        return question.page(way, number, place, about or matches) if matches else []

    return Found(page_through(fetch, order, cursor, limit, "people"), matches, sort)


def first_of(search: Search, cursor: str, limit: int) -> First:
    """What to ask for when people are counted, so that they need not be found again."""
    sort = search.query.get("sort", "")
    return NONE if cursor or sort == "name" else First(limit + 1, sort != "newest")


@dataclass(frozen=True)
class Found:
    """A page of people; `matches` is at most `MOST_COUNTED` + 1 for a narrowed search."""

    page: PageOfRows
    matches: int
    sort: str


def similar_names(search: Search, found: Found) -> list[Person]:
    """People whose name nearly is what was typed, when nobody was found."""
    if found.matches or not search.is_valid or not search.question.words:
        return []
    return search.everybody.named_like(search.asked["q"], SIMILAR_NAMES)


def place_of(sort: str, place: Sequence[Any]) -> list[Any]:
    """The values of a cursor; raises ValueError or TypeError when they are of no use."""
    first, profile_id = place
    if sort == "newest":
        first = datetime.fromisoformat(first)
    if sort == "relevance":
        first = float(first)
    if sort == "name" and not isinstance(first, str):
        raise TypeError
    return [first, int(profile_id)]
