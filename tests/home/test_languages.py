"""The way into a language, and from one into another, without losing the thing."""

import re

import pytest

from tests.factories.content import make_entry, make_news, make_topic, make_work


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("de-CH,de;q=0.9", "/de/"),
        ("en-GB", "/en/"),
        ("sq", "/sq/"),
        ("fr", "/sq/"),
        ("", "/sq/"),
    ],
)
def test_the_bare_address_leads_to_the_browsers_language(
    cms_tree, client, accepted, expected
):
    response = client.get("/", headers={"accept-language": accepted})

    assert (response.status_code, response["Location"]) == (302, expected)
    assert "Accept-Language" in response["Vary"]


def test_a_chosen_language_wins_over_the_browsers(cms_tree, client):
    client.cookies["django_language"] = "de"

    assert client.get("/", headers={"accept-language": "en"})["Location"] == "/de/"


def switch(page):
    """The language switch: language → address."""
    nav = page.split('class="languages"')[1].split("</nav>")[0]
    return dict(re.findall(r'href="([^"]+)"\s+lang="(\w\w)"', nav)[::1]) and {
        code: path for path, code in re.findall(r'href="([^"]+)"\s+lang="(\w\w)"', nav)
    }


def things(tree):
    """A page of every type: two of the three languages, so that one is always missing."""
    topic = make_topic(tree, {"sq": "Puna", "en": "Working"})
    make_entry(topic, {"sq": "Si", "en": "How"})
    make_news(tree, {"sq": "Lajm", "de": "Meldung"})
    make_work(tree, {"sq": "Libri", "en": "Book"})
    return [
        {"sq": "/sq/", "en": "/en/", "de": "/de/"},
        {"sq": "/sq/biblioteka/", "en": "/en/library/", "de": "/de/bibliothek/"},
        {"sq": "/sq/pyetje/", "en": "/en/faq/", "de": "/de/fragen/"},
        {"sq": "/sq/lajme/", "en": "/en/news/", "de": "/de/aktuelles/"},
        {
            "sq": "/sq/pyetje/puna/",
            "en": "/en/faq/working/",
            "de": "/de/fragen/working/",
        },
        {
            "sq": "/sq/pyetje/puna/si/",
            "en": "/en/faq/working/how/",
            "de": "/de/fragen/working/how/",
        },
        {
            "sq": "/sq/lajme/lajm/",
            "en": "/en/news/lajm/",
            "de": "/de/aktuelles/meldung/",
        },
        {
            "sq": "/sq/biblioteka/libri/",
            "en": "/en/library/book/",
            "de": "/de/bibliothek/book/",
        },
    ]


def test_the_switch_stays_on_the_same_thing_for_every_type_of_page(cms_tree, client):
    for places in things(cms_tree):
        for code, path in places.items():
            response = client.get(path)
            page = response.content.decode()
            assert response.status_code == 200, path
            assert switch(page) == places, path
            assert f'<html lang="{code}">' in page


def test_the_switch_keeps_screens_that_are_no_pages(cms_tree, client):
    page = client.get("/en/account/login/?next=/en/").content.decode()

    assert switch(page)["de"].startswith("/de/account/login/")


def test_search_engines_are_told_of_the_languages_that_exist(cms_tree, client):
    make_news(cms_tree, {"sq": "Lajm", "de": "Meldung"})

    page = client.get("/en/news/lajm/").content.decode()

    head = page.split("</head>")[0]
    assert re.findall(
        r'hreflang="(\w\w)" href="http://127.0.0.1:8000([^"]+)"', head
    ) == [
        ("sq", "/sq/lajme/lajm/"),
        ("de", "/de/aktuelles/meldung/"),
    ]
    assert '<link rel="canonical" href="http://127.0.0.1:8000/sq/lajme/lajm/">' in head
