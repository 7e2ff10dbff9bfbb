"""The feeds of the news and of the library: Atom (RFC 4287) and JSON Feed 1.1."""

import datetime
import re
from xml.etree import ElementTree as ET

import pytest
from wagtail.models import PageViewRestriction

from cms.core.feeds import plain_html
from cms.news.models import NewsPage
from tests.factories.content import make_news, make_work
from tests.factories.media import make_image
from tests.factories.people import UserFactory
from tests.factories.states import close

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://site.example"
LISTS = {"sq": "/sq/lajme/", "en": "/en/news/", "de": "/de/aktuelles/"}
LIBRARIES = {"sq": "/sq/biblioteka/", "en": "/en/library/", "de": "/de/bibliothek/"}
CODES = list(LISTS)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def news(cms_tree):
    return [
        make_news(
            cms_tree, {"sq": "Lajm <1>", "en": "Item 1"}, date=datetime.date(2026, 5, 4)
        ),
        make_news(cms_tree, {"de": "Meldung 2"}, date=datetime.date(2026, 5, 5)),
    ]


def atom(client, path):
    response = client.get(f"{path}feed/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314 (our own answer)


def json_feed(client, path):
    response = client.get(f"{path}feed.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/feed+json"
    return response.json()


def text(node, name):
    return node.find(ATOM + name).text


def publish(pages, **changes):
    for page in pages.values():
        fresh = NewsPage.objects.get(pk=page.pk)
        for name, value in changes.items():
            setattr(fresh, name, value)
        fresh.save_revision().publish()


@pytest.mark.parametrize(
    ("code", "titles"),
    [
        ("sq", ["Meldung 2", "Lajm <1>"]),
        ("en", ["Meldung 2", "Item 1"]),
        ("de", ["Meldung 2", "Item 1"]),
    ],
)
def test_entries_are_in_the_feeds_language_where_they_exist(news, client, code, titles):
    feed = atom(client, LISTS[code])
    same = json_feed(client, LISTS[code])

    assert [text(entry, "title") for entry in feed.findall(ATOM + "entry")] == titles
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == code
    assert [item["title"] for item in same["items"]] == titles
    assert same["language"] == code
    languages = [item["language"] for item in same["items"]]
    assert languages == ["de", "sq" if code == "sq" else "en"]


@pytest.mark.parametrize("code", CODES)
def test_a_feed_has_all_that_atom_asks_for(news, client, code):
    feed = atom(client, LISTS[code])
    nodes = [feed, *feed.findall(ATOM + "entry")]

    assert len(nodes) == 3
    for node in nodes:
        assert [n for n in ("id", "title", "updated") if not text(node, n)] == []
    ids = [text(entry, "id") for entry in nodes[1:]]
    assert ids == [
        f"urn:uuid:{next(iter(n.values())).translation_key}" for n in reversed(news)
    ]
    assert feed.find(ATOM + "author") is not None


@pytest.mark.parametrize("code", CODES)
def test_a_feed_has_all_that_json_feed_asks_for(news, client, code):
    feed = json_feed(client, LISTS[code])

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == f"{SITE}{LISTS[code]}"
    assert feed["feed_url"] == f"{SITE}{LISTS[code]}feed.json"
    assert feed["title"]
    assert [a["name"] for a in feed["authors"]] == ["Diaspora Professionals"]
    ids = [f"urn:uuid:{next(iter(n.values())).translation_key}" for n in reversed(news)]
    assert [item["id"] for item in feed["items"]] == ids
    for item in feed["items"]:
        assert item["content_html"]
        for name in ("date_published", "date_modified"):
            assert datetime.datetime.fromisoformat(item[name]).tzinfo
        assert "" not in item.values()


@pytest.mark.parametrize("code", CODES)
def test_all_addresses_are_whole_and_lead_somewhere(news, client, code):
    feed = atom(client, LISTS[code])
    same = json_feed(client, LISTS[code])

    links = [(node.get("rel"), node.get("href")) for node in feed.iter(ATOM + "link")]
    assert len(links) == 4
    assert ("self", f"{SITE}{LISTS[code]}feed/") in links
    addresses = {address for _rel, address in links}
    addresses |= {item["url"] for item in same["items"]} | {same["feed_url"]}
    for address in addresses:
        assert address.startswith(f"{SITE}/{code}/")
        assert client.get(address.removeprefix(SITE)).status_code == 200


def test_a_forged_host_name_changes_nothing(news, client):
    own = client.get("/en/news/feed.json").content

    other = client.get("/en/news/feed.json", headers={"host": "localhost"}).content

    assert own == other


def test_the_whole_text_is_clean_and_its_addresses_whole(cms_tree, client):
    target = make_news(cms_tree, {"en": "Target"})["en"]
    pages = make_news(cms_tree, {"en": "Item"}, image=make_image(), image_alt="Bridge")
    paragraph = (
        f'<p>See <a linktype="page" id="{target.pk}">this</a>'
        '<script>alert(1)</script><img src="x" onerror="alert(1)"></p>'
    )
    callout = {"kind": "tip", "text": "<p>Take shoes</p>"}
    publish(
        pages,
        body=[("paragraph", paragraph), ("callout", callout)],
        correction="It was <Tuesday>.",
    )

    item = next(
        i for i in json_feed(client, "/en/news/")["items"] if i["title"] == "Item"
    )

    html = item["content_html"]
    assert f'href="{SITE}/en/news/target/"' in html
    assert "Take shoes" in html
    assert "It was &lt;Tuesday&gt;." in html
    assert re.findall(r"<script|onerror|<svg|class=|style=|<aside", html) == []
    assert item["image"].startswith(f"{SITE}/media/")
    entries = atom(client, "/en/news/").findall(ATOM + "entry")
    assert html in [text(entry, "content") for entry in entries]


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<a href="../b/">b</a>', f'<a href="{SITE}/en/b/" rel="noopener">b</a>'),
        ('<img src="/media/a.webp" srcset="b 2x">', f'<img src="{SITE}/media/a.webp">'),
        ('<a href="javascript:alert(1)">x</a>', '<a rel="noopener">x</a>'),
        ("<svg><path/></svg><button>Play</button>ok", "ok"),
    ],
)
def test_html_for_other_programs(html, clean):
    assert plain_html(html, "/en/a/") == clean


@pytest.mark.parametrize("kind", ["feed/", "feed.json"])
def test_unchanged_is_a_304_and_changed_is_not(news, client, kind):
    address = f"/en/news/{kind}"
    publish(news[0])
    first = client.get(address)

    by_tag = client.get(address, headers={"if-none-match": first["ETag"]})
    by_date = client.get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert by_tag.content == b""
    assert by_tag["ETag"] == first["ETag"]
    assert "public" in first["Cache-Control"]

    NewsPage.objects.get(pk=news[1]["de"].pk).unpublish()
    changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert b"Meldung 2" in first.content
    assert b"Meldung 2" not in changed.content


def test_not_asking_for_the_text_costs_few_queries(
    news, client, django_assert_max_num_queries
):
    tag = client.get("/en/news/feed.json")["ETag"]

    with django_assert_max_num_queries(20):
        client.get("/en/news/feed.json", headers={"if-none-match": tag})


@pytest.mark.parametrize("kind", ["feed/", "feed.json"])
def test_a_closed_item_is_in_no_feed_not_even_for_those_who_may_read_it(
    news, client, kind
):
    client.force_login(UserFactory())
    assert b"Item 1" in client.get(f"/en/news/{kind}").content

    for page in news[0].values():
        close(page, PageViewRestriction.LOGIN)

    assert b"Item 1" not in client.get(f"/en/news/{kind}").content


@pytest.mark.parametrize("path", [LISTS["en"], LIBRARIES["en"]])
def test_feeds_are_named_by_the_list(news, client, path):
    page = client.get(path).content.decode()

    found = re.findall(
        r'<link rel="alternate" type="application/(\w+)\+\w+" title="[^"]+"'
        r' href="([^"]+)" hreflang="(\w+)">',
        page,
    )
    lists = LISTS if path == LISTS["en"] else LIBRARIES
    assert sorted(found) == sorted(
        [("atom", f"{p}feed/", code) for code, p in lists.items()]
        + [("feed", f"{p}feed.json", code) for code, p in lists.items()]
    )
    assert [code for _kind, _path, code in found[:2]] == ["en", "en"]
    assert f'<a href="{path}feed.json" type="application/feed+json">' in page


def test_an_empty_feed_is_a_feed(cms_tree, client):
    assert atom(client, LISTS["de"]).findall(ATOM + "entry") == []
    assert json_feed(client, LISTS["de"])["items"] == []


def test_the_librarys_newest_works(cms_tree, client):
    for n in range(3):
        make_work(cms_tree, {"en": f"Work {n}", "sq": f"Vepra {n}"})
    make_work(cms_tree, {"de": "Werk"}, summary="Worum es geht")

    for code, titles in (
        ("en", ["Werk", "Work 2", "Work 1", "Work 0"]),
        ("sq", ["Werk", "Vepra 2", "Vepra 1", "Vepra 0"]),
    ):
        feed = atom(client, LIBRARIES[code])
        same = json_feed(client, LIBRARIES[code])
        entries = feed.findall(ATOM + "entry")
        assert [text(entry, "title") for entry in entries] == titles
        assert [item["title"] for item in same["items"]] == titles
        assert same["items"][0]["url"].startswith(f"{SITE}{LIBRARIES[code]}")
        assert "Worum es geht" in same["items"][0]["content_html"]


@pytest.mark.parametrize(
    "address",
    [
        "/en/feed.json",
        "/en/faq/feed.json",
        "/en/nowhere/feed.json",
        "/en/news/feed.json/",
    ],
)
def test_there_is_a_feed_where_there_is_one(cms_tree, client, address):
    assert client.get(address).status_code == 404
