"""Lists of an index in which words and facets stand once for each place.

The index `profile_found` is made by migration 0009; what stands in it says 0006. A
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
# What is looked for, kept from the planner: whatever it is, the rows are found by the
# index. So the plan of a prepared statement is as good as one for the words at hand, and
# to make it anew for each question takes as long as to answer some of them.
UNSEEN: Final = "(SELECT %s::tsquery)"
MATCHES: Final = f"profiles_found(doc, tokens, profile_id) @@ {UNSEEN}"
# How words begin that stand for a part of the profiles alone, and for which part.
EIGHTH, SIXTY_FOURTH = "+", "*"
EVERY: Final = {EIGHTH: 8, SIXTY_FOURTH: 64}
# Each place is looked up by itself; facets alone, which are in very many rows, are
# sooner compared in the whole sample than in many places.
MOST_PLACES, MOST_OF_SAMPLE = 26, 3
# Through so many places one walks at once.
MOST_WALKED = 4
IN_PLACE: Final = f"{PARTIAL} AND profiles_place(tokens) = %s"
OF_UNIT: Final = f"{PARTIAL} AND profiles_unit(tokens) = %s"
Groups = Sequence[tuple[str, ...]]


def condition(queries: Sequence[str]) -> str:
    """One of these is met; as SQL with a mark for each."""
    return f" AND {PARTIAL} AND ({' OR '.join([MATCHES] * len(queries))})"


def placed(words: Sequence[str], groups: Groups, sample: str = "") -> list[str]:
    """The question as tsqueries for the index, one of which is met; none when it is no
    place's.

    A sample (`EIGHTH`, `SIXTY_FOURTH`) can be asked for without a place. At least one
    word or facet is asked for.
    """
    countries, works = _first(groups, "c="), _first(groups, "o=")
    there = list(product(_countries(countries), _works(works)))
    is_in_many = sample and not words and len(there) > MOST_OF_SAMPLE
    if not (countries or works) or len(there) > MOST_PLACES or is_in_many:
        return [_all_of(sample, words, groups)] if sample else []
    rest = [one for one in groups if one not in (countries, works)]
    parts = []
    for country, work in there:
        own = [_in_country(countries, country), _in_work(works, work)]
        asked = [*rest, *filter(None, own)]
        if not (words or asked):
            asked = [countries or works]
        parts.append(_all_of(f"{sample}{country}{work}", words, asked))
    # Words are in few rows: all places at once. To compare long lists, one by one.
    return [" | ".join(parts)] if words else parts


def walked(groups: Groups) -> list[str]:
    """The places that are named by country and by line of work, if they are few."""
    countries, works = _first(groups, "c="), _first(groups, "o=")
    if not (countries and works):
        return []
    there = list(product(_countries(countries), _works(works)))
    return ["".join(one) for one in there] if len(there) <= MOST_WALKED else []


def share_of(place: str) -> tuple[str, str]:
    """The facets of everybody in a place; '' for those that no facet tells."""
    country, work = place[:-1], place[-1]
    return (
        f"c={country}" if country in COUNTRIES else "",
        f"o={work}" if work.isdigit() else "",
    )


def is_unit(token: str) -> bool:
    """An occupation told to its last digit."""
    return token.startswith("o=") and len(token) == len("o=2211")


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
