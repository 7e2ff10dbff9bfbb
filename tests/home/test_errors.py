"""Error pages: in the reader's language, without telling more than that."""

import pytest

from tests.factories.people import UserFactory

SENTENCES = {"en": "There is nothing at this address."}


@pytest.mark.parametrize("code", ["sq", "en", "de"])
@pytest.mark.parametrize(
    "path", ["nothing/", "library/nothing/", "news/2026/", "faq/a/b/c/"]
)
def test_an_unknown_address_is_a_404_in_the_readers_language(
    cms_tree, client, code, path
):
    response = client.get(f"/{code}/{path}")
    page = response.content.decode()

    assert response.status_code == 404
    assert f'<html lang="{code}">' in page
    assert '<p class="error-code">404</p>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'href="/{code}/"' in page


def test_the_404_speaks_three_languages(cms_tree, client):
    pages = {
        code: client.get(f"/{code}/nothing/").content.decode()
        for code in ("sq", "en", "de")
    }
    headings = {
        code: page.split("<h1>")[1].split("</h1>")[0] for code, page in pages.items()
    }

    assert headings["en"] == "There is nothing at this address."
    assert len(set(headings.values())) == 3


@pytest.mark.parametrize(
    "path",
    ["/admin/nothing/", "/media/nothing", "/documents/1/nothing.pdf", "/healthz/"],
)
def test_addresses_without_a_language_are_not_led_into_one(cms_tree, client, path):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))

    assert client.get(path).status_code == 404


def test_a_form_from_elsewhere_is_a_403_page(cms_tree):
    from django.test import Client  # noqa: PLC0415 (one that checks as browsers are checked)

    response = Client(enforce_csrf_checks=True).post("/en/account/login/", {})

    assert response.status_code == 403
    assert "This form is no longer valid." in response.content.decode()


def test_the_style_guide_is_for_editors(cms_tree, client):
    assert client.get("/en/style-guide/").status_code == 302
    client.force_login(UserFactory())
    assert client.get("/en/style-guide/").status_code == 404
    client.force_login(UserFactory(groups=["Editors: English"]))
    response = client.get("/en/style-guide/")
    assert response.status_code == 200
    assert "<h1>Style guide</h1>" in response.content.decode()
