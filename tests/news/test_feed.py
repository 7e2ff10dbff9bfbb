"""The feed of the news: Atom (RFC 4287), one for each language, with whole addresses."""

import datetime
from xml.etree import ElementTree as ET

import pytest

from tests.factories.content import make_news

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = {"sq": "/sq/lajme/feed/", "en": "/en/news/feed/", "de": "/de/aktuelles/feed/"}


@pytest.fixture
def news(cms_tree):
    return [
        make_news(
            cms_tree, {"sq": "Lajm <1>", "en": "Item 1"}, date=datetime.date(2026, 5, 4)
        ),
        make_news(cms_tree, {"de": "Meldung 2"}, date=datetime.date(2026, 5, 5)),
    ]


def feed_of(client, code):
    response = client.get(FEEDS[code])
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 (our own answer)


def text(node, name):
    return node.find(ATOM + name).text


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        ("sq", ["Meldung 2", "Lajm <1>"]),
        ("en", ["Meldung 2", "Item 1"]),
        ("de", ["Meldung 2", "Item 1"]),
    ],
)
def test_entries_are_in_the_feeds_language_where_they_exist(news, client, code, titles):
    feed = feed_of(client, code)

    assert [text(entry, "title") for entry in feed.findall(ATOM + "entry")] == titles
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == code


@pytest.mark.parametrize("code", FEEDS)
def test_a_feed_has_all_that_atom_asks_for(news, client, code):
    feed = feed_of(client, code)
    nodes = [feed, *feed.findall(ATOM + "entry")]

    assert len(nodes) == 3
    for node in nodes:
        assert [n for n in ("id", "title", "updated") if not text(node, n)] == []
    ids = [text(entry, "id") for entry in nodes[1:]]
    assert ids == [
        f"urn:uuid:{next(iter(n.values())).translation_key}" for n in reversed(news)
    ]


@pytest.mark.parametrize("code", FEEDS)
def test_all_addresses_are_whole_and_lead_somewhere(news, client, code):
    feed = feed_of(client, code)

    links = [(node.get("rel"), node.get("href")) for node in feed.iter(ATOM + "link")]
    assert len(links) == 4
    for _rel, address in links:
        assert address.startswith("http://testserver/")
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert ("self", f"http://testserver{FEEDS[code]}") in links


def test_entries_in_another_language_keep_the_readers_address(news, client):
    feed = feed_of(client, "en")

    entry = feed.find(ATOM + "entry")
    assert (
        entry.find(ATOM + "link").get("href") == "http://testserver/en/news/meldung-2/"
    )


def test_a_feed_is_named_by_the_list(news, client):
    page = client.get("/en/news/").content.decode()

    assert (
        '<link rel="alternate" type="application/atom+xml" title="News" href="/en/news/feed/">'
        in page
    )


def test_an_empty_feed_is_a_feed(cms_tree, client):
    assert feed_of(client, "de").findall(ATOM + "entry") == []
