"""Headers: one strict policy for the public, one of its own for the editors' admin."""

import pytest

from tests.factories.people import UserFactory

PUBLIC = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "frame-src https://www.youtube-nocookie.com https://player.vimeo.com; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
ADMIN = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'; worker-src 'self' blob:"
)
OTHERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/", 200),
        ("/en/library/", 200),
        ("/en/account/login/", 200),
        ("/en/nothing/", 404),
        ("/en/?q=%00", 400),
        ("/api/v1/news/", 200),
        ("/api/v1/docs/", 200),
        ("/healthz", 200),
        ("/administration/", 404),
    ],
)
def test_public_answers_carry_the_strict_policy(cms_tree, client, path, status):
    response = client.get(path, follow=path == "/administration/")

    assert response.status_code == status
    assert response["Content-Security-Policy"] == PUBLIC
    assert {name: response[name] for name in OTHERS} == OTHERS


def test_the_admin_carries_its_own(cms_tree, client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    response = client.get("/admin/")

    assert response.status_code == 200
    assert response["Content-Security-Policy"] == ADMIN
    assert {name: response[name] for name in OTHERS} == OTHERS


def test_public_pages_hold_nothing_inline(cms_tree, client):
    """What the policy forbids would not work; data blocks are never run."""
    page = client.get("/en/library/").content.decode()

    scripts = [tag.split(">")[0] for tag in page.split("<script")[1:]]
    assert [s for s in scripts if "src=" not in s and "ld+json" not in s] == []
    assert [
        word for word in ("<style", " style=", " onclick=", " onload=") if word in page
    ] == []
