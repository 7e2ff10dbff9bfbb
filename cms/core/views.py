"""Addresses for machines that watch the site, and for the files made from images."""

from pathlib import PurePath

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail import hooks
from wagtail.views import serve as wagtail_serve

from cms.core.downloads import private_file
from cms.core.models import SiteDocument, SiteImage
from cms.core.permissions import can_open_original

BINARY = "application/octet-stream"
ORIGINAL_TYPES = {".jpg": "image/jpeg", ".png": "image/png"}


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, migrations and cache are as they should be, else 503."""
    checks = {"database": _database(), "migrations": _migrations(), "cache": _cache()}
    ready = all(checks.values())
    body = {"status": "ok" if ready else "unavailable", "checks": checks}
    return JsonResponse(body, status=200 if ready else 503)


@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def rendition(request: HttpRequest, path: str) -> HttpResponse:
    """A rendition; its random name never comes to mean another file.

    In production the web server in front hands these out itself.
    """
    try:
        return serve(request, path, document_root=settings.RENDITIONS_ROOT)
    except SuspiciousFileOperation as outside:
        raise Http404 from outside


def json_feed(request: HttpRequest, path: str) -> HttpResponse:
    """The feed of the page at `path`. Wagtail's own addresses know no dot."""
    return wagtail_serve(request, f"{path}feed.json/")


@require_safe
def document(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """A document, when neither its collection nor a hook of an app refuses.

    In place of Wagtail's view. Always to be saved, never shown: a browser's own viewer
    runs what a PDF holds, and refuses to open one that is forbidden to.
    """
    found = get_object_or_404(SiteDocument.objects.select_related("collection"), pk=pk)
    if found.filename != filename:
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(found, request)
        if isinstance(answer, HttpResponseBase):
            return answer
    return private_file(
        request,
        found.file,
        content_type=found.content_type,
        title=found.title,
        attachment=True,
        digest=found.sha256,
    )


@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file that an image's renditions are made from, for those who edit."""
    image = get_object_or_404(SiteImage.objects.select_related("collection"), pk=pk)
    if not can_open_original(request.user, image):
        raise Http404
    return private_file(
        request,
        image.file,
        content_type=ORIGINAL_TYPES.get(PurePath(image.file.name).suffix, BINARY),
        title=image.title,
        attachment=False,
    )


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _migrations() -> bool:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache() -> bool:
    try:
        cache.set("readyz", "ok", 10)
        return cache.get("readyz") == "ok"
    except Exception:  # (whatever the cache raises, it is not ready)
        return False
