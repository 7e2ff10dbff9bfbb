"""The sitemap: every public text in its own language, and nothing else."""

from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from home import sitemaps
from tests.factories.content import make_entry, make_news, make_topic
from tests.factories.many import many_news
from tests.factories.people import UserFactory
from tests.factories.states import close

SITE = "https://site.example"
SM = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def body(response):
    return b"".join(response.streaming_content)


def parsed(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ET.fromstring(body(response))  # noqa: S314 (our own answer)


def files(client):
    root = parsed(client, "/sitemap.xml")
    return [loc.text.removeprefix(SITE) for loc in root.iter(f"{SM}loc")]


def urls(client):
    """address → {hreflang: address}, of all files."""
    found = {}
    for file in files(client):
        for url in parsed(client, file).findall(f"{SM}url"):
            address = url.find(f"{SM}loc").text.removeprefix(SITE)
            assert address not in found
            found[address] = {
                link.get("hreflang"): link.get("href").removeprefix(SITE)
                for link in url.findall(LINK)
            }
    return found


INDEXES = {
    *("/sq/", "/en/", "/de/"),
    *("/sq/biblioteka/", "/en/library/", "/de/bibliothek/"),
    *("/sq/pyetje/", "/en/faq/", "/de/fragen/"),
    *("/sq/lajme/", "/en/news/", "/de/aktuelles/"),
}


def test_each_text_stands_once_in_its_own_language(cms_tree, client):
    make_news(cms_tree, {"sq": "Lajm", "de": "Meldung"})
    topic = make_topic(cms_tree, {"en": "Working"})
    make_entry(topic, {"en": "How?"})

    found = urls(client)

    assert set(found) == INDEXES | {
        "/sq/lajme/lajm/",
        "/de/aktuelles/meldung/",
        "/en/faq/working/",
        "/en/faq/working/how/",
    }
    news = {
        "sq": "/sq/lajme/lajm/",
        "de": "/de/aktuelles/meldung/",
        "x-default": "/sq/lajme/lajm/",
    }
    assert found["/sq/lajme/lajm/"] == found["/de/aktuelles/meldung/"] == news
    assert found["/en/"] == {"sq": "/sq/", "en": "/en/", "de": "/de/", "x-default": "/"}
    for address in found:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "kind", [k for k, _label in PageViewRestriction.RESTRICTION_CHOICES]
)
def test_what_is_not_for_everybody_is_not_named(cms_tree, client, kind):
    topic = make_topic(cms_tree, {"en": "Working"})
    make_entry(topic, {"en": "How?"})
    make_news(cms_tree, {"en": "Draft"}, live=False)
    assert "/en/faq/working/how/" in urls(client)
    if kind == "none":
        return

    close(topic["en"], kind)
    client.force_login(UserFactory(is_superuser=True))

    assert set(urls(client)) == INDEXES


def test_many_pages_are_cut_into_files(cms_tree, client, monkeypatch):
    monkeypatch.setattr(sitemaps, "CHUNK", 5)
    many_news(cms_tree, 12)

    names = files(client)

    assert "/sitemap-en-1.xml" in names
    assert "/sitemap-en-2.xml" in names
    assert "/sitemap-en-3.xml" not in names
    live = Page.objects.live().filter(depth__gte=2).count()
    assert len(urls(client)) == live


def test_a_file_costs_the_same_for_many_pages(cms_tree, client):
    def queries():
        cache.clear()
        Site.clear_site_root_paths_cache()
        with CaptureQueriesContext(connection) as captured:
            body(client.get("/sitemap-en-1.xml"))
        return len(captured)

    many_news(cms_tree, 3)
    few = queries()
    many_news(cms_tree, 24, start=3)

    assert queries() == few <= 10


def test_unchanged_is_a_304_until_something_changes(cms_tree, client):
    pages = make_news(cms_tree, {"en": "Item"})
    address = "/sitemap-en-1.xml"
    etag = client.get(address)["ETag"]
    unchanged = client.get(address, headers={"if-none-match": etag})
    assert unchanged.status_code == 304

    for change in (
        lambda: pages["en"].save_revision().publish(),
        lambda: close(pages["en"], "login"),
        lambda: Page.objects.get(pk=pages["en"].pk).specific.unpublish(),
    ):
        etag = client.get(address)["ETag"]
        change()
        assert client.get(address, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-fr-1.xml",
        "/sitemap-en-2.xml",
        "/sitemap-en-0.xml",
        "/sitemap-en-99999.xml",
    ],
)
def test_there_are_no_other_files(cms_tree, client, address):
    assert client.get(address).status_code == 404


def test_robots_name_the_sitemap(cms_tree, client):
    assert (
        f"Sitemap: {SITE}/sitemap.xml\n" in client.get("/robots.txt").content.decode()
    )


def test_changed_is_the_day_of_publication(cms_tree, client):
    page = make_news(cms_tree, {"en": "Item"})["en"]
    page.save_revision().publish()
    page.refresh_from_db()

    root = parsed(client, "/sitemap-en-1.xml")

    days = [node.text for node in root.iter(f"{SM}lastmod")]
    assert days == [page.last_published_at.isoformat()]
