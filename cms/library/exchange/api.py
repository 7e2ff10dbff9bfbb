"""Endpoints: a citation, one record or a whole result set as a file, and the import."""

from typing import Any, ClassVar

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated, PermissionDenied, Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api import parameters
from cms.core.api.problems import invalid
from cms.core.api.schema import LOCALE, list_parameters
from cms.core.api.serializers import ProblemSerializer
from cms.core.api.views import ContentEndpoint
from cms.core.limits import is_over_limit
from cms.core.permissions import lacks_second_factor
from cms.library.actions import ImportClashError, import_works
from cms.library.citations import STYLES
from cms.library.exchange.negotiated import (
    FILES,
    RECORD_RENDERERS,
    as_file,
    asked_format,
    cited,
    known,
    record_for,
)
from cms.library.exchange.serializers import (
    CitationSerializer,
    ImportFileSerializer,
    ImportReportSerializer,
)
from cms.library.exchange.stream import file_of
from cms.library.filters import WorkFilter, narrowed
from cms.library.formats import (
    FORMATS,
    MAX_BYTES,
    UnreadableFileError,
    format_of_name,
    written,
)
from cms.library.imports import Plan, Row, plan_of
from cms.library.models import LibraryItemPage
from cms.library.permissions import can_add_works

STYLE = OpenApiParameter("style", str, enum=list(STYLES), default="apa")
FORMAT = OpenApiParameter("format", str, enum=list(FORMATS), default="bibtex")
DRY_RUN = OpenApiParameter(
    "dry_run", bool, default=True, description="Only `false` writes anything."
)
TOO_MANY = {(429, "application/problem+json"): ProblemSerializer}
# A whole library is tens of megabytes; nobody needs it more often than this.
MOST_EXPORTS = 20
MOST_IMPORTS = 30
WINDOW = 600  # seconds
_FILTERS = [
    p for p in list_parameters({}, WorkFilter) if p.name in WorkFilter.base_filters
]


def refuse_too_many(request: Request, action: str, most: int) -> None:
    """Raises Throttled when this client did so too often of late."""
    if is_over_limit(request._request, action, most=most, seconds=WINDOW):
        raise Throttled(WINDOW)


class WorkCitation(ContentEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("locale", "style")

    @extend_schema(
        operation_id="library_works_cite",
        parameters=[LOCALE, STYLE],
        responses=CitationSerializer,
    )
    def get(self, request: Request, uid: str) -> Response:
        """The work as it is cited, in the words of the language."""
        style = known("style", request.query_params.get("style", "apa"), STYLES)
        found = cited(request, uid, style, self.locale)
        return Response(
            {
                "style": found.style,
                "locale": found.locale,
                "text": found.text,
                "html": found.html,
            }
        )


class WorkExport(ContentEndpoint):
    parameters: ClassVar[tuple[str, ...]] = ("locale", "format")
    renderer_classes = [JSONRenderer, *RECORD_RENDERERS]

    @extend_schema(
        operation_id="library_works_export_one",
        parameters=[LOCALE, FORMAT],
        responses=FILES,
    )
    def get(self, request: Request, uid: str) -> HttpResponse:
        """The record of one work as a file."""
        name = asked_format(request)
        record = record_for(request, uid, self.locale)
        answer = HttpResponse("".join(written(name, [record])))
        return as_file(answer, name, record.key)


class WorksExport(ContentEndpoint):
    parameters: ClassVar[tuple[str, ...]] = (
        *("locale", "format"),
        *WorkFilter.base_filters,
    )
    renderer_classes = [JSONRenderer, *RECORD_RENDERERS]

    @extend_schema(
        operation_id="library_works_export",
        parameters=[LOCALE, FORMAT, *_FILTERS],
        responses={**FILES, **TOO_MANY},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """All works that the filters of `library/works/` leave, as one file."""
        name = asked_format(request)
        rows = narrowed(
            self.rows().of_type(LibraryItemPage.api_type),
            parameters.asked_filters(request, WorkFilter),
        )
        refuse_too_many(request, "library-export", MOST_EXPORTS)
        answer = StreamingHttpResponse(file_of(rows, name, self.locale))
        return as_file(answer, name, "works")


class WorkImport(ContentEndpoint):
    http_method_names = ["post", "options"]
    parser_classes = [MultiPartParser]
    parameters: ClassVar[tuple[str, ...]] = ("locale", "format", "dry_run")

    @extend_schema(
        operation_id="library_import",
        parameters=[LOCALE, FORMAT, DRY_RUN],
        request={"multipart/form-data": ImportFileSerializer},
        responses={200: ImportReportSerializer, **TOO_MANY},
    )
    def post(self, request: Request) -> Response:
        """Checks a file and, with `dry_run=false`, adds its new works (staff only).

        Titles that name no language are taken to be in `locale`. Without `format` the
        name of the file tells it.
        """
        if not can_add_works(request.user):
            raise (
                PermissionDenied if request.user.is_authenticated else NotAuthenticated
            )
        if lacks_second_factor(request.user):
            raise PermissionDenied(
                _("Editors need a second factor. Set one up; then this is open to you.")
            )
        word = request.query_params.get("dry_run", "true")
        dry_run = known("dry_run", word, ("true", "false")) == "true"
        refuse_too_many(request, "library-import", MOST_IMPORTS)
        with translation.override(self.locale):
            plan = self._plan(request)
            if not dry_run:
                self._import(plan, request)
            return Response(_report(plan, dry_run=dry_run))

    def _plan(self, request: Request) -> Plan:
        file = request.data.get("file")
        if not hasattr(file, "read"):
            raise invalid("file", _("Send the file as multipart/form-data."))
        told = format_of_name(file.name or "") or "bibtex"
        name = known("format", request.query_params.get("format", told), FORMATS)
        try:
            return plan_of(file.read(MAX_BYTES + 1), name, self.locale)
        except UnreadableFileError as wrong:
            raise invalid("file", str(wrong)) from wrong

    def _import(self, plan: Plan, request: Request) -> None:
        try:
            import_works(plan.new, by=request.user)
        except ImportClashError as wrong:
            raise invalid("file", str(wrong)) from wrong


def _report(plan: Plan, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "new": len(plan.new),
        "duplicates": len(plan.duplicates),
        "errors": len(plan.errors),
        "rows": [_row(row, dry_run=dry_run) for row in plan.rows],
    }


def _row(row: Row, *, dry_run: bool) -> dict[str, Any]:
    added = row.draft.work.uid if row.draft and not dry_run else None
    return {
        "line": row.line,
        "state": row.state,
        "title": row.title,
        "messages": row.messages,
        "duplicate_of": row.duplicate_of.uid if row.duplicate_of else None,
        "key": added,
    }
