"""Posts that hold certain words, as one reader may find them."""

from collections.abc import Sequence
from typing import Any, Final

from cms.core.folding import query_words
from cms.core.paging import PageOfRows, page_through
from community.forums.cards.matching import found_rows
from community.forums.cards.statements import Where
from community.forums.querysets import all_forums, rooms_of

LONGEST_QUERY: Final = 200  # characters
ORDER: Final = ("-points", "-id")
_KEYS: Final = {
    "points": "points",
    "-points": "-points",
    "id": "p.id",
    "-id": "-p.id",
}


def found_posts(user: Any, text: str, cursor: str, limit: int) -> PageOfRows:
    """A page of the newest 500 posts with words that begin so, the best first; each with
    its topic and forum, and none without a word. Four statements at most.

    Raises ValidationError for a cursor of another list.
    """
    words = query_words(text)

    def fetch(order: Sequence[str], place: Any, number: int) -> list[Any]:
        where = _where(user)
        if place:
            sign = "<" if order[0].startswith("-") else ">"
            beyond = f"(points, p.id) {sign} (%s, %s)"
            where.append((beyond, [int(place[0]), int(place[1])]))
        keys = [_KEYS[key] for key in order]
        return found_rows(words, where, keys, number) if words else []

    page = page_through(fetch, ORDER, cursor, limit)
    forums = all_forums()
    for one in page.rows:
        one.topic.forum = forums[one.topic.forum_id]
    return page


def _where(user: Any) -> Where:
    rooms = rooms_of(user)
    where: Where = [("t.forum_id = ANY(%s)", [list(rooms.readable)])]
    if rooms.blocked:
        blocked = sorted(rooms.blocked)
        where.append(("(p.author_id = ANY(%s)) IS NOT TRUE", [blocked]))
    return where
