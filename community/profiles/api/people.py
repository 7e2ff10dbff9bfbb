"""The directory and a member's saved searches.

The answer depends on who asks: visitors are told what is public, members what members
may see. So nothing here is kept by anybody.
"""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms.core.api import parameters
from cms.core.api.inputs import JsonParser
from cms.core.api.problems import invalid
from cms.core.api.schema import FIELDS, LOCALE
from cms.core.api.serializers import ProblemSerializer
from community.profiles.actions import (
    MOST_SEARCHES,
    TooManySearchesError,
    change_search,
    remove_search,
    save_search,
)
from community.profiles.api import person_shapes as shapes
from community.profiles.countries import COUNTRIES, LANGUAGES
from community.profiles.facets import Facets, facets_of, labels_of
from community.profiles.filters import (
    NAMES,
    Search,
    people_of,
    search_of,
    similar_names,
)
from community.profiles.models import Profile, SavedSearch
from community.profiles.municipalities import MUNICIPALITIES
from community.profiles.querysets import directory_towards
from community.profiles.querysets.directory import MOST_COUNTED, SORTS

MOST_FACETS = 100
_MANY = ("skill", "offers", "seeks", "country", "language", "availability")
_CODES: dict[str, Any] = {
    "country": COUNTRIES,
    "language": LANGUAGES,
    "origin": MUNICIPALITIES,
    "availability": Profile.Availability.values,
    "where": ("in", "abroad"),
    "verified": ("true",),
}
_WORDS = {
    "q": "Beginnings of words, in any language; ä is found by ae and a.",
    "occupation": "Code of ISCO-08, of any level.",
    "skill": "Slugs of skills, all of which are had.",
    "offers": "Slugs of skills, all of which are offered.",
    "seeks": "Slugs of skills, all of which are looked for.",
    "country": "ISO 3166-1, XK for Kosovo; one of them is enough.",
    "city": "However it is spelt.",
    "origin": "Municipality of Kosovo.",
    "language": "ISO 639-1; all of them are spoken.",
    "availability": "One of them is enough.",
    "where": "Lives in Kosovo or abroad.",
    "visiting_from": "Is in Kosovo on one of the days from here on.",
    "visiting_to": "Is in Kosovo on one of the days until here.",
    "verified": "Verified members only.",
}


def _schema(name: str) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "string"}
    if name in _CODES:
        one["enum"] = list(_CODES[name])
    if name.startswith("visiting"):
        one["format"] = "date"
    return {"type": "array", "items": one} if name in _MANY else one


FILTERS = [
    OpenApiParameter(name, _schema(name), description=_WORDS[name]) for name in NAMES
]
PAGING = [
    OpenApiParameter("sort", str, enum=list(SORTS)),
    OpenApiParameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": parameters.MAX_LIMIT}
    ),
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
]
REFUSED = {
    (403, "application/problem+json"): ProblemSerializer,
    (415, "application/problem+json"): ProblemSerializer,
}


class PeopleEndpoint(APIView):
    """An answer for this asker alone."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]
    parameters: ClassVar[tuple[str, ...]] = ("locale",)
    locale: str

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        reads = request.method in ("GET", "HEAD")
        parameters.refuse_unknown(request, self.parameters if reads else ())
        self.locale = parameters.asked_locale(request, settings.LANGUAGE_CODE)

    def finalize_response(
        self, request: Any, response: Any, *args: Any, **kw: Any
    ) -> Any:
        response = super().finalize_response(request, response, *args, **kw)
        response["Cache-Control"] = "private, no-store"
        return response

    def search(self, request: Request) -> Search:
        search = search_of(request.query_params, request.user)
        sort = request.query_params.get("sort", "")
        if sort and sort not in SORTS:
            message = _("Unknown order. Known ones: %(names)s.")
            search.errors["sort"] = [message % {"names": ", ".join(SORTS)}]
        if search.errors:
            raise ValidationError(search.errors)
        return search


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


# Saved searches ------------------------------------------------------------------------


class SearchesEndpoint(PeopleEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ()
    parser_classes = (JsonParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not request.user.is_authenticated:
            raise NotAuthenticated

    def own(self, request: Request, number: int) -> SavedSearch:
        found = SavedSearch.objects.filter(user=request.user, pk=number).first()
        if found is None:
            raise Http404
        return found


class SavedSearchList(SearchesEndpoint):
    http_method_names: ClassVar[list[str]] = ["get", "head", "post", "options"]

    @extend_schema(
        operation_id="me_searches_list",
        responses={
            200: shapes.SavedSearchSerializer(many=True),
            (403, "application/problem+json"): ProblemSerializer,
        },
    )
    def get(self, request: Request) -> Response:
        """One's own saved searches, by name."""
        found = SavedSearch.objects.filter(user=request.user)
        return Response([_saved(one) for one in found])

    @extend_schema(
        operation_id="me_searches_create",
        request=shapes.NewSearchSerializer,
        responses={
            201: shapes.SavedSearchSerializer,
            **REFUSED,
        },
    )
    def post(self, request: Request) -> Response:
        """Keep a search. `query` is the search's part of an address."""
        form = shapes.NewSearchSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        search = search_of(QueryDict(given["query"]), request.user)
        if search.errors:
            wrong = [
                f"{name}: {text}"
                for name, all_ in search.errors.items()
                for text in all_
            ]
            raise ValidationError({"query": wrong})
        try:
            made = save_search(
                request.user, given["name"], search.address, given["alert"]
            )
        except DjangoValidationError as wrong_fields:
            raise _refused(wrong_fields) from wrong_fields
        except TooManySearchesError as too_many:
            message = _("You keep %(number)s searches already. Delete one first.") % {
                "number": MOST_SEARCHES
            }
            raise invalid("name", message) from too_many
        return Response(_saved(made), status=201)


class SavedSearchDetail(SearchesEndpoint):
    http_method_names: ClassVar[list[str]] = [
        "get",
        "head",
        "patch",
        "delete",
        "options",
    ]

    @extend_schema(
        operation_id="me_searches_retrieve",
        responses={
            200: shapes.SavedSearchSerializer,
            (403, "application/problem+json"): ProblemSerializer,
        },
    )
    def get(self, request: Request, number: int) -> Response:
        """One of one's own saved searches."""
        return Response(_saved(self.own(request, number)))

    @extend_schema(
        operation_id="me_searches_update",
        request=shapes.ChangedSearchSerializer,
        responses={200: shapes.SavedSearchSerializer, **REFUSED},
    )
    def patch(self, request: Request, number: int) -> Response:
        """Another name, other mails."""
        search = self.own(request, number)
        form = shapes.ChangedSearchSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = form.validated_data
        try:
            change_search(
                search, given.get("name", search.name), given.get("alert", search.alert)
            )
        except DjangoValidationError as wrong:
            raise _refused(wrong) from wrong
        return Response(_saved(search))

    @extend_schema(
        operation_id="me_searches_destroy",
        responses={
            204: None,
            (403, "application/problem+json"): ProblemSerializer,
        },
    )
    def delete(self, request: Request, number: int) -> Response:
        """Forget a saved search."""
        remove_search(self.own(request, number))
        return Response(status=204)


def _refused(wrong: DjangoValidationError) -> ValidationError:
    errors = wrong.message_dict
    # The only rule about the whole: a name is taken once by each member.
    rest = errors.pop(NON_FIELD_ERRORS, [])
    return ValidationError({**errors, **({"name": rest} if rest else {})})


def _saved(search: SavedSearch) -> dict[str, Any]:
    address = f"{settings.SITE_URL}{reverse('people:list')}?{search.query}"
    return {
        "id": search.pk,
        "name": search.name,
        "query": search.query,
        "alert": search.alert,
        "url": address,
        "created": search.created_at,
    }
