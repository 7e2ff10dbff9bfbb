"""How the words of a search go to the rows.

PostgreSQL does not know how many rows hold words that begin so: to it, any beginning is
either rare or common, and both errors cost a walk through all rows. So no statement here
leaves it the choice. Few matches are gathered from the index of words; of a word that
very many hold, a page is full after a few steps along the order. Which of both it is
shows in the first steps.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final

from cms.core.rows import keyset

# A subquery: of a value that it does not see beforehand the planner expects a two
# hundredth of the rows, for which it takes the index of words.
HOLDS: Final = "words @@ (SELECT %s::tsquery)"
# Behind the name of a column: no index knows the sum, so that none is joined with that
# of words. To read all places of a language there costs more than to look at the few.
UNINDEXED: Final = " || ''"
# Rows that are looked at for each one asked for, and at most. To test the words of a row
# takes 0.01 ms; filters are tested before, and leave fewer.
STEPS = (10, 400)
STEPS_WHEN_NARROWED = (40, 1000)
FEW: Final = 1000  # matches that are gathered at once
MOST_KEPT: Final = 2000
_numbers: OrderedDict[str, int] = OrderedDict()
_lock = Lock()

Values = tuple[Any, ...]


def remember(signature: str, number: int) -> None:
    """How many rows matched this question lately; it only ever chooses a way."""
    with _lock:
        _numbers[signature] = number
        _numbers.move_to_end(signature)
        while len(_numbers) > MOST_KEPT:
            _numbers.popitem(last=False)


def are_few(signature: str) -> bool:
    """Few rows matched when they were counted last; False if nobody counted them."""
    return _numbers.get(signature, FEW + 1) <= FEW


def forget() -> None:
    """For tests."""
    _numbers.clear()


def stepwise(
    names: str,
    walked: tuple[str, Values],
    tested: tuple[str, Values],
    gathered: tuple[str, Values],
    order: Sequence[str],
    limit: int,
    *,
    is_narrowed: bool,
) -> tuple[str, Values]:
    """A statement for the first `limit` rows, and its values.

    It walks rows of the condition `walked`, along an index of the order, and keeps those
    that fit `tested`. If some steps did not fill the page, it gathers `gathered` instead,
    which must mean the same as both. `is_narrowed` tells that words are not all of it.
    """
    for_one, most = STEPS_WHEN_NARROWED if is_narrowed else STEPS
    steps = max(limit, min(limit * for_one, most))
    sorting = keyset.by(order)
    way = f"FROM core_contentrow WHERE {walked[0]} ORDER BY {sorting}"
    # The way may end before the page is full: then, too, nothing is left to gather.
    command = (
        "WITH near AS MATERIALIZED ("  # noqa: S608
        f"SELECT {names} FROM (SELECT * {way} LIMIT {steps:d}) AS met"
        f" WHERE {tested[0]} ORDER BY {sorting} LIMIT {limit:d}"
        "), done AS MATERIALIZED (SELECT CASE"
        f" WHEN (SELECT count(*) FROM near) = {limit:d} THEN true"
        f" ELSE NOT EXISTS (SELECT 1 {way} LIMIT 1 OFFSET {steps - 1:d})"
        " END AS so) (SELECT * FROM near WHERE (SELECT so FROM done))"
        f" UNION ALL (SELECT {names} FROM core_contentrow"
        f" WHERE NOT (SELECT so FROM done) AND {gathered[0]}"
        f" ORDER BY {sorting} LIMIT {limit:d}) ORDER BY {sorting}"
    )
    return command, (*walked[1], *tested[1], *walked[1], *gathered[1])
