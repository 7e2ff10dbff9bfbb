"""What the endpoints of the directory have in common: filters, paging, an answer for the
asker alone.

The answer depends on who asks: visitors are told what is public, members what members
may see. So nothing here is kept by anybody.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView

from cms.core.api import parameters
from cms.core.api.serializers import ProblemSerializer
from community.profiles.countries import COUNTRIES, LANGUAGES
from community.profiles.filters import NAMES, Search, search_of
from community.profiles.models import Profile
from community.profiles.municipalities import MUNICIPALITIES
from community.profiles.querysets.pages import SORTS

_MANY = ("skill", "offers", "seeks", "country", "language", "availability")
_CODES: dict[str, Any] = {
    "country": COUNTRIES,
    "language": LANGUAGES,
    "origin": MUNICIPALITIES,
    "availability": Profile.Availability.values,
    "where": ("in", "abroad"),
    "verified": ("true",),
}
_WORDS = {
    "q": "Beginnings of words, in any language; ä is found by ae and a.",
    "occupation": "Code of ISCO-08, of any level.",
    "skill": "Slugs of skills, all of which are had.",
    "offers": "Slugs of skills, all of which are offered.",
    "seeks": "Slugs of skills, all of which are looked for.",
    "country": "ISO 3166-1, XK for Kosovo; one of them is enough.",
    "city": "However it is spelt.",
    "origin": "Municipality of Kosovo.",
    "language": "ISO 639-1; all of them are spoken.",
    "availability": "One of them is enough.",
    "where": "Lives in Kosovo or abroad.",
    "visiting_from": "Is in Kosovo on one of the days from here on.",
    "visiting_to": "Is in Kosovo on one of the days until here.",
    "verified": "Verified members only.",
}


def _schema(name: str) -> dict[str, Any]:
    one: dict[str, Any] = {"type": "string"}
    if name in _CODES:
        one["enum"] = list(_CODES[name])
    if name.startswith("visiting"):
        one["format"] = "date"
    return {"type": "array", "items": one} if name in _MANY else one


FILTERS = [
    OpenApiParameter(name, _schema(name), description=_WORDS[name]) for name in NAMES
]
PAGING = [
    OpenApiParameter("sort", str, enum=list(SORTS)),
    OpenApiParameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": parameters.MAX_LIMIT}
    ),
    OpenApiParameter("cursor", str, description="From `next` or `previous`."),
]
REFUSED = {
    (403, "application/problem+json"): ProblemSerializer,
    (415, "application/problem+json"): ProblemSerializer,
}


class PeopleEndpoint(APIView):
    """An answer for this asker alone."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]
    parameters: ClassVar[tuple[str, ...]] = ("locale",)
    locale: str

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        reads = request.method in ("GET", "HEAD")
        parameters.refuse_unknown(request, self.parameters if reads else ())
        self.locale = parameters.asked_locale(request, settings.LANGUAGE_CODE)

    def finalize_response(
        self, request: Any, response: Any, *args: Any, **kw: Any
    ) -> Any:
        response = super().finalize_response(request, response, *args, **kw)
        response["Cache-Control"] = "private, no-store"
        return response

    def search(self, request: Request) -> Search:
        search = search_of(request.query_params, request.user)
        sort = request.query_params.get("sort", "")
        if sort and sort not in SORTS:
            message = _("Unknown order. Known ones: %(names)s.")
            search.errors["sort"] = [message % {"names": ", ".join(SORTS)}]
        if search.errors:
            raise ValidationError(search.errors)
        return search
