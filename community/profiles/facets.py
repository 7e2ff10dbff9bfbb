"""What a search can be narrowed by, with the number of people behind each value."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from cms.core.rows.memo import PerVersion
from cms.core.rows.version import seen
from community.profiles.cards import city_of
from community.profiles.countries import country_name, language_name
from community.profiles.filters import PeopleFilter, Search
from community.profiles.models import Profile
from community.profiles.municipalities import municipality_name
from community.profiles.names import (
    occupation_name,
    occupation_names,
    skill_name,
    skill_names,
)
from community.profiles.querysets import Directory, counted
from community.profiles.querysets.counting import NONE, First

TOP = 12
# Partners must not find one person by narrowing until few are left.
FEW = 5
# Name of the filter → how its tokens begin, in the order of the panel.
PREFIXES: Final = {
    "occupation": "o=",
    "skill": "s=",
    "country": "c=",
    "city": "t=",
    "language": "l=",
    "availability": "a=",
    "where": "k=",
    "origin": "g=",
    "offers": "of=",
    "seeks": "se=",
    "verified": "x=",
}
NAMES_BY_PREFIX: Final = {prefix: name for name, prefix in PREFIXES.items()}
# One of several values is enough, so the others are counted as if none were chosen.
WIDE: Final = ("country", "availability")
RADIOS: Final = ("city", "where", "origin")
Counts = dict[str, int]
_spellings: PerVersion[dict[str, str]] = PerVersion(500)


class Value(NamedTuple):
    """One value of a filter (a page has a hundred of them)."""

    value: str
    label: str
    number: int
    is_chosen: bool = False
    address: str = ""


@dataclass(frozen=True)
class Group:
    """One filter; `more` tells that there are values which are not shown."""

    name: str
    label: str
    values: list[Value]
    more: bool = False

    @property
    def is_radio(self) -> bool:
        return self.name in RADIOS

    @property
    def is_chosen(self) -> bool:
        return any(value.is_chosen for value in self.values)


@dataclass(frozen=True)
class Facets:
    """Numbers of people by filter and value; `matches` is that of the whole search,
    `about` an estimate of it where not all are counted, and `first` the rows of its first
    page, where they are known."""

    matches: int
    counts: dict[str, Counts]
    approximate: bool
    about: int = 0
    first: list[int] | None = None


def facets_of(search: Search, first: First = NONE) -> Facets:
    """One statement, and a few more where very many people match."""
    if not search.is_valid:
        return Facets(0, {name: {} for name in PREFIXES}, False)
    wide = [name for name in WIDE if name in search.asked]
    asked = [(search.without(name), PREFIXES[name]) for name in wide]
    whole, *widened = counted(search.question, *asked, first=first)
    counts: dict[str, Counts] = {name: {} for name in PREFIXES}
    for token, number in whole.tokens.items():
        name, value = _place_of(token)
        if name:
            counts[name][value] = number
    for name, found in zip(wide, widened, strict=True):
        begin = PREFIXES[name]
        counts[name] = {t.removeprefix(begin): n for t, n in found.tokens.items()}
    verified = counts["verified"].get("verified", 0)
    counts["verified"] = {"true": verified} if verified else {}
    return Facets(whole.matches, counts, whole.approximate, whole.about, whole.first)


@lru_cache(20_000)
def _place_of(token: str) -> tuple[str, str]:
    """The filter and the value of a facet; '' for those of no filter."""
    head, _equals, value = token.partition("=")
    return NAMES_BY_PREFIX.get(f"{head}=", ""), value


def group_of(search: Search, name: str, counts: Counts, most: int = TOP) -> Group:
    """The most frequent values, and the chosen ones wherever they stand."""
    chosen = _chosen(search, name)
    rest = counts
    if chosen:
        rest = {v: n for v, n in counts.items() if v not in chosen}
    number = max(most - len(chosen), 0)
    shown = [*chosen, *_most_frequent(rest, number)]
    labels = labels_of(search.question, name, shown)
    values = [Value(v, labels[v], counts.get(v, 0), v in chosen) for v in shown]
    more = sum(map(bool, rest.values())) + len(chosen) > len(shown)
    return Group(name, label_of(name), values, more)


def _most_frequent(counts: Counts, most: int) -> list[str]:
    """Those with the greatest numbers over 0, equals by name. Of hundreds all are put in
    order by their number alone, which costs a tenth, then the few in question."""
    if not most:
        return []
    by_number = sorted(counts.values(), reverse=True)
    least = max(by_number[most - 1] if len(by_number) > most else 1, 1)
    found = [(-n, v) for v, n in counts.items() if n >= least]
    return [v for _n, v in sorted(found)[:most]]


def label_of(name: str) -> str:
    """What a filter is called."""
    return str(PeopleFilter.base_filters[name].label)


def _chosen(search: Search, name: str) -> list[str]:
    value = search.asked.get(name)
    if name == "city" and value:
        value = search.city
    found = [value] if isinstance(value, str) else list(value or [])
    return list(dict.fromkeys(found))


def labels_of(question: Directory, name: str, values: list[str]) -> dict[str, str]:
    if name == "city":
        return _cities(question, values)
    if name in NAMES_OF:
        names = NAMES_OF[name]()
        return {value: names.get(value) or value for value in values}
    return {value: LABELS[name](value) or value for value in values}


def _cities(question: Directory, values: list[str]) -> dict[str, str]:
    """Cities as somebody who lives there, and says so to these readers, writes them."""
    tokens = tuple(f"t={value}" for value in values)
    if not tokens:
        return {}
    everybody = Directory(question.audience)

    def read() -> dict[str, str]:
        cards = everybody.cards_with(tokens)
        return {token: city_of(card) for token, card in cards.items()}

    found = _spellings.get(seen(), (everybody.audience, tokens), read)
    return {v: found.get(f"t={v}") or v.capitalize() for v in values}


def _availability(value: str) -> str:
    labels = dict(Profile.Availability.choices)
    return str(labels.get(value, value))


def _where(value: str) -> str:
    return _("In Kosovo") if value == "in" else _("Outside Kosovo")


LABELS: Final[dict[str, Callable[[str], str]]] = {
    "occupation": occupation_name,
    "skill": skill_name,
    "offers": skill_name,
    "seeks": skill_name,
    "country": country_name,
    "language": language_name,
    "availability": _availability,
    "where": _where,
    "origin": municipality_name,
    "verified": lambda _value: _("Verified members only"),
}

# Of these there are hundreds.
NAMES_OF: Final = {
    "occupation": occupation_names,
    "skill": skill_names,
    "offers": skill_names,
    "seeks": skill_names,
}


def number_for_partners(number: int) -> str:
    """Under five it is said that there are few, and not how many."""
    if 0 < number < FEW:
        return _("fewer than %(number)s") % {"number": FEW}
    return str(number)
