"""Answers with a private file, after somebody else decided that it may be sent."""

import unicodedata
from pathlib import PurePath

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag

# Nothing that a file holds may run or load, whatever a browser takes it for.
POLICY = "sandbox; default-src 'none'"
_NOT_IN_NAMES = '/\\:*?"<>|'
MAX_NAME = 120


def private_file(
    request: HttpRequest,
    file: FieldFile,
    *,
    content_type: str,
    title: str,
    attachment: bool,
    digest: str = "",
) -> HttpResponseBase:
    """The file under the name `title`; 304 when the browser has the one of this digest.

    Behind nginx the answer only names the file (`X-Accel-Redirect`) and nginx sends it.
    """
    etag = quote_etag(digest) if digest else None
    known = get_conditional_response(request, etag) if etag else None
    response = known or _body(file)
    if known is None:
        name = file_name(title, file.name or "")
        response["Content-Type"] = content_type
        response["Content-Disposition"] = str(
            content_disposition_header(attachment, name)
        )
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(title: str, stored: str) -> str:
    """'Minutes of May.pdf' for a title and the stored 'documents/5e1f….pdf'.

    Signs that turn the direction of writing are left out: they make `exe.pdf` of
    `fdp.exe`.
    """
    suffix = PurePath(stored).suffix
    kept = "".join(
        " " if sign in _NOT_IN_NAMES else sign
        for sign in title.removesuffix(suffix)
        if unicodedata.category(sign)[0] != "C"
    )
    return (" ".join(kept.split()).strip(". ")[:MAX_NAME] or "file") + suffix


def _body(file: FieldFile) -> HttpResponseBase:
    if settings.X_ACCEL_REDIRECT:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{settings.X_ACCEL_REDIRECT}{file.name}"
        return response
    try:
        return FileResponse(file.storage.open(file.name or "", "rb"))
    except FileNotFoundError as lost:
        raise Http404 from lost
