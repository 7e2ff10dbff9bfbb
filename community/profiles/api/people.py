"""People of the directory, one of them, and what a search can be narrowed by."""

import json
from typing import Any, ClassVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import parameters
from cms.core.api.schema import FIELDS, LOCALE
from community.profiles.api import person_shapes as shapes
from community.profiles.api.directory import FILTERS, PAGING, PeopleEndpoint
from community.profiles.facets import Facets, facets_of, labels_of
from community.profiles.filters import NAMES, Search, people_of, similar_names
from community.profiles.querysets import directory_towards
from community.profiles.querysets.pages import MOST_COUNTED

MOST_FACETS = 100


class PeopleList(PeopleEndpoint):
    parameters: ClassVar[tuple[str, ...]] = (
        *("locale", "fields", "sort", "limit", "cursor"),
        *NAMES,
    )

    @extend_schema(
        operation_id="people_list",
        parameters=[LOCALE, FIELDS, *FILTERS, *PAGING],
        responses=shapes.PeoplePageSerializer,
    )
    def get(self, request: Request) -> Response:
        """People of the directory, as far as the asker may see them.

        Best matches first with `q` while they are few enough to be ranked, the newest
        first otherwise; `sort` tells which it is.
        """
        search = self.search(request)
        fields = parameters.asked_fields(request)
        limit = parameters.asked_limit(request)
        try:
            found = people_of(search, request.query_params.get("cursor", ""), limit)
        except DjangoValidationError as wrong:
            raise parameters.cursor_problem(wrong) from wrong
        cards = [json.loads(row.card) for row in found.page.rows]
        items = [shapes.card(one, self.locale) for one in cards]
        is_exact = not search.question.is_narrowed or found.matches <= MOST_COUNTED
        return Response(
            {
                "total": found.matches if is_exact else MOST_COUNTED,
                "total_is_exact": is_exact,
                "sort": found.sort,
                "next": found.page.next or None,
                "previous": found.page.previous or None,
                "items": [_only(fields, one) for one in items],
                "similar_names": [
                    shapes.card(json.loads(one.card), self.locale)
                    for one in similar_names(search, found)
                ],
            }
        )


def _only(fields: frozenset[str], item: dict[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in item if name in fields} if fields else item


class PersonDetail(PeopleEndpoint):
    @extend_schema(
        operation_id="people_retrieve",
        parameters=[LOCALE],
        responses=shapes.PersonSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """One person, as far as the asker may see them."""
        found = directory_towards(request.user, slug).whole(slug)
        if found is None:
            raise Http404
        return Response(shapes.person(json.loads(found[1]), self.locale))


class PeopleFacets(PeopleEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("locale", *NAMES)

    @extend_schema(
        operation_id="people_facets",
        parameters=[LOCALE, *FILTERS],
        responses=shapes.FacetsSerializer,
    )
    def get(self, request: Request) -> Response:
        """What a search can be narrowed by: the values with most people of each filter."""
        search = self.search(request)
        facets = facets_of(search)
        is_exact = not search.question.is_narrowed or facets.matches <= MOST_COUNTED
        with translation.override(self.locale):
            content = {
                "total": facets.matches if is_exact else MOST_COUNTED,
                "total_is_exact": is_exact,
                "approximate": facets.approximate,
                "facets": _groups(search, facets),
            }
        return Response(content)


def _groups(search: Search, facets: Facets) -> dict[str, list[dict[str, Any]]]:
    groups = {}
    for name, counts in facets.counts.items():
        most = sorted(
            (v for v in counts if counts[v] > 0), key=lambda v: (-counts[v], v)
        )
        labels = labels_of(search.question, name, most[:MOST_FACETS])
        groups[name] = [
            {"value": value, "label": labels[value], "number": counts[value]}
            for value in most[:MOST_FACETS]
        ]
    return groups
