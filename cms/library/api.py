"""The library's endpoints: works and subjects."""

from typing import Any, ClassVar

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower
from django.http import Http404
from django.utils import translation
from drf_spectacular.utils import extend_schema
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.api.envelope import Envelope, envelopes
from cms.core.api.schema import LOCALE, list_of, list_parameters
from cms.core.api.views import ContentEndpoint, ListEndpoint
from cms.core.languages import best, chain
from cms.library.filters import WorkFilter
from cms.library.models import LibraryItemPage, Subject, Work, WorkTitle
from cms.library.models.works import NO_YEAR
from cms.library.permissions import can_open_files
from cms.library.serializers import (
    SubjectSerializer,
    WorkDetailSerializer,
    WorkSerializer,
)

RECORD = ("publisher", "doi", "access", "circa", "languages")
WHOLE_RECORD = (
    "place",
    "container",
    "volume",
    "issue",
    "pages",
    "edition",
    "isbn",
    "issn",
    "licence",
    "rights",
)


class WorkList(ListEndpoint):
    filterset = WorkFilter
    orders: ClassVar[dict[str, tuple[str, ...]]] = {
        "-issued": ("-sort_year", "-id"),
        "issued": ("sort_year", "id"),
        "title": ("sort_title", "id"),
        "-added": ("-id",),
    }

    def queryset(self, request: Request) -> QuerySet[Work]:
        return Work.objects.visible_to(request.user)

    def narrowed(self, queryset: QuerySet[Work]) -> QuerySet[Work]:
        return queryset.with_record().annotate(
            sort_year=Coalesce("year", NO_YEAR), sort_title=_title_for(self.locale)
        )

    def items(self, rows: list[Work], request: Request) -> list[dict]:
        pages = pages_of(rows, self.locale, request)
        found = envelopes(list(pages.values()), self.locale, request.user)
        return [
            work_representation(
                work, pages[work.pk], found[pages[work.pk].pk], self.locale
            )
            for work in rows
            if work.pk in pages and pages[work.pk].pk in found
        ]

    @extend_schema(
        operation_id="library_works_list",
        parameters=list_parameters(orders, WorkFilter),
        responses=list_of(WorkSerializer),
    )
    def get(self, request: Request) -> Response:
        """Works of the library, the newest first."""
        return super().get(request)


class WorkDetail(ContentEndpoint):
    @extend_schema(
        operation_id="library_works_retrieve",
        parameters=[LOCALE],
        responses=WorkDetailSerializer,
    )
    def get(self, request: Request, uid: str) -> Response:
        """One work: the whole record, and what editors say of it."""
        works = Work.objects.visible_to(request.user).with_whole_record()
        work = get_object_or_404(works, uid=uid)
        page = pages_of([work], self.locale, request, whole=True).get(work.pk)
        found = envelopes([page], self.locale, request.user) if page else {}
        if page is None or page.pk not in found:
            raise Http404
        with translation.override(self.locale):
            body = work_representation(work, page, found[page.pk], self.locale)
        return Response({**body, **whole_record(work, page, self.locale, request)})


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


def pages_of(
    works: list[Work], code: str, request: Request, *, whole: bool = False
) -> dict[int, LibraryItemPage]:
    """The page of each work in the language or the best other one, by id of the work."""
    visible = LibraryItemPage.objects.visible_to(request.user).filter(work__in=works)
    pages = visible.best_in(code).select_related("locale")
    if not whole:
        pages = pages.defer_streamfields()
    return {page.work_id: page for page in pages}


def work_representation(
    work: Work, page: LibraryItemPage, envelope: Envelope, code: str
) -> dict[str, Any]:
    return {
        **envelope,
        "type": "work",
        "work_type": work.kind,
        "summary": page.summary,
        "issued": work.issued,
        **{name: getattr(work, name) for name in RECORD},
        "contributors": [
            {
                n: getattr(person, n)
                for n in ("role", "given", "family", "literal", "orcid")
            }
            for person in work.contributors.all()
        ],
        "subjects": [
            {"code": subject.code, "label": subject.label_in(code)}
            for subject in work.subjects.all()
        ],
    }


def whole_record(
    work: Work, page: LibraryItemPage, code: str, request: Request
) -> dict[str, Any]:
    others = [relation.other_id for relation in work.relations.all()]
    visible = Work.objects.visible_to(request.user).filter(pk__in=others)
    related = set(visible.values_list("pk", flat=True)) if others else set()
    # Links in the text point into the language of the text that holds them.
    with translation.override(page.locale.language_code):
        body = page.body.stream_block.get_api_representation(page.body)
    return {
        "titles": {title.locale: title.text for title in work.titles.all()},
        "abstracts": {text.locale: text.text for text in work.abstracts.all()},
        **{name: getattr(work, name) for name in WHOLE_RECORD},
        "source_url": work.url,
        "why": page.why,
        "body": body,
        "relations": [
            {
                "relation": r.kind,
                "key": str(r.other.uid),
                "title": r.other.title_in(code),
            }
            for r in work.relations.all()
            if r.other_id in related
        ],
        "files": [
            {"title": f.document.title, "url": f.document.url, "locale": f.locale}
            for f in work.files.all()
            if can_open_files(request.user, work)
        ],
    }


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


def _title_for(code: str) -> Coalesce:
    """The title in the language or the next one, in lower case, for sorting."""
    rank = Case(
        *(When(locale=c, then=Value(n)) for n, c in enumerate(chain(code))),
        default=Value(9),
    )
    titles = WorkTitle.objects.filter(work=OuterRef("pk")).order_by(rank)
    return Coalesce(Subquery(titles.values_list(Lower("text"))[:1]), Value(""))
