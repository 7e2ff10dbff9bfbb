"""What the library's pages show."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.core.cards import paging_of
from cms.core.downloads import private_file
from cms.core.languages import CODES, current
from cms.core.paging import page_through
from cms.core.querysets import Viewer
from cms.core.rows.circles import circles_of_request
from cms.core.rows.reads import ORDERS, Found, Rows, content_version
from cms.core.rows.totals import total_of
from cms.library.cards import related_cards, work_cards
from cms.library.filters import WorkFilter, narrowed
from cms.library.models import LibraryIndexPage, LibraryItemPage, Work, WorkFile
from cms.library.permissions import can_open_files

NEWEST = ORDERS["newest"]
PAGE = 20  # works


def work_list(page: LibraryIndexPage, request: HttpRequest) -> dict:
    screen = WorkFilter(request.GET, Work.objects.none(), request=request)
    rows = Rows(current(), circles_of_request(request)).of_type(
        LibraryItemPage.api_type
    )
    # With a wrong filter the reader keeps the form with its messages and sees no works.
    rows = (
        narrowed(rows, screen.form.cleaned_data) if screen.is_valid() else rows.none()
    )
    try:
        found = page_through(rows.fetch, NEWEST, request.GET.get("cursor", ""), PAGE)
    except ValidationError as wrong:
        raise Http404 from wrong
    return {
        "filter": screen,
        "is_filtered": any(request.GET.get(name) for name in screen.filters),
        "works": work_cards(_works(found.rows), request.user),
        "total": total_of(rows, content_version()),
        "paging": paging_of(found, request.GET),
    }


def _works(rows: list[Found]) -> list[Work]:
    """The works of these rows, in their order."""
    works = Work.objects.with_creators().in_bulk([row.number for row in rows])
    return [works[row.number] for row in rows if row.number in works]


def work_detail(page: LibraryItemPage, request: HttpRequest) -> dict:
    work = Work.objects.with_whole_record().get(pk=page.work_id)
    titles = {title.locale: title.text for title in work.titles.all()}
    abstracts = {text.locale: text.text for text in work.abstracts.all()}
    code = page.locale.language_code
    return {
        "work": work,
        "files": work.files.all() if can_open_files(request.user, work) else [],
        "related": related_cards(work, request.user),
        "abstract": abstracts.get(code, ""),
        "other_titles": [
            (c, titles[c]) for c in CODES if c in titles and titles[c] != page.title
        ],
        "subjects": [(s.code, s.label_in(current())) for s in work.subjects.all()],
        "authors": _people(work, "author"),
        "editors": _people(work, "editor"),
        "translators": _people(work, "translator"),
    }


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
