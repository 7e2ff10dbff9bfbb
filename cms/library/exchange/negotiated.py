"""Works in another form than our JSON, by `Accept` or by `format`: files and citations."""

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.generics import get_object_or_404
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from cms.core.api import answers, parameters
from cms.core.api.lists import ContentEndpoint
from cms.core.api.negotiation import parameters_of
from cms.core.api.problems import invalid
from cms.core.languages import CODES
from cms.core.rows.reads import Found, content_version
from cms.library.citations import STYLES, FormattedCitation, cite
from cms.library.formats import FORMATS, Format, Record, written
from cms.library.models import Work
from cms.library.records import record_of

BIBLIOGRAPHY = "text/x-bibliography"


class RecordRenderer(JSONRenderer):
    """A type that can be asked for. A problem is JSON all the same."""

    charset = None


def _renderer(found: Format) -> type[RecordRenderer]:
    members = {"media_type": found.media_type, "format": found.name}
    return type("RecordRenderer", (RecordRenderer,), members)


RECORD_RENDERERS = [_renderer(found) for found in FORMATS.values()]


class BibliographyRenderer(RecordRenderer):
    media_type = BIBLIOGRAPHY
    format = "bibliography"


LIST_RENDERERS = [JSONRenderer, *RECORD_RENDERERS]
DETAIL_RENDERERS = [*LIST_RENDERERS, BibliographyRenderer]

# What OpenAPI says of them.
FILES: dict[tuple[int, str], Any] = {
    (200, found.media_type): OpenApiTypes.STR
    if found.name != "csl-json"
    else OpenApiTypes.ANY
    for found in FORMATS.values()
}
TEXTS = {**FILES, (200, BIBLIOGRAPHY): OpenApiTypes.STR}


def known(name: str, value: str, values: Collection[str]) -> str:
    """The value, or a 400 that names the ones there are."""
    if value not in values:
        message = _("Unknown value. Known ones: %(names)s.") % {
            "names": ", ".join(values)
        }
        raise invalid(name, message)
    return value


def asked_format(request: Request) -> str:
    """By the parameter, else by `Accept`, else BibTeX."""
    accepted = request.accepted_renderer.format
    default = accepted if accepted in FORMATS else "bibtex"
    return known("format", request.query_params.get("format", default), FORMATS)


def record_for(request: Request, uid: Any, code: str) -> Record:
    """The record of a work; Http404 unless this user sees it."""
    return record_of(_work(request, uid), code)


def cited(request: Request, uid: Any, style: str, code: str) -> FormattedCitation:
    return cite(record_for(request, uid, code), style, code)


def is_json(request: Request) -> bool:
    renderer = request.accepted_renderer
    return not isinstance(renderer, RecordRenderer)


def work_answer(endpoint: ContentEndpoint, request: Request, uid: Any) -> HttpResponse:
    """One work in the type that was asked for."""
    parameters.refuse_unknown(request, ("locale",))
    unchanged = endpoint.unchanged(request)
    if unchanged is not None:
        return unchanged
    version = content_version()
    if request.accepted_renderer.format == BibliographyRenderer.format:
        return _bibliography(endpoint, request, uid, version)
    record = record_for(request, uid, endpoint.locale)
    return _records(endpoint, request, [record], version)


def list_answer(
    endpoint: ContentEndpoint, request: Request, rows: list[Found], following: str
) -> HttpResponse:
    """A page of a list as a file; `Link` leads to the next one (RFC 8288)."""
    version = rows[0].content_version if rows else content_version()
    works = Work.objects.with_citation().in_bulk([row.number for row in rows])
    records = [
        record_of(works[row.number], endpoint.locale)
        for row in rows
        if row.number in works
    ]
    answer = _records(endpoint, request, records, version)
    if following:
        query = request.query_params.copy()
        query["cursor"] = following
        answer.headers["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
    return answer


def as_file(answer: Any, name: str, stem: str) -> Any:
    found = FORMATS[name]
    answer["Content-Type"] = f"{found.media_type}; charset=utf-8"
    file_name = f"{stem}.{found.extension}"
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def _records(
    endpoint: ContentEndpoint, request: Request, records: list[Record], version: int
) -> HttpResponse:
    name = request.accepted_renderer.format
    return answers.raw(
        "".join(written(name, records)),
        endpoint.tag(request, version),
        endpoint.circles,
        f"{FORMATS[name].media_type}; charset=utf-8",
    )


def _bibliography(
    endpoint: ContentEndpoint, request: Request, uid: Any, version: int
) -> HttpResponse:
    """`style` and `locale` are parameters of the type, as with DOIs ('de-AT' is 'de')."""
    asked = parameters_of(request.accepted_media_type)
    style = known("style", asked.get("style", "apa"), STYLES)
    language = asked.get("locale", endpoint.locale).partition("-")[0].lower()
    code = known("locale", language, CODES)
    found = cited(request, uid, style, code)
    answer = answers.raw(
        found.text + "\n",
        endpoint.tag(request, version),
        endpoint.circles,
        f"{BIBLIOGRAPHY}; style={style}; charset=utf-8",
    )
    answer.headers["Content-Language"] = found.locale
    return answer


def _work(request: Request, uid: Any) -> Work:
    works = Work.objects.visible_to(request.user).with_citation()
    work: Work = get_object_or_404(works, uid=uid)
    return work
