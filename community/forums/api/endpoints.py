"""What every endpoint of the forums has in common, and taking things as a reader sees
them: what is unseen is a 404, what is forbidden a 403, what is not possible now a 409.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import (
    APIException,
    NotAuthenticated,
    PermissionDenied,
)
from rest_framework.parsers import JSONParser
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms.core.api import parameters
from cms.core.api.negotiation import Negotiation
from cms.core.api.problems import invalid
from cms.core.api.serializers import ProblemSerializer
from community.forums.actions import RefusedError, TooSoonError
from community.forums.cards import topic_for
from community.forums.models import Forum, Post, Topic

PROBLEM = "application/problem+json"
_BODIES = {(415, PROBLEM): ProblemSerializer}
OWN = {(403, PROBLEM): ProblemSerializer}
REFUSED = {**OWN, **_BODIES, (409, PROBLEM): ProblemSerializer}
GONE = {204: None, **OWN, (409, PROBLEM): ProblemSerializer}
LARGEST = 2**31 - 1


class RefusedProblem(APIException):
    """It is well formed and allowed, but not now or not here."""

    status_code = 409


class TooSoonProblem(APIException):
    """Slow mode, or many pictures; `wait` becomes `Retry-After`."""

    status_code = 429
    wait = 0


class StaleProblem(APIException):
    """`If-Match` named another version than the one that is there (RFC 9110, 13.1.1)."""

    status_code = 412


class ForumEndpoint(APIView):
    """Abstract. Reads are for all, writes for members; never kept by anybody.

    `is_own`: reading is for members, too. Unknown parameters are a 400 that names them.
    """

    content_negotiation_class = Negotiation
    parser_classes: ClassVar[Any] = (JSONParser,)
    # What GET understands besides `locale`, and what the other methods do.
    parameters: ClassVar[tuple[str, ...]] = ()
    written: ClassVar[tuple[str, ...]] = ()
    is_own: ClassVar[bool] = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        reads = request.method in SAFE_METHODS
        if (self.is_own or not reads) and not request.user.is_authenticated:
            raise NotAuthenticated
        known = self.parameters if reads else self.written
        parameters.refuse_unknown(request, ("locale", *known))
        parameters.asked_locale(request, settings.LANGUAGE_CODE)

    def handle_exception(self, exc: Exception) -> Response:
        answer: Response = super().handle_exception(_told(exc))
        return answer

    def finalize_response(
        self, request: Any, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


def _told(exc: Exception) -> Exception:
    if isinstance(exc, TooSoonError):
        problem = TooSoonProblem(str(exc))
        problem.wait = exc.wait
        return problem
    if isinstance(exc, RefusedError):
        return RefusedProblem(str(exc))
    if isinstance(exc, ValidationError) and hasattr(exc, "error_dict"):
        return serializers.ValidationError(exc.message_dict)
    return exc


# (no docstring: it would be that of every input in the description of the API)
class StrictSerializer(serializers.Serializer):
    # Members that are not known are refused by name, not left out.

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError(
                {name: [_("There is no such member.")] for name in sorted(unknown)}
            )
        return super().to_internal_value(data)


def checked(form: serializers.Serializer) -> dict[str, Any]:
    form.is_valid(raise_exception=True)
    values: dict[str, Any] = form.validated_data
    return values


def require(is_allowed: bool) -> None:
    """Raises PermissionDenied for what one sees and may not do."""
    if not is_allowed:
        raise PermissionDenied


# Things as this reader sees them; Http404 for all others -----------------------------------


def seen_forum(user: Any, code: str) -> Forum:
    found = Forum.objects.visible_to(user).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def seen_topic(user: Any, pk: int) -> Topic:
    return topic_for(user, pk)


def seen_post(user: Any, pk: int) -> Post:
    """With its topic as `topic_for` gives it."""
    rows = Post.objects.visible_to(user).defer("html", "words")
    found: Post | None = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.topic = topic_for(user, found.topic_id)
    return found


# Parameters -------------------------------------------------------------------------------


def asked_number(
    request: Request, name: str, default: int, least: int = 1, most: int = LARGEST
) -> int:
    """A whole number of the query; another thing is a 400."""
    text = request.query_params.get(name, str(default))
    is_number = text.isascii() and text.isdigit() and len(text) <= 10
    if not is_number or not least <= int(text) <= most:
        message = _("Give a number from %(least)s to %(most)s.")
        raise invalid(name, message % {"least": least, "most": most})
    return int(text)


def asked_choice(request: Request, name: str, known: Any, default: str = "") -> str:
    """One of these words, or the default."""
    text: str = request.query_params.get(name, default)
    if text != default and text not in known:
        message = _("Unknown value. Known ones: %(names)s.")
        raise invalid(name, message % {"names": ", ".join(known)})
    return text
