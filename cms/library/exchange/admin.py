"""The import in the editors' admin: a file, then what it would bring, then the works.

Between the two steps the file waits in the cache, one for each editor.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.languages import current
from cms.library.actions import ImportClashError, import_works
from cms.library.formats import UnreadableFileError
from cms.library.forms import ImportForm
from cms.library.imports import Plan, plan_of
from cms.library.permissions import can_add_works

WAITING = 60 * 60  # seconds that an uploaded file is kept for its second step


@dataclass(frozen=True)
class Upload:
    content: bytes
    file_format: str
    locale: str

    @property
    def token(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class ImportView(WagtailAdminTemplateMixin, FormView):
    """Shows the form, the preview of a file, and takes the word to go on."""

    form_class = ImportForm
    template_name = "library/admin/import_works.html"
    page_title = gettext_lazy("Import works")
    header_icon = "upload"
    success_url = reverse_lazy("library_import")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not can_add_works(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"locale": current()}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        works = reverse("wagtailsnippets_library_work:list")
        return [
            *self.breadcrumbs_items,
            {"url": works, "label": _("Works")},
            {"url": "", "label": self.get_page_title()},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "token" in request.POST:
            return self._import(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ImportForm) -> HttpResponse:
        data = form.cleaned_data
        upload = Upload(data["file"].read(), data["format"], data["locale"])
        try:
            plan = plan_of(upload.content, upload.file_format, upload.locale)
        except UnreadableFileError as wrong:
            form.add_error("file", str(wrong))
            return self.form_invalid(form)
        cache.set(self._key, upload, WAITING)
        return self._preview(plan, upload)

    def _preview(self, plan: Plan, upload: Upload) -> HttpResponse:
        context = self.get_context_data(form=None, plan=plan, token=upload.token)
        return self.render_to_response(context)

    def _import(self, request: HttpRequest) -> HttpResponse:
        upload = cache.get(self._key)
        if upload is None or upload.token != request.POST["token"]:
            messages.error(request, _("The file is no longer here. Choose it again."))
            return redirect(self.success_url)
        plan = plan_of(upload.content, upload.file_format, upload.locale)
        try:
            works = import_works(plan.new, by=request.user)
        except ImportClashError as wrong:
            messages.error(request, str(wrong))
            return redirect(self.success_url)
        cache.delete(self._key)
        text = ngettext(
            "%(number)s work was added.", "%(number)s works were added.", len(works)
        )
        messages.success(request, text % {"number": len(works)})
        return redirect(reverse("wagtailsnippets_library_work:list"))

    @property
    def _key(self) -> str:
        return f"library-import-{self.request.user.pk}"
