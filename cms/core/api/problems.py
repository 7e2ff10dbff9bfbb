"""Errors as problem+json (RFC 9457): type, title, status, detail and, per field, errors."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

CONTENT_TYPE = "application/problem+json"


class RefusedProblem(exceptions.APIException):
    """It is well formed and allowed, but not now or not here.

    `extra`: members of the answer besides those of every problem.
    """

    status_code = 409

    def __init__(self, detail: Any = None, extra: dict[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.extra = extra or {}


class StaleProblem(exceptions.APIException):
    """`If-Match` named another version than the one that is there (RFC 9110, 13.1.1)."""

    status_code = 412


class BrokenRuleProblem(exceptions.ValidationError):
    """It can be read, and breaks a rule; by field the messages, and their codes."""

    status_code = 422

    def __init__(self, wrong: ValidationError) -> None:
        """`wrong` tells errors by field."""
        super().__init__(wrong.message_dict)
        found = wrong.error_dict.items()
        codes = {name: [one.code or "invalid" for one in some] for name, some in found}
        self.extra = {"codes": codes}


class UnconditionalProblem(exceptions.APIException):
    """A change that does not say which version it changes (RFC 6585, 3)."""

    status_code = 428

    def __init__(self) -> None:
        super().__init__(_("Say in If-Match which version you change."))


def problem_body(
    status: int, detail: str, errors: dict[str, list[str]] | None = None
) -> dict:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return body


def problem(
    status: int, detail: str, errors: dict[str, list[str]] | None = None
) -> JsonResponse:
    """A whole answer, for views outside of DRF."""
    body = problem_body(status, detail, errors)
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)


def invalid(name: str, message: str) -> exceptions.ValidationError:
    """The exception for one wrong parameter."""
    return exceptions.ValidationError({name: [message]})


def problem_response(exc: Exception, context: dict) -> Response | None:
    """DRF's exception handler."""
    known = _known(exc)
    if known is None:
        return None
    set_rollback()
    errors = None
    detail = str(known.detail)
    if isinstance(known, exceptions.ValidationError):
        errors = _by_name(known.detail)
        detail = _("Some parameters are wrong: %(names)s.") % {
            "names": ", ".join(errors)
        }
    headers = {}
    if getattr(known, "wait", None):
        headers["Retry-After"] = str(int(known.wait))
    if getattr(known, "auth_header", None):
        headers["WWW-Authenticate"] = known.auth_header
    body = problem_body(known.status_code, detail, errors)
    body |= getattr(known, "extra", {})
    return Response(body, known.status_code, headers=headers, content_type=CONTENT_TYPE)


def _known(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, Http404):
        return exceptions.NotFound(_("There is nothing at this address."))
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, ValidationError):
        return exceptions.ValidationError(exc.messages)
    if isinstance(exc, exceptions.Throttled):
        # DRF's own words exist in few languages, and not in Albanian.
        exc.detail = _("Too many requests. Please wait a little.")
    return exc if isinstance(exc, exceptions.APIException) else None


def _by_name(detail: Any) -> dict[str, list[str]]:
    if isinstance(detail, dict):
        return {name: [str(m) for m in messages] for name, messages in detail.items()}
    return {"request": [str(message) for message in detail]}
