"""What endpoints have in common that all may read and members write."""

from typing import Any, ClassVar

from django.conf import settings
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms.core.api import parameters
from cms.core.api.inputs import JsonParser
from cms.core.api.negotiation import Negotiation


class Endpoint(APIView):
    """Abstract. Reads are for all, writes for members; never kept by anybody.

    `is_own`: reading is for members, too. Unknown parameters are a 400 that names them.
    """

    content_negotiation_class = Negotiation
    parser_classes: ClassVar[Any] = (JsonParser,)
    # What GET understands besides `locale`, and what the other methods do.
    parameters: ClassVar[tuple[str, ...]] = ()
    written: ClassVar[tuple[str, ...]] = ()
    is_own: ClassVar[bool] = False
    # Of what is named: the one asked for, or the site's first.
    locale: str

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        reads = request.method in SAFE_METHODS
        if (self.is_own or not reads) and not request.user.is_authenticated:
            raise NotAuthenticated
        known = self.parameters if reads else self.written
        parameters.refuse_unknown(request, ("locale", *known))
        self.locale = parameters.asked_locale(request, settings.LANGUAGE_CODE)

    def handle_exception(self, exc: Exception) -> Response:
        answer: Response = super().handle_exception(self.told(exc))
        return answer

    def told(self, exc: Exception) -> Exception:
        """What an action raises, as what the API answers."""
        return exc

    def finalize_response(
        self, request: Any, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response


def require(is_allowed: bool) -> None:
    """Raises PermissionDenied for what one sees and may not do."""
    if not is_allowed:
        raise PermissionDenied
