"""Lists of an index in which words and facets stand once for each place.

The index `profile_sought` is made by migration 0006, which says what stands in it. A
question that names a country or a line of work looks only through the lists of those
places; any question can be put to every eighth profile instead of all.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Final

from community.profiles.audiences import Audience

COUNTRIES: Final = frozenset(
    ("AL", "AT", "CH", "DE", "FR", "GB", "IT", "MK", "SE", "SI", "US", "XK")
)
ELSEWHERE: Final = "--"
LINES_OF_WORK: Final = "0123456789-"
# Rows that other audiences alone see are not in it.
AUDIENCES: Final = (Audience.PUBLIC, Audience.MEMBERS, Audience.NETWORKS)
PARTIAL: Final = "(for_public OR for_members OR for_networks)"
MATCHES: Final = "profiles_sought(doc, tokens, profile_id) @@ %s::tsquery"
SAMPLED, EVERY = "+", 8
# Each place is looked up by itself; facets alone, which are in very many rows, are
# sooner compared in the whole sample than in many places.
MOST_PLACES, MOST_OF_SAMPLE = 26, 3
Groups = Sequence[tuple[str, ...]]


def condition(queries: Sequence[str]) -> str:
    """One of these is met; as SQL with a mark for each."""
    return f" AND {PARTIAL} AND ({' OR '.join([MATCHES] * len(queries))})"


def placed(words: Sequence[str], groups: Groups, sampled: bool = False) -> list[str]:
    """The question as tsqueries for the index, one of which is met; none when it is no
    place's.

    A sample can be asked for without a place. At least one word or facet is asked for.
    """
    start = SAMPLED if sampled else ""
    countries, works = _first(groups, "c="), _first(groups, "o=")
    there = list(product(_countries(countries), _works(works)))
    is_in_many = sampled and not words and len(there) > MOST_OF_SAMPLE
    if not (countries or works) or len(there) > MOST_PLACES or is_in_many:
        return [_all_of(start, words, groups)] if sampled else []
    rest = [one for one in groups if one not in (countries, works)]
    parts = []
    for country, work in there:
        own = [_in_country(countries, country), _in_work(works, work)]
        asked = [*rest, *filter(None, own)]
        if not (words or asked):
            asked = [countries or works]
        parts.append(_all_of(f"{start}{country}{work}", words, asked))
    # Words are in few rows: all places at once. To compare long lists, one by one.
    return [" | ".join(parts)] if words else parts


def quoted(lexeme: str) -> str:
    """As a tsvector or a tsquery holds it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _all_of(start: str, words: Iterable[str], groups: Groups) -> str:
    parts = [f"{quoted(start + word)}:*" for word in words]
    parts += [
        f"({' | '.join(quoted(start + one) for one in group)})" for group in groups
    ]
    return f"({' & '.join(parts)})"


def _first(groups: Groups, prefix: str) -> tuple[str, ...]:
    """The first group that is all of this kind."""
    for group in groups:
        if all(one.startswith(prefix) and one != prefix for one in group):
            return group
    return ()


def _countries(asked: tuple[str, ...]) -> list[str]:
    codes = {one[2:] for one in asked}
    known = sorted(codes & COUNTRIES if asked else COUNTRIES)
    return known if asked and codes <= COUNTRIES else [*known, ELSEWHERE]


def _works(asked: tuple[str, ...]) -> list[str]:
    return sorted({one[2] for one in asked}) if asked else list(LINES_OF_WORK)


def _in_country(asked: tuple[str, ...], country: str) -> tuple[str, ...]:
    """What is left to ask in this place; () when it is met by being there."""
    if country != ELSEWHERE:
        return ()
    return tuple(one for one in asked if one[2:] not in COUNTRIES)


def _in_work(asked: tuple[str, ...], work: str) -> tuple[str, ...]:
    of_it = tuple(one for one in asked if one[2] == work)
    return () if f"o={work}" in of_it else of_it
