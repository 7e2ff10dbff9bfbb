"""The days that members wrote into their profiles: when they are in Kosovo, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cms.core.folding import fold
from community.profiles.models import Visit as ProfileVisit
from community.spaces.models import Space

MOST = 5
LONGEST = 92  # days


@dataclass(frozen=True)
class OwnStay:
    """Some days to come, none of them over; `space` is the one where they are spent."""

    first: date
    last: date
    place: str
    space: Space


def stays_of(user: Any, spaces: Sequence[Space], today: date) -> list[OwnStay]:
    """The next ones first. One statement; none for a visitor, or without spaces."""
    if not user.is_authenticated or not spaces:
        return []
    rows = ProfileVisit.objects.filter(profile__user=user, end__gte=today)
    found = []
    for row in rows.order_by("start", "pk")[:MOST]:
        first = max(row.start, today)
        last = min(row.end, first + timedelta(days=LONGEST - 1))
        found.append(OwnStay(first, last, row.place, space_at(row.place, spaces)))
    return found


def space_at(place: str, spaces: Sequence[Space]) -> Space:
    """The one in the city that is meant, however it is written; else the first."""
    words = {_stem(word) for word in fold(place).split()}
    for space in spaces:
        if words & {_stem(word) for word in fold(space.city).split()}:
            return space
    return spaces[0]


def _stem(word: str) -> str:
    """Prishtina, Prishtinë and Pristina are one city, Gjakova and Gjakovë another."""
    return word.replace("sh", "s").rstrip("aei")
