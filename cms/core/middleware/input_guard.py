"""Refuses input that no honest client sends, before any view or database sees it.

NUL and lone surrogates break PostgreSQL's text, numbers beyond 64 bits break its
integers, over-long queries break nothing but cost. Each was seen to answer 500 on the
bare stack; here they are a 400 in the reader's language.
"""

import json
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

# A picture with its form; in the admin a document of 50 MB with its form.
MAX_BODY = 11 * 1024 * 1024
MAX_ADMIN_BODY = 51 * 1024 * 1024
MAX_QUERY_LENGTH = 4000
MAX_VALUE_LENGTH = 1000
MAX_PATH_LENGTH = 2000
MAX_PARAMETERS = 100
_NUMBER = re.compile(r"^[+-]?\d{19,}$")
_SURROGATE = re.compile("[\ud800-\udfff]")
# NUL as JSON writes it; after an even number of backslashes, which stand for themselves.
_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
API_LANGUAGE = "en"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def input_guard(get_response: Callable) -> Callable:
    def guard(request: HttpRequest) -> HttpResponse:
        # The guard stands before the middleware that chooses the language.
        with translation.override(_language(request)):
            problem = (
                _problem_with_address(request)
                or _problem_with_length(request)
                or _problem_with_body(request)
            )
            if problem:
                return refusal(request, problem)
        return get_response(request)

    return guard


def _language(request: HttpRequest) -> str:
    if request.path.startswith("/api/"):
        return API_LANGUAGE
    return translation.get_language_from_request(request, check_path=True)


def _problem_with_address(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    if len(request.path) > MAX_PATH_LENGTH or len(query) > MAX_QUERY_LENGTH:
        return _("This address is too long.")
    if _is_broken(request.path):
        return _("This address holds characters that cannot be read.")
    return _problem_with_values(request.GET, numbers=True)


def _problem_with_length(request: HttpRequest) -> str:
    """Before the body is read: a server reads as many bytes as this header says."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_admin = request.path.startswith(settings.ADMIN_PATH)
    most = MAX_ADMIN_BODY if is_admin else MAX_BODY
    # Longer than twelve digits is no number that needs to be understood.
    if len(length) > 12 or (length.isdecimal() and int(length) > most):
        return _("This upload is too large.")
    return ""


def _problem_with_body(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return ""
    if request.content_type in _FORMS:
        return _problem_with_values(request.POST, numbers=False)
    if request.content_type == "application/json":
        return _problem_with_json(request.body)
    return ""


def _problem_with_values(values: QueryDict, *, numbers: bool) -> str:
    """Form bodies may be long and hold long numbers (a telephone, a text); queries not."""
    pairs = [(name, value) for name, found in values.lists() for value in found]
    if numbers and len(pairs) > MAX_PARAMETERS:
        return _("This address has too many parameters.")
    for name, value in pairs:
        if _is_broken(name) or _is_broken(value):
            return _("The text holds characters that cannot be stored.")
        if numbers and len(value) > MAX_VALUE_LENGTH:
            return _("This address is too long.")
        if numbers and _NUMBER.match(value.strip()):
            return _("This number is too large.")
    return ""


def _problem_with_json(body: bytes) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return _("The body is not UTF-8.")
    # JSON escapes NUL and surrogates, so that they pass as plain ASCII until decoded.
    if "\\u0000" not in text and "\\ud" not in text.lower() and not _is_broken(text):
        return ""
    try:
        decoded = json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return ""  # not JSON at all: the view's parser says so
    except RecursionError:
        return _("The body cannot be read.")
    if _SURROGATE.search(decoded) or _ESCAPED_NUL.search(decoded):
        return _("The text holds characters that cannot be stored.")
    return ""


def _is_broken(text: str) -> bool:
    # Undecodable bytes of a path arrive as the replacement character.
    return "\x00" in text or "\ufffd" in text or bool(_SURROGATE.search(text))


def refusal(request: HttpRequest, problem: str) -> HttpResponse:
    """400 as problem+json under /api/, else as a page."""
    if request.path.startswith("/api/"):
        body = {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": problem,
        }
        return JsonResponse(body, status=400, content_type="application/problem+json")
    return render(request, "400.html", {"problem": problem}, status=400)
