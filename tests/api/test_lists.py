"""Lists of the API: whole items, honest totals, and pages that hold each thing once."""

from itertools import chain

import pytest

from tests.factories.many import MAKERS

ENVELOPE = {
    "key",
    "type",
    "title",
    "path",
    "url",
    "locale",
    "requested_locale",
    "is_fallback",
    "translation",
    "available_locales",
    "published",
    "updated",
}
ITEMS = {
    "library/works/": ENVELOPE
    | {
        "work_type",
        "summary",
        "issued",
        "circa",
        "languages",
        "contributors",
        "subjects",
        "publisher",
        "doi",
        "access",
    },
    "news/": ENVELOPE
    | {"date", "category", "lead", "image", "source", "correction", "pinned_until"},
    "faq/topics/": ENVELOPE | {"intro"},
    "faq/entries/": ENVELOPE
    | {"question", "short_answer", "audience", "country", "last_reviewed", "topic"},
    "tree/": ENVELOPE | {"has_children"},
}
ORDERS = {
    "library/works/": ["-issued", "issued", "title", "-added"],
    "news/": ["-date", "date"],
    "faq/topics/": ["tree"],
    "faq/entries/": ["tree", "-added"],
    "tree/": ["tree"],
}
COMMON = ["locale", "fallback", "fields", "expand", "limit", "cursor", "order"]
PROBLEM = "application/problem+json"


def get(client, endpoint, **parameters):
    return client.get(f"/api/v1/{endpoint}", parameters)


def walk(client, endpoint, way="next", cursor="", **parameters):
    """Keys of all pages one after another, and the last answer."""
    keys = []
    while True:
        more = {"cursor": cursor} if cursor else {}
        body = get(client, endpoint, **parameters, **more).json()
        keys.append([item["key"] for item in body["items"]])
        cursor = body[way]
        if cursor is None:
            return keys, body


@pytest.mark.parametrize("endpoint", MAKERS)
def test_paging_gives_each_key_once_and_the_total_counts_them(
    cms_tree, client, endpoint
):
    """Bar B3: total = distinct keys."""
    made = MAKERS[endpoint](cms_tree, 13)

    for order in ORDERS[endpoint]:
        for code in ("sq", "en", "de"):
            pages, last = walk(client, endpoint, limit=5, order=order, locale=code)
            keys = list(chain.from_iterable(pages))
            assert [len(page) for page in pages] == [5, 5, 3]
            assert (sorted(keys), last["total"]) == (sorted(made), 13)


@pytest.mark.parametrize("endpoint", MAKERS)
def test_paging_backwards_gives_the_same_pages(cms_tree, client, endpoint):
    MAKERS[endpoint](cms_tree, 13)
    order = ORDERS[endpoint][0]
    pages, last = walk(client, endpoint, limit=5, order=order)

    back, first = walk(
        client, endpoint, "previous", last["previous"], limit=5, order=order
    )

    assert list(reversed(back)) == pages[:-1]
    assert first["previous"] is None


@pytest.mark.parametrize("endpoint", ITEMS)
def test_an_item_has_exactly_these_names(cms_tree, client, endpoint):
    if endpoint in MAKERS:
        MAKERS[endpoint](cms_tree, 2)

    body = get(client, endpoint).json()

    assert set(body) == {"total", "next", "previous", "items"}
    assert len(body["items"]) >= 2
    assert [set(item) for item in body["items"]] == [ITEMS[endpoint]] * len(
        body["items"]
    )


@pytest.mark.parametrize("endpoint", MAKERS)
def test_an_item_says_in_which_language_it_is(cms_tree, client, endpoint):
    MAKERS[endpoint](cms_tree, 6)

    items = get(client, endpoint, locale="de").json()["items"]

    told = {
        tuple(place["locale"] for place in item["available_locales"]): (
            item["locale"],
            item["is_fallback"],
            item["requested_locale"],
            item["title"][-2:],
        )
        for item in items
    }
    assert told == {
        ("sq", "en", "de"): ("de", False, "de", "de"),
        ("sq",): ("sq", True, "de", "sq"),
        ("en",): ("en", True, "de", "en"),
        ("de",): ("de", False, "de", "de"),
        ("sq", "de"): ("de", False, "de", "de"),
        ("en", "de"): ("de", False, "de", "de"),
    }
    assert [i for i in items if not i["path"].startswith("/de/")] == []


@pytest.mark.parametrize("endpoint", ITEMS)
@pytest.mark.parametrize("limit", [1, 100])
def test_limit_bounds(cms_tree, client, endpoint, limit):
    if endpoint in MAKERS:
        MAKERS[endpoint](cms_tree, 3)

    body = get(client, endpoint, limit=limit).json()

    assert len(body["items"]) == min(limit, body["total"]) > 0


WRONG = {
    "limit": ["0", "101", "-1", "abc", "1.5", "", "٣", "1e2"],
    "locale": ["fr", "", "SQ", "en-GB"],
    "order": ["nothing", "", "-title"],
    "cursor": ["abc", "W10", "ä"],
}


@pytest.mark.parametrize("endpoint", ITEMS)
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_a_problem_that_names_its_parameter(
    cms_tree, client, endpoint, name
):
    for value in WRONG[name]:
        response = get(client, endpoint, **{name: value})

        body = response.json()
        assert (response.status_code, response["Content-Type"]) == (400, PROBLEM), value
        assert list(body["errors"]) == [name]
        assert (body["status"], body["title"]) == (400, "Bad Request")


def test_an_empty_cursor_is_the_first_page(cms_tree, client):
    assert get(client, "tree/", cursor="").json() == get(client, "tree/").json()


def test_a_cursor_of_another_order_or_list_is_a_problem(cms_tree, client):
    MAKERS["library/works/"](cms_tree, 3)
    cursor = get(client, "library/works/", limit=1).json()["next"]
    assert get(client, "library/works/", limit=1, cursor=cursor).status_code == 200

    answers = [
        get(client, "library/works/", order="title", cursor=cursor),
        get(client, "news/", cursor=cursor),
    ]

    assert [a.status_code for a in answers] == [400, 400]
    assert [list(a.json()["errors"]) for a in answers] == [["cursor"], ["cursor"]]


FILTERS = {
    "library/works/": [
        *("q", "type", "subject", "language", "year_min", "year_max"),
        *("contributor", "access", "has_file", "doi", "updated_since"),
    ],
    "news/": ["q", "category", "year"],
    "faq/topics/": [],
    "faq/entries/": ["q", "topic", "audience", "country"],
    "tree/": ["parent"],
}


@pytest.mark.parametrize("endpoint", ITEMS)
def test_an_unknown_parameter_is_a_problem_that_names_the_known_ones(
    cms_tree, client, endpoint
):
    response = get(client, endpoint, colour="red", locale="en")

    known = ", ".join(sorted([*COMMON, *FILTERS[endpoint]]))
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert response.json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "Some parameters are wrong: colour.",
        "errors": {"colour": [f"Unknown parameter. Known ones: {known}."]},
    }


BAD_FILTERS = [
    ("library/works/", "type", "song"),
    ("library/works/", "subject", "no-such-subject"),
    ("library/works/", "language", "fr"),
    ("library/works/", "year_min", "abc"),
    ("library/works/", "year_max", "99999"),
    ("library/works/", "q", "a" * 257),
    ("news/", "category", "weather"),
    ("news/", "year", "abc"),
    ("news/", "year", "99999"),
    ("faq/entries/", "topic", "abc"),
    ("faq/entries/", "audience", "nobody"),
    ("faq/entries/", "country", "XKX"),
    ("tree/", "parent", "abc"),
]


@pytest.mark.parametrize(("endpoint", "name", "value"), BAD_FILTERS)
def test_a_wrong_filter_is_a_problem_that_names_it(
    cms_tree, client, endpoint, name, value
):
    response = get(client, endpoint, **{name: value})

    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)
    assert list(response.json()["errors"]) == [name]


def test_problems_speak_the_asked_language(cms_tree, client):
    texts = {
        code: get(client, "news/", locale=code, limit="0").json()["detail"]
        for code in ("sq", "en", "de")
    }

    assert texts["en"] == "Some parameters are wrong: limit."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("endpoint", ITEMS)
def test_lists_cannot_be_written_to(cms_tree, client, endpoint, method):
    response = getattr(client, method)(f"/api/v1/{endpoint}")

    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)
