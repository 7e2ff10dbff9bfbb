"""The library's endpoints: works and subjects."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import parameters
from cms.core.api.lists import ContentEndpoint, ListEndpoint
from cms.core.api.schema import ITEM_PARAMETERS, LOCALE, list_of, list_parameters
from cms.core.api.views import one_answer
from cms.core.languages import best
from cms.core.rows.reads import ORDERS
from cms.library.exchange.negotiated import (
    DETAIL_RENDERERS,
    FILES,
    LIST_RENDERERS,
    TEXTS,
    is_json,
    list_answer,
    work_answer,
)
from cms.library.filters import ROW_CONDITIONS, WorkFilter
from cms.library.models import Subject, Work
from cms.library.serializers import (
    SubjectSerializer,
    WorkDetailSerializer,
    WorkSerializer,
)

WORK = "work"
JSON = "application/json"


class WorkList(ListEndpoint):
    types = ("library-item",)
    kind = WORK
    renderer_classes = LIST_RENDERERS
    filterset = WorkFilter
    conditions = ROW_CONDITIONS
    expansions = ("body",)
    orders: ClassVar[dict[str, str]] = {
        "-issued": "newest",
        "issued": "oldest",
        "title": "title",
        "-added": "added",
    }

    @extend_schema(
        operation_id="library_works_list",
        parameters=list_parameters(orders, WorkFilter, expansions=expansions),
        responses={(200, JSON): list_of(WorkSerializer), **FILES},
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
    parameters: ClassVar[tuple[str, ...]] = ("locale", "fallback", "fields")
    renderer_classes = DETAIL_RENDERERS

    @extend_schema(
        operation_id="library_works_retrieve",
        parameters=ITEM_PARAMETERS,
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


class SubjectList(ContentEndpoint):
    @extend_schema(
        operation_id="library_subjects_list",
        parameters=[LOCALE],
        responses=SubjectSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """The subjects as a tree (`parent`), with labels and numbers of works."""
        visible = Work.objects.visible_to(request.user).values("pk")
        counted = Count("works", filter=Q(works__in=visible), distinct=True)
        subjects = Subject.objects.with_labels().select_related("parent")
        rows = subjects.annotate(number=counted).order_by("code")
        return Response([subject_representation(s, self.locale) for s in rows])


def subject_representation(subject: Subject, code: str) -> dict[str, Any]:
    labels = {label.locale: label.text for label in subject.labels.all()}
    return {
        "code": subject.code,
        "label": subject.label_in(code),
        "locale": best(code, labels) or code,
        "labels": labels,
        "parent": subject.parent.code if subject.parent else None,
        "works": subject.number,
    }
