"""The library's endpoints: works and subjects."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.lists import ContentEndpoint, ListEndpoint
from cms.core.api.schema import ITEM_PARAMETERS, LOCALE, list_of, list_parameters
from cms.core.api.views import one_answer
from cms.core.languages import best
from cms.library.filters import ROW_CONDITIONS, WorkFilter
from cms.library.models import Subject, Work
from cms.library.serializers import (
    SubjectSerializer,
    WorkDetailSerializer,
    WorkSerializer,
)

WORK = "work"


class WorkList(ListEndpoint):
    types = ("library-item",)
    kind = WORK
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
        responses=list_of(WorkSerializer),
    )
    def get(self, request: Request) -> HttpResponse:
        """Works of the library, the newest first."""
        return super().get(request)


class WorkDetail(ContentEndpoint):
    parameters = ("locale", "fallback", "fields")

    @extend_schema(
        operation_id="library_works_retrieve",
        parameters=ITEM_PARAMETERS,
        responses=WorkDetailSerializer,
    )
    def get(self, request: Request, uid: UUID) -> HttpResponse:
        """One work: the whole record, and what editors say of it."""
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
