"""What the library's pages show."""

from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.core.cards import cards, paging_of, rows_for, version_of
from cms.core.downloads import private_file
from cms.core.filters import Screen
from cms.core.languages import CODES, current
from cms.core.paging import page_through
from cms.core.querysets import Viewer
from cms.core.rows.reads import ORDERS
from cms.core.rows.totals import total_of
from cms.library.cards import WorkCard
from cms.library.filters import ROW_CONDITIONS, WorkFilter
from cms.library.models import LibraryIndexPage, LibraryItemPage, Work, WorkFile
from cms.library.permissions import can_open_files

NEWEST = ORDERS["newest"]
PAGE = 20  # works


def work_list(page: LibraryIndexPage, request: HttpRequest) -> dict:
    screen = Screen(WorkFilter, Work.objects.none(), request)
    rows = rows_for(request).of_type(LibraryItemPage.api_type)
    rows = screen.fitting(rows, ROW_CONDITIONS)
    try:
        found = page_through(rows.fetch, NEWEST, request.GET.get("cursor", ""), PAGE)
    except ValidationError as wrong:
        raise Http404 from wrong
    return {
        **screen.context(),
        "works": cards(found.rows, WorkCard),
        "total": total_of(rows, version_of(request)),
        "paging": paging_of(found, request.GET),
    }


def work_detail(page: LibraryItemPage, request: HttpRequest) -> dict:
    return {"details": cache(lambda: _record(page, request))}


def _record(page: LibraryItemPage, request: HttpRequest) -> dict:
    """What the page shows of the work; a dozen queries, whose result is kept as HTML."""
    work = Work.objects.with_whole_record().get(pk=page.work_id)
    titles = {title.locale: title.text for title in work.titles.all()}
    abstracts = {text.locale: text.text for text in work.abstracts.all()}
    code = page.locale.language_code
    return {
        "work": work,
        "files": work.files.all() if can_open_files(request.user, work) else [],
        "related": _related(work, request),
        "abstract": abstracts.get(code, ""),
        "other_titles": [
            (c, titles[c]) for c in CODES if c in titles and titles[c] != page.title
        ],
        "subjects": [(s.code, s.label_in(current())) for s in work.subjects.all()],
        "authors": _people(work, "author"),
        "editors": _people(work, "editor"),
        "translators": _people(work, "translator"),
    }


def _related(work: Work, request: HttpRequest) -> list[tuple[str, WorkCard]]:
    """(kind of relation, card) of the related works that this reader may see."""
    relations = list(work.relations.all())
    others = [relation.other.uid for relation in relations]
    rows = rows_for(request).where("key = ANY(%s)", others)
    found = {row.key: WorkCard(row) for row in rows.page(NEWEST, len(others))}
    return [
        (str(relation.get_kind_display()), found[relation.other.uid])
        for relation in relations
        if relation.other.uid in found
    ]


@require_safe
def cover(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The first page of a file, for those who may open the file."""
    file = get_object_or_404(WorkFile.objects.select_related("work"), pk=pk)
    if not (file.cover and _may_open(request.user, file.work)):
        raise Http404
    response = private_file(
        request,
        file.cover,
        content_type="image/webp",
        title=str(file.pk),
        attachment=False,
        digest=f"{file.sha256}-cover",
    )
    if _may_open(AnonymousUser(), file.work):
        response["Cache-Control"] = "public, max-age=3600"
    return response


def _may_open(user: Viewer, work: Work) -> bool:
    is_visible = Work.objects.visible_to(user).filter(pk=work.pk).exists()
    return is_visible and can_open_files(user, work)


def _people(work: Work, role: str) -> list[str]:
    return [str(person) for person in work.contributors.all() if person.role == role]
