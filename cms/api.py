"""Every endpoint of /api/v1/."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms.core.api.problems import problem

app_name = "api"
urlpatterns: list = []


def unknown_endpoint(request: HttpRequest, path: str = "") -> HttpResponse:
    return problem(404, _("There is nothing at this address."))
