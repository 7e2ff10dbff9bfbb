"""The library's endpoints: works and subjects."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import parameters
from cms.core.api.lists import ContentEndpoint, ListEndpoint
from cms.core.api.parameters import ITEM_PARAMETERS as DETAIL_PARAMETERS
from cms.core.api.schema import (
    ITEM_PARAMETERS,
    LOCALE,
    expand_parameter,
    list_of,
    list_parameters,
)
from cms.core.api.views import one_answer
from cms.core.rows.reads import ORDERS, Found
from cms.library.exchange.negotiated import (
    DETAIL_RENDERERS,
    FILES,
    LIST_RENDERERS,
    TEXTS,
    is_json,
    list_answer,
    work_answer,
)
from cms.library.expansions import RELATIONS, SUBJECTS, WORK, expanded_works
from cms.library.filters import ROW_CONDITIONS, WorkFilter
from cms.library.models import Subject
from cms.library.representation import subject_representation
from cms.library.serializers import (
    SubjectSerializer,
    WorkDetailSerializer,
    WorkItemSerializer,
)

JSON = "application/json"


class WorkList(ListEndpoint):
    types = ("library-item",)
    kind = WORK
    renderer_classes = LIST_RENDERERS
    filterset = WorkFilter
    conditions = ROW_CONDITIONS
    expansions = ("body", RELATIONS, SUBJECTS)
    texts: ClassVar[dict[str, str]] = {"body": "content", RELATIONS: "whole"}
    orders: ClassVar[dict[str, str]] = {
        "-issued": "newest",
        "issued": "oldest",
        "title": "title",
        "-added": "added",
    }

    @extend_schema(
        operation_id="library_works_list",
        parameters=list_parameters(orders, WorkFilter, expansions=expansions),
        responses={(200, JSON): list_of(WorkItemSerializer), **FILES},
    )
    def get(self, request: Request) -> HttpResponse:
        """Works of the library, the newest first.

        With the type of a bibliographic format in `Accept`, the records of the page in
        that format; `Link` leads to the next page.
        """
        if is_json(request):
            return super().get(request)
        known = set(self.parameters) - {"fields", "expand"}
        parameters.refuse_unknown(request, tuple(known))
        return self.records(request)

    def expand(self, request: Request, rows: list[Found]) -> list[Found]:
        return expanded_works(self, rows, request.user, in_list=True)

    def records(self, request: Request) -> HttpResponse:
        limit = parameters.asked_limit(request)
        order = ORDERS[parameters.asked_order(request, self.orders)]
        rows = self.found(request)
        unchanged = self.unchanged(request)
        if unchanged is not None:
            return unchanged
        page = self.page(request, rows, order, limit)
        return list_answer(self, request, page.rows, page.next)


class WorkDetail(ContentEndpoint):
    parameters: ClassVar[tuple[str, ...]] = DETAIL_PARAMETERS
    expansions = (RELATIONS, SUBJECTS)
    renderer_classes = DETAIL_RENDERERS

    @extend_schema(
        operation_id="library_works_retrieve",
        parameters=[*ITEM_PARAMETERS, expand_parameter(expansions)],
        responses={(200, JSON): WorkDetailSerializer, **TEXTS},
    )
    def get(self, request: Request, uid: UUID) -> HttpResponse:
        """One work: the whole record, and what editors say of it.

        With the type of a bibliographic format in `Accept`, the record in that format;
        `text/x-bibliography; style=apa; locale=de` is the work as it is cited.
        """
        if not is_json(request):
            return work_answer(self, request, uid)
        return one_answer(
            self, request, uid, "whole", types=("library-item",), kind=WORK
        )

    def expand(self, request: Request, rows: list[Found]) -> list[Found]:
        return expanded_works(self, rows, request.user, in_list=False)


class SubjectList(ContentEndpoint):
    @extend_schema(
        operation_id="library_subjects_list",
        parameters=[LOCALE],
        responses=SubjectSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """The subjects as a tree (`parent`), with labels and numbers of works."""
        subjects = Subject.objects.with_numbers(request.user).order_by("code")
        return Response([subject_representation(s, self.locale) for s in subjects])
