"""Keyset paging: every row exactly once, both ways, and no cursor but our own."""

import base64
import json

import pytest
from django.core.exceptions import ValidationError
from django.db.models.functions import Coalesce
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.core.paging import MAX_CURSOR_LENGTH, page_of, read_cursor
from cms.library.models import Work
from cms.library.models.works import NO_YEAR

NEWEST = ("-sort_year", "-id")
ORDERS = [NEWEST, ("sort_year", "id"), ("publisher", "id"), ("-id",)]


@pytest.fixture
def works(db):
    """23 works, of which many share a year or a publisher."""
    Work.objects.bulk_create(
        Work(kind="book", year=[None, 1912, 1948, 1998][n % 4], publisher=f"P{n % 3}")
        for n in range(23)
    )
    return Work.objects.annotate(sort_year=Coalesce("year", NO_YEAR))


def walk(queryset, order, limit, *, backwards=False, start=""):
    """Ids of all rows by following the cursors, and the cursor of the last page."""
    found, cursor = [], start
    while True:
        page = page_of(queryset, order, cursor, limit)
        ids = [row.pk for row in page.rows]
        found = ids + found if backwards else found + ids
        following = page.previous if backwards else page.next
        if not following:
            return found, page
        cursor = following


@given(size=st.integers(0, 23), limit=st.integers(1, 30), order=st.sampled_from(ORDERS))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_paging_shows_each_row_once_forward_and_back(works, size, limit, order):
    ids = list(works.order_by("id").values_list("pk", flat=True)[:size])
    queryset = works.filter(pk__in=ids)
    expected = list(queryset.order_by(*order).values_list("pk", flat=True))

    forward, last = walk(queryset, order, limit)
    back = [row.pk for row in last.rows]
    if last.previous:
        before, first = walk(
            queryset, order, limit, backwards=True, start=last.previous
        )
        back = before + back
        assert first.previous == ""

    assert forward == expected
    assert back == expected


def test_the_only_page_has_no_neighbours(works):
    page = page_of(works, NEWEST, limit=23)

    assert (len(page.rows), page.next, page.previous) == (23, "", "")


def test_a_row_that_comes_in_between_is_not_shown_twice(works):
    first = page_of(works, ("-id",), limit=5)
    Work.objects.create(kind="book", year=2000)

    second = page_of(works, ("-id",), first.next, limit=5)

    assert {row.pk for row in first.rows} & {row.pk for row in second.rows} == set()


def cursor_of(*parts):
    text = json.dumps(list(parts))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


WRONG = {
    "not base64": "ä!",
    "not json": base64.urlsafe_b64encode(b"nothing").decode(),
    "not utf-8": base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    "another order": cursor_of(["id"], [1], 0),
    "too few values": cursor_of(list(NEWEST), [1], 0),
    "not a list": cursor_of(1, 2, 3),
    "a lone number": base64.urlsafe_b64encode(b"7").decode(),
    "nested": cursor_of(list(NEWEST), [[1], {"a": 1}], 0),
    "null": cursor_of(list(NEWEST), [None, 1], 0),
    "fraction": cursor_of(list(NEWEST), [1.5, 1], 0),
    "words for a number": cursor_of(list(NEWEST), ["abc", 1], 0),
    "beyond 64 bits": cursor_of(list(NEWEST), [1, 2**63], 0),
    "NUL": cursor_of(list(NEWEST), ["\x00", 1], 0),
    "a lone surrogate": cursor_of(list(NEWEST), ["\ud800", 1], 0),
    "deep": base64.urlsafe_b64encode(b"[" * 400).decode(),
    "long": "A" * (MAX_CURSOR_LENGTH + 1),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_cursor_that_is_not_ours_is_refused(works, name):
    with pytest.raises(ValidationError) as refused:
        page_of(works, NEWEST, WRONG[name])

    assert refused.value.code == "cursor"


@pytest.mark.parametrize("value", ["\x00", "\ud800"])
def test_a_text_key_refuses_what_the_database_cannot_hold(works, value):
    order = ("publisher", "id")

    with pytest.raises(ValidationError):
        page_of(works, order, cursor_of(list(order), [value, 1], 0))


def test_a_number_beyond_the_column_is_just_beyond_all_rows(works):
    page = page_of(works, NEWEST, cursor_of(list(NEWEST), [2**40, 1], 0), limit=100)

    assert len(page.rows) == 23


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_reading_of_cursors(text):
    with pytest.raises(ValidationError):
        read_cursor(text or "x", NEWEST)
