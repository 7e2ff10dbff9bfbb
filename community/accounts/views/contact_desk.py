"""Staff bring in the contacts that the organisation holds, and invite them.

Everything works without JavaScript: long work is done step by step, each a form that a
script sends by itself.
"""

import csv
from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cms.core.languages import current
from cms.core.tables import defused
from community.accounts import tasks
from community.accounts.actions import (
    CannotUndoError,
    check_rows,
    import_rows,
    judged,
    park_file,
    queue_invitations,
    undo_batch,
)
from community.accounts.actions.importing import Judged
from community.accounts.forms import ContactFileForm, InvitationForm, MappingForm
from community.accounts.imports import Finding, UnreadableTableError
from community.accounts.models import ImportBatch, ImportedContact
from community.accounts.permissions import can_import_contacts

ON_A_PAGE = 25
LISTED = 50  # faulty rows on the page; the file has all
State = ImportBatch.State
FINDINGS = {
    Finding.OK: gettext_lazy("can be imported"),
    Finding.WRONG: gettext_lazy("have an error"),
    Finding.TWICE: gettext_lazy("stand twice in the file"),
    Finding.KNOWN: gettext_lazy("are contacts already"),
    Finding.MEMBER: gettext_lazy("are members already"),
    Finding.LEFT_ALONE: gettext_lazy("asked to be left out"),
}
REASONS = {
    Finding.TWICE: gettext_lazy("The address stands further up in the file."),
    Finding.KNOWN: gettext_lazy("The address is a contact already."),
    Finding.MEMBER: gettext_lazy("The address belongs to a member."),
}
STAGES = {
    "imported": gettext_lazy("Imported"),
    "invited": gettext_lazy("Invited"),
    "opened": gettext_lazy("Opened the page"),
    "claimed": gettext_lazy("Joined"),
    "consented": gettext_lazy("Agreed to be listed in the directory"),
    "deleted": gettext_lazy("Deleted at their wish, or no longer needed"),
    "purged": gettext_lazy("Deleted after their last day"),
}
View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    @wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_import_contacts(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(check)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """All batches with the way that people took through them, and the next file."""
    sent = request.method == "POST"
    form = ContactFileForm(request.POST, request.FILES) if sent else ContactFileForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            batch = park_file(file.file, file.size, file.name, request.user)
        except UnreadableTableError as wrong:
            form.add_error("file", str(wrong))
        else:
            return redirect("contacts_admin:batch", pk=batch.pk)
    everything = ImportBatch.objects.aggregate(**{name: Sum(name) for name in STAGES})
    context = {
        "form": form,
        "page": Paginator(ImportBatch.objects.all(), ON_A_PAGE).get_page(
            request.GET.get("p")
        ),
        "funnel": funnel({name: everything[name] or 0 for name in STAGES}),
    }
    status = 422 if form.is_bound else 200
    return render(request, "contacts/admin/batches.html", context, status=status)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be done with the batch next."""
    found = get_object_or_404(ImportBatch, pk=pk)
    if found.state == State.UPLOADED or "mapping" in request.GET:
        return _mapping(request, found)
    context: dict[str, Any] = {"batch": found, "counts": _counts(found)}
    if found.state == State.CHECKED:
        context["problems"] = _first_problems(found)
        return render(request, "contacts/admin/checked.html", context)
    if found.state == State.IMPORTING:
        return render(request, "contacts/admin/importing.html", context)
    contacts = found.contacts
    waiting = contacts.filter(state=ImportedContact.State.WAITING).count()
    context |= {
        "waiting": waiting,
        "new": contacts.filter(state=ImportedContact.State.HELD).count(),
        "funnel": funnel({name: getattr(found, name) for name in STAGES}),
        "form": InvitationForm(batch=found),
    }
    return render(request, "contacts/admin/batch.html", context)


def _mapping(request: HttpRequest, found: ImportBatch) -> HttpResponse:
    """Columns and the law; then the dry run."""
    if found.state not in (State.UPLOADED, State.CHECKED):
        return redirect("contacts_admin:batch", pk=found.pk)
    form = MappingForm(
        request.POST if request.method == "POST" else None, instance=found
    )
    if form.is_valid():
        check_rows(found, form.mapping, form.told)
        return redirect("contacts_admin:batch", pk=found.pk)
    status = 422 if form.is_bound else 200
    context = {"batch": found, "form": form, "examples": _examples(found)}
    return render(request, "contacts/admin/mapping.html", context, status=status)


@for_staff
@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Import for two seconds; the page asks for the next step."""
    found = get_object_or_404(ImportBatch, pk=pk)
    before = found.state
    found = import_rows(found)
    if found.state == State.DONE != before:
        words = ngettext(
            "%(number)s contact was imported.",
            "%(number)s contacts were imported.",
            found.imported,
        )
        messages.success(request, words % {"number": found.imported})
    return redirect("contacts_admin:batch", pk=pk)


@for_staff
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Put people of the batch on the way, or go on with those who wait."""
    found = get_object_or_404(ImportBatch, pk=pk, state=State.DONE)
    if "more" not in request.POST:
        form = InvitationForm(request.POST, batch=found)
        if not form.is_valid():
            messages.error(request, _("Choose from the languages and countries shown."))
            return redirect("contacts_admin:batch", pk=pk)
        number = queue_invitations(
            found,
            countries=form.cleaned_data.get("countries", ()),
            languages=form.cleaned_data["languages"],
        )
        words = ngettext(
            "%(number)s invitation is on its way.",
            "%(number)s invitations are on their way.",
            number,
        )
        messages.success(request, words % {"number": number})
    transaction.on_commit(partial(tasks.send_invitations.enqueue, found.pk))
    return redirect("contacts_admin:batch", pk=pk)


@for_staff
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ImportBatch, pk=pk)
    try:
        undo_batch(found)
    except CannotUndoError:
        words = _("Somebody of this batch has joined, so it cannot be undone.")
        messages.error(request, words)
        return redirect("contacts_admin:batch", pk=pk)
    messages.success(request, _("The batch was undone: its contacts are deleted."))
    return redirect("contacts_admin:batches")


@for_staff
@require_safe
def problems(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Rows that are not imported, with the reason, for as long as the file is here."""
    found = get_object_or_404(ImportBatch, pk=pk, state=State.CHECKED)
    return StreamingHttpResponse(
        _lines(found, current()),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="contacts-{pk}-problems.csv"'
        },
    )


class _Echo:
    """What csv writes into: it hands the line on."""

    def write(self, line: str) -> str:
        return line


def _lines(found: ImportBatch, language: str) -> Iterator[bytes]:
    """What is sent piece by piece is made after the request's language has ended."""
    writer = csv.writer(_Echo())
    with translation.override(language):
        titles = [_("Line"), _("Reason"), *found.titles]
        # Spreadsheets take a file for UTF-8 when it begins with this mark.
        yield "\ufeff".encode() + _line(writer, titles)
        for one in judged(found):
            if reason := _reason(one):
                yield _line(writer, [one.row.line, reason, *one.cells])


def _line(writer: Any, cells: list[Any]) -> bytes:
    told: str = writer.writerow([defused(cell) for cell in cells])
    return told.encode("utf-8", "replace")


def _reason(one: Judged) -> str:
    """'' for rows that are imported, and for those who asked to be left out."""
    return one.row.problem or str(REASONS.get(one.finding, ""))


def _first_problems(found: ImportBatch) -> list[tuple[int, str, str]]:
    """(line, reason, the row's beginning)"""
    if not any(found.found.get(name) for name in (Finding.WRONG, *REASONS)):
        return []
    listed: list[tuple[int, str, str]] = []
    for one in judged(found):
        if reason := _reason(one):
            listed.append((one.row.line, reason, ", ".join(filter(None, one.cells))))
        if len(listed) == LISTED:
            break
    return listed


def _examples(found: ImportBatch) -> list[list[str]]:
    rows = []
    for one in judged(found):
        rows.append([cell[:60] for cell in one.cells])
        if len(rows) == 3:
            break
    return rows


def _counts(found: ImportBatch) -> list[tuple[str, int]]:
    return [(str(words), found.found.get(one, 0)) for one, words in FINDINGS.items()]


def funnel(numbers: dict[str, int]) -> list[dict[str, Any]]:
    """One step a row; `percent` of those who were imported, also as a bar's width."""
    whole = numbers["imported"]
    return [
        {
            "label": label,
            "number": numbers[name],
            "percent": round(100 * numbers[name] / whole) if whole else 0,
        }
        for name, label in STAGES.items()
    ]
