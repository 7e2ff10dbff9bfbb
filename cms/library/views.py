"""What the library's pages show."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cms.core.cards import paging_of
from cms.core.downloads import private_file
from cms.core.languages import CODES, current
from cms.core.paging import page_of
from cms.core.querysets import Viewer
from cms.library.cards import related_cards, work_cards
from cms.library.filters import WorkFilter
from cms.library.models import LibraryIndexPage, LibraryItemPage, Work, WorkFile
from cms.library.models.works import NO_YEAR
from cms.library.permissions import can_open_files

NEWEST = ("-sort_year", "-id")


def work_list(page: LibraryIndexPage, request: HttpRequest) -> dict:
    works = Work.objects.visible_to(request.user)
    screen = WorkFilter(request.GET, works, request=request)
    # With a wrong filter the reader keeps the form with its messages and sees no works.
    found = screen.qs if screen.is_valid() else works.none()
    ordered = found.annotate(sort_year=Coalesce("year", NO_YEAR))
    try:
        rows = page_of(ordered.with_creators(), NEWEST, request.GET.get("cursor", ""))
    except ValidationError as wrong:
        raise Http404 from wrong
    return {
        "filter": screen,
        "is_filtered": any(request.GET.get(name) for name in screen.filters),
        "works": work_cards(rows.rows, request.user),
        "total": found.count(),
        "paging": paging_of(rows, request.GET),
    }


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
