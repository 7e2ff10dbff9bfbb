"""The language of an answer: the address's, else the member's choice, else the browser's."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from cms.core.languages import CODES

# Machines ask for a language by `?locale=`, never by a header or a cookie, and a path
# that is unknown here is their 404, not a redirect to a page.
UNPREFIXED = ("/api/", "/oai")
API_LANGUAGE = "en"


class SiteLocaleMiddleware(LocaleMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if not request.path_info.startswith(UNPREFIXED):
            super().process_request(request)
            return
        asked = request.GET.get("locale", API_LANGUAGE)
        language = asked if asked in CODES else API_LANGUAGE
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if request.path_info.startswith(
            (*UNPREFIXED, *settings.LANGUAGE_NEUTRAL_PATHS)
        ):
            return response
        return super().process_response(request, response)
