"""Pages as readers meet them, from the read model: one statement finds the page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from wagtail.views import serve as wagtail_serve

from cms.core.addresses import languages_of
from cms.core.cards import rows_for
from cms.core.languages import current
from cms.core.rows.here import Here, here
from cms.core.rows.kinds import page_kinds
from cms.core.rows.reads import Found

SAFE = ("GET", "HEAD")


def page(request: HttpRequest, path: str) -> HttpResponse:
    """The page at this address.

    What has no row for this reader (a draft's preview, a page behind a password, an
    address that leads on to another) is Wagtail's to answer.
    """
    found = here(rows_for(request), f"/{current()}/{path}")
    if found is None or request.method not in SAFE:
        return wagtail_serve(request, path)
    return _shown(request, found)


def _shown(request: HttpRequest, found: Here) -> HttpResponse:
    kind = _kind(found.row.type)
    request.content_version = found.row.content_version  # type: ignore[attr-defined]
    request.is_preview = False  # type: ignore[attr-defined]
    page = _LazyPage(kind, found.row)
    context = {
        "page": page,
        "row": found.row,
        "above": found.above,
        **languages_of(found.row.text_locale, found.places),
    }
    if kind.screen:
        context |= import_string(kind.screen)(page, request)
    htmx = getattr(request, "htmx", None)
    is_part = bool(kind.fragment and htmx and not htmx.boosted)
    response = render(request, kind.fragment if is_part else kind.template, context)
    response.is_public = True  # type: ignore[attr-defined]
    if kind.fragment:
        # A cache must not hand out the part as the whole.
        patch_vary_headers(response, ["HX-Request", "HX-Boosted"])
    return response


def _kind(name: str) -> Any:
    return next(kind for kind in page_kinds() if kind.api_type == name)


class _LazyPage(SimpleLazyObject):
    """The page, read when something is asked of it that its row does not tell."""

    def __init__(self, kind: Any, row: Found) -> None:
        super().__init__(
            lambda: kind.objects.select_related("locale").get(pk=row.page_id)
        )
        self.__dict__["row"] = row

    def __bool__(self) -> bool:
        return True

    @property
    def title(self) -> str:
        return str(self.row.title)

    @property
    def translation_key(self) -> UUID:
        return self.row.key  # type: ignore[no-any-return]
