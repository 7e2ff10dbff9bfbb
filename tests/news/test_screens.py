"""The news: list, filters, paging, pinned items."""

import datetime
import re
from itertools import chain

import pytest
from django.utils import timezone

from tests.factories.content import make_news


def titles(response):
    page = response.content.decode()
    return re.findall(r'class="stretched-link" href="[^"]+">([^<]+)</a>', page)


def link(response, rel):
    found = re.search(rf'href="(\?[^"]+)" rel="{rel}"', response.content.decode())
    return found and found.group(1).replace("&amp;", "&")


def day(year, number=1):
    return datetime.date(year, 3, number)


@pytest.fixture
def news(cms_tree):
    return [
        make_news(
            cms_tree, {"sq": "Dita", "en": "The day"}, date=day(2026), category="skills"
        ),
        make_news(cms_tree, {"de": "Der Ärztetag"}, date=day(2025), category="spaces"),
        make_news(cms_tree, {"en": "The start"}, date=day(2024), category="skills"),
    ]


ALL = ["The day", "Der Ärztetag", "The start"]


FILTERS = [
    ("", ALL),
    ("category=skills", ["The day", "The start"]),
    ("year=2025", ["Der Ärztetag"]),
    ("category=skills&year=2024", ["The start"]),
    ("category=spaces&year=2024", []),
    ("q=aerztetag", ["Der Ärztetag"]),
    ("q=%C3%A4rztetag", ["Der Ärztetag"]),
    ("q=dita", ["The day"]),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_filters_of_screen_and_api_agree(news, client, query, expected):
    answer = client.get(f"/api/v1/news/?{query}&locale=en").json()

    assert titles(client.get(f"/en/news/?{query}")) == expected
    assert [item["title"] for item in answer["items"]] == expected


@pytest.mark.parametrize(
    "query", ["category=weather", "year=abc", "year=99999", "q=" + "a" * 300]
)
def test_a_wrong_filter_is_told_beside_its_field(news, client, query):
    response = client.get(f"/en/news/?{query}")
    field = query.split("=")[0]

    assert response.status_code == 200
    assert f'id="id_{field}_error"' in response.content.decode()
    assert titles(response) == []


def test_paging_goes_both_ways(cms_tree, client):
    for n in range(27):
        make_news(cms_tree, {"en": f"Item {n}"}, date=day(2020 + n % 3))

    pages = [client.get("/en/news/")]
    while link(pages[-1], "next"):
        pages.append(client.get("/en/news/" + link(pages[-1], "next")))
    back = client.get("/en/news/" + link(pages[-1], "prev"))

    shown = list(chain.from_iterable(map(titles, pages)))
    assert [len(titles(page)) for page in pages] == [12, 12, 3]
    assert sorted(shown) == sorted(f"Item {n}" for n in range(27))
    assert titles(back) == titles(pages[1])


def test_a_broken_cursor_is_a_404(news, client):
    assert client.get("/en/news/?cursor=abc").status_code == 404


def test_a_pinned_item_stands_first_until_its_day_is_over(news, client, time_machine):
    page = news[2]["en"]
    page.pinned_until = timezone.localdate() + datetime.timedelta(days=1)
    page.save_revision().publish()

    pinned = client.get("/en/news/").content.decode()
    time_machine.move_to(timezone.now() + datetime.timedelta(days=2))
    later = client.get("/en/news/").content.decode()

    assert "Important now" in pinned
    assert pinned.index("The start") < pinned.index("The day")
    assert "Important now" not in later


def test_a_filtered_list_shows_nothing_pinned(news, client):
    page = news[2]["en"]
    page.pinned_until = timezone.localdate()
    page.save_revision().publish()

    assert titles(client.get("/en/news/?year=2026")) == ["The day"]


def test_an_item_with_correction_and_source(cms_tree, client):
    make_news(
        cms_tree,
        {"en": "Item"},
        correction="The year was wrong.",
        source_name="Office",
        source_url="https://example.org/",
    )
    make_news(cms_tree, {"sq": "Tjetër"})

    response = client.get("/en/news/item/")
    page = response.content.decode()

    assert "<p>The year was wrong.</p>" in page
    assert '<a href="https://example.org/" rel="noopener">Office</a>' in page
    assert titles(response) == ["Tjetër"]


def test_an_item_in_another_language_says_so(news, client):
    page = client.get("/en/news/der-arztetag/").content.decode()

    assert "This text is not yet available in English. It is shown in German." in page
    assert '<article class="container article" lang="de">' in page
    assert '<html lang="en">' in page


def test_a_card_in_another_language_is_marked(news, client):
    page = client.get("/en/news/?year=2025").content.decode()

    assert '<h3 class="card-title" lang="de">' in page
    assert '<span aria-hidden="true">DE</span>' in page
