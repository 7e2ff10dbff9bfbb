"""The screens of the questions: groups, filters, fallbacks."""

import re

import pytest

from tests.factories.content import make_entry, make_topic


def questions(response):
    page = response.content.decode()
    return re.findall(r'class="stretched-link" href="[^"]+">([^<]+)</a>', page)


@pytest.fixture
def faq(cms_tree):
    """Two topics; three questions that differ in language, audience and country."""
    work = make_topic(cms_tree, {"sq": "Puna", "en": "Working"}, intro="About work")
    visits = make_topic(cms_tree, {"sq": "Vizitat"})
    return {
        "topic": work,
        "diploma": make_entry(
            work,
            {"sq": "Si njihet diploma?", "en": "How is a diploma recognised?"},
            country="CH",
        ),
        "tax": make_entry(
            work, {"sq": "Ku paguhet tatimi?"}, audience="diaspora", country="DE"
        ),
        "visit": make_entry(visits, {"sq": "Kur hapet?"}, audience="kosovo"),
    }


ALL = ["How is a diploma recognised?", "Ku paguhet tatimi?", "Kur hapet?"]


def test_questions_stand_below_their_topics(faq, client):
    response = client.get("/en/faq/")
    page = response.content.decode()

    topics = re.findall(r'<h2 id="topic-\d">\s*<a href="([^"]+)">([^<]+)</a>', page)
    assert sorted(topics) == [
        ("/en/faq/vizitat/", "Vizitat"),
        ("/en/faq/working/", "Working"),
    ]
    assert sorted(questions(response)) == sorted(ALL)
    assert "3 questions found" in page


FILTERS = [
    ("q=diploma", ALL[:1]),
    ("q=njihet", ALL[:1]),
    ("q=tatimi", ALL[1:2]),
    ("audience=kosovo", ALL[2:]),
    ("country=ch", [ALL[0], ALL[2]]),
    ("country=DE&audience=diaspora", ALL[1:2]),
    ("q=diploma&audience=kosovo", []),
    ("q=", ALL),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_filters_of_screen_and_api_agree(faq, client, query, expected):
    answer = client.get(f"/api/v1/faq/entries/?{query}&locale=en").json()

    assert sorted(questions(client.get(f"/en/faq/?{query}"))) == sorted(expected)
    assert sorted(item["question"] for item in answer["items"]) == sorted(expected)


def test_questions_of_one_topic(faq, client):
    key = faq["topic"]["sq"].translation_key

    answer = client.get("/api/v1/faq/entries/", {"topic": key, "locale": "en"}).json()

    assert sorted(questions(client.get(f"/en/faq/?topic={key}"))) == sorted(ALL[:2])
    assert {item["topic"]["title"] for item in answer["items"]} == {"Working"}
    assert answer["total"] == 2


@pytest.mark.parametrize("query", ["audience=nobody", "q=" + "a" * 300])
def test_a_wrong_filter_is_told_beside_its_field(faq, client, query):
    response = client.get(f"/en/faq/?{query}")
    field = query.split("=")[0]

    assert response.status_code == 200
    assert f'id="id_{field}_error"' in response.content.decode()
    assert questions(response) == []


@pytest.mark.parametrize("query", ["topic=abc", "country=XYZ"])
def test_a_wrong_hidden_filter_breaks_nothing(faq, client, query):
    response = client.get(f"/en/faq/?{query}")

    assert (response.status_code, questions(response)) == (200, [])


def test_a_topic_shows_its_questions_of_all_languages(faq, client):
    response = client.get("/en/faq/working/")

    assert "<h1>Working</h1>" in response.content.decode()
    assert sorted(questions(response)) == sorted(ALL[:2])


def test_a_question_that_is_shown_in_another_language_is_marked(faq, client):
    page = client.get("/en/faq/").content.decode()

    assert '<li class="entry" lang="sq">' in page
    assert page.count('<li class="entry" lang="sq">') == 2
    assert page.count("in Albanian") == 2


def test_an_answer_and_its_neighbours(faq, client):
    response = client.get("/en/faq/working/how-is-a-diploma-recognised/")
    page = response.content.decode()

    assert "<h1>How is a diploma recognised?</h1>" in page
    assert "Holds for: Switzerland" in page
    assert questions(response) == ["Ku paguhet tatimi?"]


def test_an_answer_in_another_language_says_so(faq, client):
    page = client.get("/de/fragen/working/ku-paguhet-tatimi/").content.decode()

    assert '<article class="container article" lang="sq">' in page
    assert '<p class="fallback-notice">' in page
    assert '<html lang="de">' in page


def test_htmx_gets_the_results_alone(faq, client):
    page = client.get(
        "/en/faq/?q=tatimi", headers={"HX-Request": "true"}
    ).content.decode()

    assert "Ku paguhet tatimi?" in page
    assert "<html" not in page
