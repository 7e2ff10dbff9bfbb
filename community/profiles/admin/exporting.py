"""The directory as a file, for staff who say what they need it for."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cms.core.languages import current
from cms.core.limits import client_network
from community.profiles.actions import begin_export, end_export
from community.profiles.exchange.people import (
    MEDIA_TYPES,
    WRITERS,
    shown_to_organisation,
    table,
)
from community.profiles.forms import ExportForm
from community.profiles.models import ExportLog
from community.profiles.permissions import can_read_as_organisation

LATEST = 20


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    if not can_read_as_organisation(request.user):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = ExportForm(sent, initial={"q": request.GET.get("q", "")})
    if form.is_valid():
        return _file(request, **form.cleaned_data)
    context = {
        "form": form,
        "latest": ExportLog.objects.select_related("by")[:LATEST],
    }
    status = 422 if form.is_bound else 200
    return render(request, "profiles/admin/export.html", context, status=status)


def _file(
    request: HttpRequest, reason: str, q: str, format: str
) -> StreamingHttpResponse:
    log = begin_export(request.user, reason, q, format, client_network(request))
    name = f"people-{timezone.localdate().isoformat()}.{format}"
    return StreamingHttpResponse(
        _pieces(log, q, current()),
        content_type=MEDIA_TYPES[format],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _pieces(log: ExportLog, words: str, language: str) -> Iterator[bytes]:
    done: list[int] = []
    try:
        rows = table(shown_to_organisation(words), language, done.append)
        yield from WRITERS[log.format](rows)
    finally:
        end_export(log, sum(done))
