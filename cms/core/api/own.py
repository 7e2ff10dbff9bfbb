"""What every endpoint for a logged-in member alone has in common."""

from typing import Any, ClassVar

from django.utils.cache import add_never_cache_headers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from cms.core.api.inputs import JsonParser
from cms.core.api.negotiation import Negotiation


class MemberEndpoint(APIView):
    """Abstract. Takes JSON; never cached; raises NotAuthenticated for visitors."""

    content_negotiation_class = Negotiation
    parser_classes: ClassVar[Any] = (JsonParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not request.user.is_authenticated:
            raise NotAuthenticated

    def finalize_response(self, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(*args, **kwargs)
        add_never_cache_headers(response)
        return response
