"""A search reads few rows of the read model, whether few or all of them match."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.models import ContentRow
from cms.core.rows import searches
from cms.core.rows.reads import ORDERS, Rows
from tests.factories.content import make_news

NUMBER = 3000  # rows of each language
# Every row holds these, every tenth 'tenth', and each a number of its own.
COMMON = "bridge library"
ROWS = Rows("en").of_type("book")
FILL = """
INSERT INTO core_contentrow (key, type, locale, text_locale, page_id, needs, excludes,
    available, path, title, sort_value, sort_title, position, number, facets, words,
    shows, envelope, card, whole, content, body, digest, version)
SELECT md5(n::text)::uuid, 'book', code, code, %s, '{}', '{}', '{en,sq}',
    '/' || code || '/' || n, 'Book ' || n, n / 5, lpad((n * 7 %% 3000)::text, 5, '0'),
    lpad(n::text, 5, '0'), n, CASE WHEN n %% 4 = 0 THEN '{a:yes}' ELSE '{a:no}' END::varchar[],
    to_tsvector('simple', 'bridges library number' || n
        || CASE WHEN n %% 10 = 0 THEN ' tenth' ELSE '' END
        || CASE WHEN n < 1000 THEN ' early' ELSE '' END),
    '{}', '', '', '', '', '', n::text, 1
FROM generate_series(1, %s) AS n, unnest(ARRAY['en', 'sq', 'de']) AS code
"""
INDEXED = ("newest", "oldest", "title", "tree", "added")
QUESTIONS = {
    "all": ROWS.matching(COMMON),
    "one": ROWS.matching("number2999"),
    "beginning": ROWS.matching("number29"),
    "tenth": ROWS.matching("tenth"),
    "the last of the way": ROWS.matching("early"),
    "nothing": ROWS.matching("number77777"),
    "filter": ROWS.matching(COMMON).having("a:yes"),
    "few of a filter": ROWS.matching("number29").having("a:yes"),
    "years": ROWS.matching(COMMON).between(100, 110),
    "circle": Rows("en", frozenset({"login"})).of_type("book").matching("tenth"),
    "any type": Rows("en").matching("tenth"),
    "chain": Rows("en", fallbacks=("de",)).of_type("book").matching("tenth"),
}


@pytest.fixture
def books(cms_tree):
    page = make_news(cms_tree, {"en": "News"})["en"]
    searches.forget()
    with connection.cursor() as cursor:
        cursor.execute(FILL, (page.pk, NUMBER))
        cursor.execute("ANALYZE core_contentrow")


def plainly(rows: Rows, order: str) -> list[int]:
    """Numbers of all rows in this order, by tests of each row in Python."""
    found = ContentRow.objects.filter(locale="en", type="book").order_by(*ORDERS[order])
    wanted = [word.removesuffix(":*") for word in rows.words]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, facets, tsvector_to_array(words), sort_value"
            " FROM core_contentrow WHERE locale = 'en' AND type = 'book'"
        )
        fits = {
            number
            for number, facets, words, value in cursor.fetchall()
            if all(any(word.startswith(one) for word in words) for one in wanted)
            and ("a:yes" in facets or not rows.conditions)
            and (not rows.ends or 100 <= value <= 110)
        }
    return [n for n in found.values_list("number", flat=True) if n in fits]


def all_of(rows: Rows, order: tuple[str, ...], most: int) -> list[int]:
    """Numbers in order, from pages of thirty."""
    found: list[int] = []
    place = None
    while (page := rows.page(order, 30, place)) and len(found) < most:
        found += [one.number for one in page]
        place = [getattr(page[-1], key.lstrip("-")) for key in order]
    return found


def flipped(order: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key[1:] if key.startswith("-") else f"-{key}" for key in order)


def rows_looked_at(rows: Rows, by: tuple[str, ...], place=None) -> tuple[int, set[str]]:
    """By the statement of a page: rows that left a scan or were refused there, and the
    indexes of rows that it went through."""
    with CaptureQueriesContext(connection) as captured:
        rows.page(by, 21, place)
    [statement] = [one["sql"] for one in captured]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        [[plan]] = cursor.fetchall()
    plan = plan if isinstance(plan, list) else json.loads(plan)
    looked, indexes = 0, set()
    left = [plan[0]["Plan"]]
    while left:
        node = left.pop()
        left += node.get("Plans", [])
        if not node["Actual Loops"]:
            continue
        if node.get("Relation Name") == "core_contentrow":
            looked += int(node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
        if node.get("Index Name", "").startswith("row_"):
            indexes.add(node["Index Name"])
    return looked, indexes


@pytest.mark.parametrize("name", QUESTIONS)
def test_pages_and_totals_are_those_of_the_plain_question(books, name):
    rows = QUESTIONS[name]
    for order, by in ORDERS.items():
        searches.forget()
        expected = plainly(rows, order)

        assert all_of(rows, by, 90) == expected[:90], order
        assert all_of(rows, flipped(by), 90) == expected[::-1][:90], order
        assert rows.count() == len(expected)
        # Now it is known how many there are.
        assert all_of(rows, by, 90) == expected[:90], order


def test_a_page_of_words_that_all_hold_is_read_along_the_order(books):
    for order in INDEXED:
        for name in ("all", "filter"):
            looked, indexes = rows_looked_at(QUESTIONS[name], ORDERS[order])
            assert looked < 150, (order, name)
            assert "row_words" not in indexes, (order, name)


def test_a_word_that_one_holds_is_looked_up(books):
    rows = QUESTIONS["one"]
    for order in INDEXED:
        searches.forget()
        looked, indexes = rows_looked_at(rows, ORDERS[order])
        assert looked <= 2 * 10 * 21 + 3, order
        assert "row_words" in indexes, order

        assert rows.count() == 1
        # Three languages hold it.
        assert rows_looked_at(rows, ORDERS[order]) == (3, {"row_words"})


def test_a_page_with_words_within_years_is_read_there(books):
    looked, indexes = rows_looked_at(QUESTIONS["years"], ORDERS["newest"])
    assert looked < 60
    assert indexes == {"row_newest"}

    # That few match there says nothing of the words.
    assert QUESTIONS["years"].count() < searches.FEW
    assert rows_looked_at(QUESTIONS["years"], ORDERS["newest"]) == (looked, indexes)


def test_the_way_back_to_the_first_page_ends_at_the_first_row(books):
    rows, by = QUESTIONS["all"], ORDERS["newest"]
    last = rows.page(by, 20)[-1]
    looked, _indexes = rows_looked_at(rows, flipped(by), [last.sort_value, last.number])
    assert looked <= 2 * 19
