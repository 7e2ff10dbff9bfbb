"""Lists cost the same number of queries for five things and for a hundred (bar B3)."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from cms.core.rows.memo import forget
from home.models import StandardPage
from tests.factories.many import MAKERS

MOST = 12
SCREENS = {
    "/en/library/": "library/works/",
    "/en/news/": "news/",
    "/en/faq/": "faq/entries/",
}


def queries(client, address):
    """Number of queries of a first answer, with nothing kept from answers before."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    forget()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured), response


@pytest.mark.parametrize("endpoint", MAKERS)
def test_a_list_of_the_api(cms_tree, client, endpoint):
    MAKERS[endpoint](cms_tree, 32)
    address = f"/api/v1/{endpoint}?locale=en&limit="
    client.get(f"{address}100")  # makes the renditions

    few, five = queries(client, f"{address}5")
    many, hundred = queries(client, f"{address}100")

    assert [len(answer.json()["items"]) for answer in (five, hundred)] == [5, 32]
    assert few == many <= MOST


def test_the_tree(cms_tree, client):
    MAKERS["news/"](cms_tree, 32)
    key = cms_tree["news", "sq"].translation_key
    address = f"/api/v1/tree/?locale=en&parent={key}&limit="

    few, five = queries(client, f"{address}5")
    many, hundred = queries(client, f"{address}100")

    assert [len(answer.json()["items"]) for answer in (five, hundred)] == [5, 32]
    assert few == many <= MOST


def test_the_subjects(cms_tree, client):
    MAKERS["library/works/"](cms_tree, 4)

    number, answer = queries(client, "/api/v1/library/subjects/?locale=de")

    assert len(answer.json()) >= 5
    assert number <= MOST


@pytest.fixture
def frame(cms_tree, client):
    """Queries of a page without any list: finding it, its languages, the menus."""
    page = StandardPage(title="Frame", locale=cms_tree["home", "en"].locale)
    cms_tree["home", "en"].add_child(instance=page)
    client.get("/en/frame/")
    return queries(client, "/en/frame/")[0]


@pytest.mark.parametrize("path", SCREENS)
def test_a_list_screen(cms_tree, client, frame, path):
    make = MAKERS[SCREENS[path]]
    make(cms_tree, 3)
    client.get(path)
    few, _answer = queries(client, path)
    make(cms_tree, 21, start=3)
    client.get(path)

    many, answer = queries(client, path)

    assert answer.content.decode().count('class="stretched-link"') >= 12
    assert few == many <= frame + MOST


def test_the_home_page(cms_tree, client, frame):
    for make in (MAKERS["library/works/"], MAKERS["news/"], MAKERS["faq/entries/"]):
        make(cms_tree, 6)
    client.get("/en/")

    number, answer = queries(client, "/en/")

    assert answer.content.decode().count('class="stretched-link"') == 3 + 4 + 3
    assert number <= frame + 20


def test_the_frame(frame):
    """Wagtail finds the page with eight; the rest is languages, menus and contact."""
    assert frame <= 18
