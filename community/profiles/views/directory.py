"""The directory: the list of people, its values, suggestions while typing, the map."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.cards import ask_version_once, paging_of
from cms.core.folding import fold
from cms.core.languages import current
from community.profiles.audiences import Audience
from community.profiles.cards import PersonCard
from community.profiles.facets import (
    Facets,
    facets_of,
    group_of,
    labels_of,
)
from community.profiles.filters import (
    MAX_QUERY_LENGTH,
    VISITING,
    PeopleFilter,
    Search,
    first_of,
    people_of,
    search_of,
    similar_names,
)
from community.profiles.models import Label
from community.profiles.narrowed import branch_of, chips_of
from community.profiles.querysets import directory_of
from community.profiles.querysets.pages import MOST_COUNTED
from community.profiles.querysets.suggestions import LONGEST_QUERY
from community.profiles.shapes import world_map

PAGE = 20  # people
SUGGESTED_PEOPLE, SUGGESTED_WORDS = 5, 6
MOST_VALUES = 400
# The groups of the panel, and those that stand behind "more filters".
OPEN = ("skill", "country", "city", "language", "availability")
BEHIND = ("where", "origin", "offers", "seeks")
WITH_VALUES = ("skill", "country", "city", "language", "offers", "seeks", "origin")


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    search = search_of(request.GET, request.user)
    cursor = request.GET.get("cursor", "")
    facets = facets_of(search, first_of(search, cursor, PAGE))
    try:
        found = people_of(
            search, cursor, PAGE, facets.matches, facets.first, facets.about
        )
    except ValidationError as wrong:
        raise Http404 from wrong
    context = {
        "search": search,
        # (Nothing in the head is another for another question but what is left blank.)
        "head_key": "people",
        "typed": request.GET.get("q", ""),
        "people": [PersonCard(one) for one in found.page.rows],
        "matches": found.matches,
        "is_more": search.question.is_narrowed and found.matches > MOST_COUNTED,
        "most": MOST_COUNTED,
        "sort": found.sort,
        "is_too_many_to_rank": _wants_ranking(search) and found.sort != "relevance",
        "paging": paging_of(found.page, request.GET),
        "chips": chips_of(search),
        "is_public": search.audience == Audience.PUBLIC,
        "similar_names": [PersonCard(one) for one in similar_names(search, found)],
        **_panel(search, facets),
    }
    ask_version_once(request)
    part = request.htmx and not request.htmx.boosted
    name = "_people_results.html" if part else "list.html"
    response = render(request, f"profiles/people/{name}", context)
    patch_vary_headers(response, ["HX-Request", "HX-Boosted"])
    return response


def _wants_ranking(search: Search) -> bool:
    return bool(search.question.words) and search.query.get("sort", "") not in (
        "newest",
        "name",
    )


def _panel(search: Search, facets: Facets) -> dict[str, Any]:
    """What the list can be narrowed by."""
    if not search.is_valid:
        return {}
    counts = facets.counts
    return {
        "approximate": facets.approximate,
        "branch": branch_of(search, counts["occupation"]),
        "groups": [group_of(search, name, counts[name]) for name in OPEN],
        "groups_behind": [group_of(search, name, counts[name]) for name in BEHIND],
        "verified_number": counts["verified"].get("true", 0),
        "has_more_filters": any(n in search.asked for n in (*BEHIND, *VISITING)),
    }


@never_cache
@require_safe
def values(request: HttpRequest, name: str) -> HttpResponse:
    """Every value of one filter, with its number of people and a search field."""
    if name not in WITH_VALUES:
        raise Http404
    search = search_of(request.GET, request.user)
    counts = facets_of(search).counts[name]
    counts = {value: number for value, number in counts.items() if number > 0}
    labels = _all_labels(search, name, counts)
    looked_for = fold(request.GET.get("find", "")[:MAX_QUERY_LENGTH])
    shown = [
        (labels[value], counts[value], search.but("find", **{name: value}))
        for value in sorted(labels, key=lambda value: fold(labels[value]))
        if looked_for in fold(labels[value])
    ]
    context = {
        "search": search,
        "label": PeopleFilter.base_filters[name].label,
        "find": request.GET.get("find", ""),
        "values": shown[:MOST_VALUES],
        "is_more": len(shown) > MOST_VALUES,
    }
    return render(request, "profiles/people/values.html", context)


def _all_labels(search: Search, name: str, counts: dict[str, int]) -> dict[str, str]:
    most = sorted(counts, key=lambda value: (-counts[value], value))
    return labels_of(search.question, name, most[: 5 * MOST_VALUES])


@never_cache
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """People by the beginning of their name, occupations and skills in any language."""
    text = request.GET.get("q", "")[:LONGEST_QUERY]
    people = directory_of(request.user).named(text, SUGGESTED_PEOPLE)
    words = Label.objects.suggested(text, current(), SUGGESTED_WORDS)
    context = {
        "people": [PersonCard(one) for one in people],
        "words": words,
    }
    return render(request, "profiles/people/_suggestions.html", context)


@never_cache
@require_safe
def world(request: HttpRequest) -> HttpResponse:
    """People by country: a map, and the table that says the same."""
    search = search_of(request.GET, request.user)
    facets = facets_of(search)
    context = {
        "search": search,
        "map": world_map(facets.counts["country"]),
        "approximate": facets.approximate,
    }
    return render(request, "profiles/people/map.html", context)
