"""The sitemap: every public text in its own language, and nothing else."""

from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from community.forums.actions import rename_topic, take_away_topic
from community.forums.models import Topic
from community.forums.views import addresses
from home import sitemaps
from tests.factories import talk
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


# Topics -----------------------------------------------------------------------------------


def begun(forum, author, title, language) -> Topic:
    found = talk.topic(forum, author, title)
    Topic.objects.filter(pk=found.pk).update(language=language)
    return Topic.objects.get(pk=found.pk)


def topic_lines(client, number=1):
    """(address, time of the last post) of a file of topics."""
    root = parsed(client, f"/sitemap-forum-{number}.xml")
    return [
        (url.find(f"{SM}loc").text.removeprefix(SITE), url.find(f"{SM}lastmod").text)
        for url in root.findall(f"{SM}url")
    ]


def test_public_topics_stand_once_in_the_language_they_were_begun_in(cms_tree, client):
    forum = talk.forum()
    lead = talk.join(UserFactory(), forum.network, role="lead")
    german = begun(forum, lead, "Wer erkennt Diplome an?", "de")
    other = begun(forum, lead, "Qui le sait ?", "other")
    reserved = begun(forum, lead, "Moderate", "en")
    closed = talk.forum(talk.network("law", is_public=False), "law")
    inside = talk.topic(closed, talk.join(lead, closed.network), "Among ourselves")
    hidden = talk.topic(forum, lead, "Soon gone")
    assert str(hidden.pk) in str(topic_lines(client))

    take_away_topic(hidden, lead, Topic.State.HIDDEN)

    assert "/sitemap-forum-1.xml" in files(client)
    assert topic_lines(client) == [
        (address, one.last_posted_at.isoformat(timespec="seconds"))
        for one, address in (
            (german, f"/de/forum/topic/{german.pk}/wer-erkennt-diplome-an/"),
            (other, f"/sq/forum/topic/{other.pk}/qui-le-sait/"),
            (reserved, f"/en/forum/topic/{reserved.pk}/"),
        )
    ]
    for address, _at in topic_lines(client):
        assert client.get(address).status_code == 200
    client.force_login(lead)
    assert f"/{inside.pk}/" not in str(topic_lines(client))


def test_many_topics_are_cut_into_files_by_their_numbers(
    cms_tree, client, monkeypatch, django_assert_num_queries
):
    forum = talk.forum()
    lead = talk.join(UserFactory(), forum.network, role="lead")
    topics = [talk.topic(forum, lead, f"Topic number {n}") for n in range(5)]
    # A file of each pair of numbers, and one more.
    monkeypatch.setattr(sitemaps, "CHUNK", 2)
    Topic.objects.filter(pk=topics[2].pk).update(state=Topic.State.DELETED)
    wanted = sorted({(one.pk - 1) // 2 + 1 for i, one in enumerate(topics) if i != 2})

    assert addresses.public_ranges(2) == wanted
    assert [f"/sitemap-forum-{n}.xml" for n in wanted] == [
        name for name in files(client) if "forum" in name
    ]
    found = [line for n in wanted for line in topic_lines(client, n)]
    assert len(found) == 4
    assert client.get(f"/sitemap-forum-{wanted[-1] + 1}.xml").status_code == 404
    with django_assert_num_queries(1):
        addresses.public_addresses(wanted[0], 2)


def test_a_file_of_topics_is_a_304_until_a_topic_changes(cms_tree, client):
    forum = talk.forum()
    lead = talk.join(UserFactory(), forum.network, role="lead")
    topic = talk.topic(forum, lead, "How are diplomas recognised?")
    address = f"/sitemap-forum-{(topic.pk - 1) // sitemaps.CHUNK + 1}.xml"

    for change in (
        lambda: talk.post(topic, lead),
        lambda: rename_topic(topic, lead, "Who recognises diplomas?"),
        lambda: talk.topic(forum, lead, "Another one"),
    ):
        etag = client.get(address)["ETag"]
        again = client.get(address, headers={"if-none-match": etag})
        assert again.status_code == 304
        change()
        assert client.get(address, headers={"if-none-match": etag}).status_code == 200
