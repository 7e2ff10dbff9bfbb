"""The site's addresses and those of posts and pictures, to which the HTML of posts leads."""

from django.http import HttpResponse
from django.urls import include, path

from cms.urls import urlpatterns as site


def nothing(request, **kwargs) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path(
        "",
        include(
            ([path("forum/post/<int:pk>/", nothing, name="post")], "forums"),
            namespace="forums",
        ),
    ),
    *site,
]
