"""One reading of a search's address, for the screens, the API and the saved searches."""

from community.profiles.filters.fields import MAX_QUERY_LENGTH, NAMES, PeopleFilter
from community.profiles.filters.found import (
    Found,
    first_of,
    people_of,
    place_of,
    similar_names,
)
from community.profiles.filters.narrowing import VISITING
from community.profiles.filters.searches import Search, search_of

__all__ = [
    "MAX_QUERY_LENGTH",
    "NAMES",
    "VISITING",
    "Found",
    "PeopleFilter",
    "Search",
    "first_of",
    "people_of",
    "place_of",
    "search_of",
    "similar_names",
]
