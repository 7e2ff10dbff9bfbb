"""What machines read of our pages: schema.org, alternates, canonical addresses."""

import datetime
import json
import re

import pytest
from wagtail.models import Site

from cms.news.models import NewsPage
from home.models import SiteContact
from tests.factories.content import make_entry, make_news, make_topic
from tests.factories.media import make_image

SITE = "https://site.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def blocks(client, path):
    """The page's data blocks by type."""
    page = client.get(path).content.decode()
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL
    )
    parts = [
        part
        for text in found
        for part in json.loads(text).get("@graph", [json.loads(text)])
    ]
    assert all("schema.org" in json.loads(text)["@context"] for text in found)
    return {part["@type"]: part for part in parts}


def test_a_question_and_its_whole_answer(cms_tree, client):
    topic = make_topic(cms_tree, {"sq": "Puna", "en": "Working"})
    make_entry(
        topic,
        {"sq": "Si?", "en": "How </script>?"},
        short_answer="Yes & no.",
        answer=[("paragraph", "<p>Go to the <b>office</b>.</p>")],
    )

    data = blocks(client, "/en/faq/working/how-script/")["FAQPage"]

    (question,) = data["mainEntity"]
    assert data["inLanguage"] == "en"
    assert question["@type"] == "Question"
    assert question["name"] == "How </script>?"
    assert question["url"] == f"{SITE}/en/faq/working/how-script/"
    answer = question["acceptedAnswer"]
    assert answer["@type"] == "Answer"
    assert answer["text"].startswith("<p>Yes &amp; no.</p>")
    assert "<p>Go to the <b>office</b>.</p>" in answer["text"]


def test_a_topic_names_its_questions_in_their_languages(cms_tree, client):
    topic = make_topic(cms_tree, {"sq": "Puna", "en": "Working"})
    make_entry(topic, {"sq": "Vetëm shqip?"})
    make_entry(topic, {"en": "English?"})

    data = blocks(client, "/en/faq/working/")["FAQPage"]

    assert {(q["name"], q["inLanguage"]) for q in data["mainEntity"]} == {
        ("Vetëm shqip?", "sq"),
        ("English?", "en"),
    }
    assert all(q["acceptedAnswer"]["text"] for q in data["mainEntity"])
    assert all(q["url"].startswith(f"{SITE}/en/") for q in data["mainEntity"])


def test_a_topic_without_questions_is_no_faq_page(cms_tree, client):
    make_topic(cms_tree, {"en": "Empty"})

    assert "FAQPage" not in blocks(client, "/en/faq/empty/")


def test_a_news_article(cms_tree, client):
    pages = make_news(
        cms_tree,
        {"en": "Item"},
        image=make_image(),
        image_alt="Bridge",
        correction="It was Tuesday.",
        category="skills",
    )
    NewsPage.objects.get(pk=pages["en"].pk).save_revision().publish()

    data = blocks(client, "/en/news/item/")["NewsArticle"]

    assert data["headline"] == "Item"
    assert data["datePublished"] == "2026-05-04"
    assert datetime.datetime.fromisoformat(data["dateModified"])
    assert data["inLanguage"] == "en"
    assert data["mainEntityOfPage"] == f"{SITE}/en/news/item/"
    assert data["correction"] == "It was Tuesday."
    assert data["articleSection"] == "Skills transfer"
    assert len(data["image"]) == 3
    assert all(url.startswith(f"{SITE}/media/") for url in data["image"])
    for role in ("author", "publisher"):
        assert data[role]["@type"] == "Organization"
        assert data[role]["name"]
    assert data["publisher"]["logo"]["url"].startswith(f"{SITE}/static/")


def test_a_news_article_in_another_language_says_so(cms_tree, client):
    make_news(cms_tree, {"sq": "Lajm"})

    data = blocks(client, "/en/news/lajm/")["NewsArticle"]

    assert data["inLanguage"] == "sq"
    assert data["mainEntityOfPage"] == f"{SITE}/sq/lajme/lajm/"
    assert "correction" not in data


@pytest.mark.parametrize(
    ("path", "trail"),
    [
        ("/en/news/", [("Home", "/en/"), ("News", "/en/news/")]),
        (
            "/en/faq/working/how/",
            [
                ("Home", "/en/"),
                ("Faq", "/en/faq/"),
                ("Working", "/en/faq/working/"),
                ("How?", "/en/faq/working/how/"),
            ],
        ),
        ("/de/fragen/working/how/", None),
    ],
)
def test_the_way_back(cms_tree, client, path, trail):
    make_entry(make_topic(cms_tree, {"en": "Working"}), {"en": "How?"})

    items = blocks(client, path)["BreadcrumbList"]["itemListElement"]

    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    found = [(item["name"], item["item"]) for item in items]
    if trail is not None:
        assert found == [(name, SITE + address) for name, address in trail]
    assert all(client.get(a.removeprefix(SITE)).status_code == 200 for _n, a in found)


def test_the_home_page_says_whose_site_this_is(cms_tree, client):
    contact = {"organisation": "Ura", "email": "post@example.org"}
    SiteContact.objects.update_or_create(site=Site.objects.get(), defaults=contact)

    found = blocks(client, "/en/")

    assert set(found) == {"WebSite", "Organization"}
    site, us = found["WebSite"], found["Organization"]
    assert (site["url"], site["inLanguage"]) == (f"{SITE}/", ["sq", "en", "de"])
    assert site["publisher"]["@id"] == us["@id"]
    assert (us["name"], us["email"], us["url"]) == (
        "Ura",
        "post@example.org",
        f"{SITE}/",
    )


def heads(client, path):
    page = client.get(path).content.decode()
    canonical = re.search(r'<link rel="canonical" href="([^"]+)">', page).group(1)
    alternates = re.findall(
        r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page
    )
    return canonical.removeprefix(SITE), {
        code: href.removeprefix(SITE) for code, href in alternates
    }


def test_alternates_name_the_languages_in_which_the_text_exists(cms_tree, client):
    make_news(cms_tree, {"en": "Item", "de": "Meldung"})
    places = {
        "en": "/en/news/item/",
        "de": "/de/aktuelles/meldung/",
        "x-default": "/en/news/item/",
    }

    assert heads(client, "/en/news/item/") == ("/en/news/item/", places)
    # A text that stands in has its address in its own language.
    assert heads(client, "/sq/lajme/item/") == ("/en/news/item/", places)


def test_the_home_page_sends_anybody_to_their_own_language(cms_tree, client):
    canonical, places = heads(client, "/de/")

    assert canonical == "/de/"
    assert places == {"sq": "/sq/", "en": "/en/", "de": "/de/", "x-default": "/"}
