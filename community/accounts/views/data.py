"""What a member does with their own data: take a copy along, or have it erased."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.core.downloads import POLICY
from community.accounts.actions import (
    CannotEraseError,
    CannotExportError,
    NoSuchLinkError,
    ask_erasure,
    ask_export,
    cancel_erasure,
    export_behind,
    export_token,
    is_asked_to_stay,
    open_erasure,
    stay,
    take_export,
)
from community.accounts.models import DataRequest
from community.accounts.models.data_requests import COOLING_OFF

SHOWN = 5
both = require_http_methods(["GET", "HEAD", "POST"])


@both
def export(request: HttpRequest) -> HttpResponse:
    """The copies that were asked for; posting begins one. htmx asks for the state alone."""
    if request.method == "POST":
        try:
            ask_export(request.user)
        except CannotExportError as why:
            messages.error(request, str(why))
        return redirect("privacy:export")
    copies = list(DataRequest.objects.visible_to(request.user).exports()[:SHOWN])
    context = {
        "copies": [(one, _link(one)) for one in copies],
        "is_open": any(one.is_open for one in copies),
    }
    fragment = request.htmx and not request.htmx.boosted
    template = "privacy/_export_state.html" if fragment else "privacy/export.html"
    return render(request, template, context)


def _link(copy: DataRequest) -> str:
    if not copy.is_ready:
        return ""
    return reverse("privacy:download", args=[export_token(copy)])


@both
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind the link; its button fetches the file, once."""
    try:
        if request.method == "POST":
            return _file(request, token)
        copy = export_behind(request.user, token)
    except NoSuchLinkError:
        return render(request, "privacy/export_gone.html", status=404)
    return render(request, "privacy/download.html", {"copy": copy})


def _file(request: HttpRequest, token: str) -> FileResponse:
    response = FileResponse(
        take_export(request.user, token),
        as_attachment=True,
        filename="my-data.zip",
        content_type="application/zip",
    )
    response["Content-Security-Policy"] = POLICY
    return response


@both
def erasure(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; posting asks for it or calls it off."""
    if request.method != "POST":
        context = {"waiting": open_erasure(request.user), "days": COOLING_OFF.days}
        return render(request, "privacy/erasure.html", context)
    if request.POST.get("do") == "cancel":
        if cancel_erasure(request.user):
            messages.success(request, _("Your account stays. Nothing was erased."))
        else:
            messages.info(request, _("No erasure is waiting."))
    elif request.POST.get("do") == "ask" and request.POST.get("sure"):
        return _ask(request)
    else:
        messages.error(request, _("Please tick the box first. Nothing was changed."))
    return redirect("privacy:erasure")


@reauthentication_required
def _ask(request: HttpRequest) -> HttpResponse:
    try:
        ask_erasure(request.user)
    except CannotEraseError as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request, _("You are out of the directory. Your account waits to be erased.")
        )
    return redirect("privacy:erasure")


@both
def keep_account(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a mail about an account that is not used; only its button counts.

    Programs that look through mails open every link in them.
    """
    if not is_asked_to_stay(token):
        raise Http404
    if request.method == "POST":
        try:
            stay(token)
        except NoSuchLinkError as gone:
            raise Http404 from gone
    return render(request, "privacy/stay.html", {"is_kept": request.method == "POST"})
