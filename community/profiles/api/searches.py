"""A member's saved searches of the directory."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.inputs import JsonParser
from cms.core.api.problems import invalid
from cms.core.api.serializers import ProblemSerializer
from community.profiles.actions import (
    MOST_SEARCHES,
    TooManySearchesError,
    change_search,
    remove_search,
    save_search,
)
from community.profiles.api import person_shapes as shapes
from community.profiles.api.directory import REFUSED, PeopleEndpoint
from community.profiles.filters import search_of
from community.profiles.models import SavedSearch


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
