"""Posts to pages without a token: from our own pages and from programs, never from others."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from cms.core.same_origin import same_origin

OWN = "http://testserver"
ALLOWED = [
    {},  # a program
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": OWN},
    # A browser without referrers says null for its own pages too.
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": OWN},
    {"Origin": "https://site.example"},  # as SITE_URL
]
REFUSED = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "Same-Origin"},
    {"Sec-Fetch-Site": "cross-site", "Origin": OWN},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://sub.testserver"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://evil.example"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://testserver:8080"},
    {"Origin": "https://testserver"},
    {"Origin": "http://sub.testserver"},
    {"Origin": f"{OWN} http://evil.example"},
    {"Origin": "http://evil.example", "Referer": f"{OWN}/"},
    {"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"},
]


@same_origin
def view(request):
    return HttpResponse("done")


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_URL = "https://site.example"


@pytest.mark.parametrize("headers", ALLOWED, ids=str)
def test_allowed(headers):
    assert view(RequestFactory().post("/", headers=headers)).content == b"done"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("headers", REFUSED, ids=str)
def test_refused(headers, method):
    request = getattr(RequestFactory(), method)("/", headers=headers)

    with pytest.raises(PermissionDenied):
        view(request)


@pytest.mark.parametrize("headers", REFUSED, ids=str)
def test_reading_is_always_allowed(headers):
    assert view(RequestFactory().get("/", headers=headers)).content == b"done"


def test_a_foreign_host_name_does_not_make_an_origin_ours(rf):
    request = rf.post(
        "/", headers={"Origin": "http://localhost"}, SERVER_NAME="testserver"
    )

    with pytest.raises(PermissionDenied):
        view(request)


def test_django_asks_for_no_token():
    assert view.csrf_exempt is True
