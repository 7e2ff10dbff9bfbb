"""Where a search stands: in the tree of occupations, and under which filters."""

from dataclasses import dataclass
from typing import Any

from community.profiles.facets import LABELS, Counts, Value, label_of
from community.profiles.filters import Search
from community.profiles.names import occupation_name


@dataclass(frozen=True)
class Branch:
    """Where one stands in the tree of occupations: what is above and right below.

    `all` is the address without an occupation.
    """

    all: str
    above: list[Value]
    below: list[Value]


def branch_of(search: Search, counts: Counts) -> Branch:
    code = search.asked.get("occupation", "")
    above = [code[:end] for end in range(1, len(code) + 1)]
    below = [
        one for one in counts if len(one) == len(code) + 1 and one.startswith(code)
    ]
    below.sort(key=lambda one: (-counts[one], one))
    return Branch(
        search.but("occupation"),
        [_occupation(search, one, counts) for one in above],
        [_occupation(search, one, counts) for one in below if counts[one] > 0],
    )


def _occupation(search: Search, code: str, counts: Counts) -> Value:
    return Value(
        code,
        occupation_name(code) or code,
        counts.get(code, 0),
        is_chosen=code == search.asked.get("occupation"),
        address=search.but("occupation", occupation=code),
    )


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address without it."""

    label: str
    value: str
    address: str


def chips_of(search: Search) -> list[Chip]:
    found = []
    for name in search.asked:
        label = label_of(name)
        for value in search.query.getlist(name):
            if value:
                shown = _chip_value(search, name, value)
                found.append(Chip(label, shown, search.but(name, value)))
    return found


def _chip_value(search: Search, name: str, value: str) -> str:
    known: Any = LABELS.get(name)
    return (known(value) if known else "") or value
