"""The chain of languages that a request asks for; fields and expansions of items."""

import pytest

from tests.factories.content import make_entry, make_news, make_topic, make_work

PROBLEM = "application/problem+json"


@pytest.fixture
def news(cms_tree):
    """One item in each combination of languages, the newest first in this order."""
    texts = [("sq", "en", "de"), ("sq",), ("en",), ("de",), ("sq", "de")]
    return [
        make_news(
            cms_tree,
            {code: f"News {number} {code}" for code in codes},
            date=f"2026-05-{20 - number}",
            category="skills" if "de" in codes else "spaces",
        )
        for number, codes in enumerate(texts)
    ]


def titles(client, **parameters):
    return [
        item["title"]
        for item in client.get("/api/v1/news/", parameters).json()["items"]
    ]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"locale": "en"}, ["0 en", "1 sq", "2 en", "3 de", "4 sq"]),
        ({"locale": "en", "fallback": "none"}, ["0 en", "2 en"]),
        ({"locale": "en", "fallback": "de"}, ["0 en", "2 en", "3 de", "4 de"]),
        ({"locale": "en", "fallback": "de,sq"}, ["0 en", "1 sq", "2 en", "3 de", "4 de"]),
        ({"locale": "de", "fallback": "en"}, ["0 de", "2 en", "3 de", "4 de"]),
        ({"locale": "de", "fallback": "none", "order": "date"}, ["4 de", "3 de", "0 de"]),
        ({"locale": "en", "fallback": "de", "category": "skills"}, ["0 en", "3 de", "4 de"]),
        ({"locale": "en", "fallback": "none", "q": "news"}, ["0 en", "2 en"]),
    ],
)  # fmt: skip
def test_the_chain_decides_what_is_listed_in_which_language(
    news, client, parameters, expected
):
    assert titles(client, **parameters) == [f"News {text}" for text in expected]


def test_a_chain_is_honoured_in_the_total_and_in_paging(news, client):
    asked = {"locale": "en", "fallback": "de", "limit": 3}

    first = client.get("/api/v1/news/", asked).json()
    second = client.get("/api/v1/news/", {**asked, "cursor": first["next"]}).json()

    assert (first["total"], second["total"]) == (4, 4)
    keys = [item["key"] for item in [*first["items"], *second["items"]]]
    assert len(set(keys)) == len(keys) == 4
    assert second["next"] is None


def test_an_item_of_a_chain_says_what_was_asked_for(news, client):
    item = client.get("/api/v1/news/?locale=en&fallback=de").json()["items"][2]

    assert (item["locale"], item["requested_locale"], item["is_fallback"]) == (
        "de",
        "en",
        True,
    )
    path = item["path"]
    resolved = client.get("/api/v1/resolve/", {"path": path}).json()
    assert resolved["key"] == item["key"]


def test_a_detail_without_a_text_in_the_chain_is_not_there(news, client):
    key = news[1]["sq"].translation_key

    there = client.get(f"/api/v1/pages/{key}/?locale=en")
    missing = client.get(f"/api/v1/pages/{key}/?locale=en&fallback=none")

    assert (there.status_code, there.json()["locale"]) == (200, "sq")
    assert (missing.status_code, missing["Content-Type"]) == (404, PROBLEM)


@pytest.mark.parametrize("chain", ["fr", "de,de", "none,de", "", ","])
def test_a_wrong_chain_is_a_problem(cms_tree, client, chain):
    answer = client.get("/api/v1/news/", {"fallback": chain, "locale": "en"})

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["fallback"])


def test_fields_leave_only_what_was_asked_for(news, client):
    item = client.get("/api/v1/news/?fields=title,lead,path").json()["items"][0]

    assert list(item) == ["path", "title", "lead"]


@pytest.mark.parametrize("fields", ["a b", "title,", "1", "<script>"])
def test_wrong_fields(news, client, fields):
    answer = client.get("/api/v1/news/", {"fields": fields})

    wrong = fields != "title,"
    assert (answer.status_code == 400) is wrong


def test_expanded_items_have_their_bodies(cms_tree, client):
    make_work(cms_tree, {"en": "Book"})
    topic = make_topic(cms_tree, {"en": "Topic"})
    make_entry(topic, {"en": "Question"})
    make_news(cms_tree, {"en": "News"})

    for endpoint in ("library/works/", "faq/entries/", "news/"):
        plain = client.get(f"/api/v1/{endpoint}").json()["items"][0]
        whole = client.get(f"/api/v1/{endpoint}?expand=body").json()["items"][0]
        assert "body" not in plain
        assert whole == {**plain, "body": whole["body"]}
        assert [block["type"] for block in whole["body"]] == ["heading", "paragraph"]


def test_what_cannot_be_expanded_is_a_problem(cms_tree, client):
    answer = client.get("/api/v1/faq/topics/?expand=everything&locale=en")

    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["expand"])
