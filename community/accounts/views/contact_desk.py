"""Staff bring in the contacts that the organisation holds, and invite them.

Everything works without JavaScript: long work is done step by step, each a form that a
script sends by itself.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from cms.core.languages import current
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
from community.accounts.forms import ContactFileForm, InvitationForm, MappingForm
from community.accounts.imports import UnreadableTableError
from community.accounts.models import ImportBatch, ImportedContact
from community.accounts.permissions import can_import_contacts
from community.accounts.views import contact_problems

ON_A_PAGE = 25
State = ImportBatch.State
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
    context: dict[str, Any] = {"batch": found, "counts": contact_problems.counts(found)}
    if found.state == State.CHECKED:
        context["problems"] = contact_problems.first_problems(found)
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
        contact_problems.lines(found, current()),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="contacts-{pk}-problems.csv"'
        },
    )


def _examples(found: ImportBatch) -> list[list[str]]:
    rows = []
    for one in judged(found):
        rows.append([cell[:60] for cell in one.cells])
        if len(rows) == 3:
            break
    return rows


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
