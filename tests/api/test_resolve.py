"""Addresses that the API hands out lead back to the same thing (bar B4)."""

import pytest

from tests.factories.content import body, make_entry, make_news, make_topic, make_work
from tests.factories.states import close

SOME = [("sq", "en", "de"), ("sq",), ("en",), ("de",), ("sq", "de")]


def texts(word, codes):
    return {code: f"{word} {code}" for code in codes}


@pytest.fixture
def content(cms_tree):
    """Things in all sorts of languages, which refer to each other."""
    first = make_news(cms_tree, texts("First", ["de"]))["de"]
    for codes in SOME:
        name = "".join(codes)
        link = f'<p><a linktype="page" id="{first.pk}">x</a></p>'
        blocks = [*body(), ("paragraph", link), ("page", first)]
        make_news(cms_tree, texts(f"News {name}", codes), body=blocks)
        make_work(cms_tree, texts(f"Work {name}", codes))
        make_entry(
            make_topic(cms_tree, texts(f"Topic {name}", codes)),
            texts(f"Q {name}", codes),
        )
    return cms_tree


def pairs(node):
    """(key, path) of every thing anywhere in an answer."""
    if isinstance(node, list):
        for item in node:
            yield from pairs(item)
    if isinstance(node, dict):
        if "key" in node and "path" in node:
            yield node["key"], node["path"]
            for place in node.get("available_locales", []):
                yield node["key"], place["path"]
        for value in node.values():
            yield from pairs(value)


def answers(client):
    for code in ("sq", "en", "de"):
        for endpoint in (
            "tree/",
            "library/works/",
            "faq/topics/",
            "faq/entries/",
            "news/",
        ):
            answer = client.get(
                f"/api/v1/{endpoint}", {"locale": code, "limit": 100}
            ).json()
            yield answer
            for item in answer["items"]:
                yield client.get(f"/api/v1/pages/{item['key']}/?locale={code}").json()


def test_every_path_resolves_to_its_key(content, client):
    found = {pair for answer in answers(client) for pair in pairs(answer)}
    assert len(found) > 60

    resolved = {
        (client.get("/api/v1/resolve/", {"path": path}).json().get("key"), path)
        for _key, path in found
    }

    assert resolved == found


def test_every_path_answers_the_reader(content, client):
    paths = {path for answer in answers(client) for _key, path in pairs(answer)}

    statuses = {path: client.get(path).status_code for path in sorted(paths)[::3]}

    assert {p: s for p, s in statuses.items() if s != 200} == {}


def test_resolve_tells_language_and_type(cms_tree, client):
    """P7: pages of a language that is not the default are found as well."""
    news = make_news(cms_tree, {"sq": "Lajm"})["sq"]

    answer = client.get("/api/v1/resolve/", {"path": "/de/aktuelles/lajm/"})

    assert answer.json() == {
        "key": str(news.translation_key),
        "type": "news",
        "path": "/de/aktuelles/lajm/",
        "locale": "sq",
        "requested_locale": "de",
        "is_fallback": True,
    }


@pytest.mark.parametrize("path", ["/sq/", "/en/", "/de/"])
def test_homes_resolve(cms_tree, client, path):
    answer = client.get("/api/v1/resolve/", {"path": path}).json()

    assert (answer["type"], answer["path"]) == ("home", path)


@pytest.mark.parametrize(
    "path", ["/en/nothing/", "/en/news/feed/", "/en/account/login/"]
)
def test_what_is_no_page_is_a_404(cms_tree, client, path):
    response = client.get("/api/v1/resolve/", {"path": path})

    assert (response.status_code, response["Content-Type"]) == (
        404,
        "application/problem+json",
    )


@pytest.mark.parametrize(
    "path", ["", "en/", "/fr/", "/", "https://example.org/en/", "/english/"]
)
def test_what_is_no_path_of_ours_is_a_400(cms_tree, client, path):
    response = client.get("/api/v1/resolve/", {"path": path})

    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["path"]


def test_resolve_needs_a_path(cms_tree, client):
    assert client.get("/api/v1/resolve/").status_code == 400


def test_a_closed_page_does_not_resolve(cms_tree, client):
    news = make_news(cms_tree, {"en": "Item"})["en"]
    assert client.get("/api/v1/resolve/", {"path": "/en/news/item/"}).status_code == 200

    close(news, "login")

    assert client.get("/api/v1/resolve/", {"path": "/en/news/item/"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1/",
        "/api/v1/nothing/",
        "/api/v2/news/",
        "/api/v1/news/1/",
        "/api/v1/news",
    ],
)
def test_an_unknown_address_of_the_api_is_a_problem_and_no_redirect(
    cms_tree, client, path
):
    """P8: not a redirect to a page in some language."""
    response = client.get(path)

    assert (response.status_code, response["Content-Type"]) == (
        404,
        "application/problem+json",
    )
    assert response.json()["title"] == "Not Found"


def test_children_of_a_page_in_the_tree(cms_tree, client):
    """P6: aliases are left out, each thing stands there once."""
    news = make_news(cms_tree, {"sq": "Lajm", "en": "Item"})
    only = make_news(cms_tree, {"de": "Meldung"})["de"]
    only.copy_for_translation(cms_tree["news", "sq"].locale, alias=True)
    key = cms_tree["news", "de"].translation_key

    answer = client.get("/api/v1/tree/", {"parent": key, "locale": "en"}).json()

    told = {
        (i["key"], i["locale"], i["path"], i["has_children"]) for i in answer["items"]
    }
    assert answer["total"] == 2
    assert told == {
        (str(news["sq"].translation_key), "en", "/en/news/item/", False),
        (str(only.translation_key), "de", "/en/news/meldung/", False),
    }


def test_the_top_of_the_tree_and_an_unknown_parent(cms_tree, client):
    top = client.get("/api/v1/tree/", {"locale": "de"}).json()
    unknown = client.get("/api/v1/tree/?parent=00000000-0000-0000-0000-000000000000")

    told = [(i["type"], i["path"], i["has_children"]) for i in top["items"]]
    assert told == [
        ("library", "/de/bibliothek/", False),
        ("faq", "/de/fragen/", False),
        ("news-index", "/de/aktuelles/", False),
    ]
    assert unknown.status_code == 404


def test_locales(client):
    answer = client.get("/api/v1/locales/").json()

    assert answer == [
        {
            "code": "sq",
            "name": "Shqip",
            "is_default": True,
            "fallbacks": ["en", "de"],
            "home": "/sq/",
        },
        {
            "code": "en",
            "name": "English",
            "is_default": False,
            "fallbacks": ["sq", "de"],
            "home": "/en/",
        },
        {
            "code": "de",
            "name": "Deutsch",
            "is_default": False,
            "fallbacks": ["en", "sq"],
            "home": "/de/",
        },
    ]


def test_no_answer_for_readers_depends_on_their_browser(cms_tree, client):
    """P9: the language of the API is in the address, never in a header or cookie."""
    make_news(cms_tree, {"sq": "Lajm", "de": "Meldung"})
    client.cookies["django_language"] = "de"

    answer = client.get("/api/v1/news/", headers={"accept-language": "de"}).json()

    assert [item["title"] for item in answer["items"]] == ["Lajm"]
