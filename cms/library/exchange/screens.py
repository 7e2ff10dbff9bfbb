"""The citations of a work as a screen, and as a part that the work's page loads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cms.core.cards import Card, rows_for
from cms.core.languages import CODES, NAMES, current
from cms.library.citations import STYLES, cite
from cms.library.formats import FORMATS
from cms.library.models import Work
from cms.library.records import record_of


@require_safe
def citations(request: HttpRequest, uid: str) -> HttpResponse:
    """`in` is the language of the citation; htmx gets the citations alone."""
    works = Work.objects.visible_to(request.user).with_citation()
    work = get_object_or_404(works, uid=uid)
    code = request.GET.get("in", current())
    if code not in CODES:
        raise Http404
    record = record_of(work, code)
    context = {
        "work": work,
        "cited_in": code,
        "languages": [(c, NAMES[c]) for c in CODES],
        "citations": [(STYLES[style], cite(record, style, code)) for style in STYLES],
        "formats": list(FORMATS.values()),
    }
    if request.htmx:
        return render(request, "library/_citations.html", context)
    row = rows_for(request).where("key = %s", work.uid).one()
    context["card"] = Card(row) if row else None
    return render(request, "library/citations.html", context)
