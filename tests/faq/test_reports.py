"""The report on readers' answers in the editors' admin."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from cms.core.tables import defused
from cms.faq.actions import give_feedback
from cms.faq.models import FaqFeedback
from home.actions import EDITORS, TRANSLATORS
from tests.factories.content import make_entry, make_topic
from tests.factories.people import UserFactory

ADDRESS = "/admin/faq/helpful/"


@pytest.fixture
def said(cms_tree):
    """Two entries; the Albanian text of the first one is disliked."""
    work = make_topic(cms_tree, {"sq": "Puna", "en": "Working"})
    visits = make_topic(cms_tree, {"sq": "Vizitat", "en": "Visiting"})
    diploma = make_entry(work, {"sq": "Si njihet?", "en": "How recognised?"})
    visa = make_entry(visits, {"sq": "A duhet viza?", "en": "Is a visa needed?"})
    for n in range(4):
        give_feedback(diploma["sq"], helpful=n == 0, comment=f"Koment {n}")
    give_feedback(diploma["en"], helpful=True)
    give_feedback(visa["sq"], helpful=True, comment="=1+1")
    give_feedback(visa["en"], helpful=False, comment="<b>Old</b>")
    FaqFeedback.objects.filter(comment="<b>Old</b>").update(
        created_at=timezone.now() - timedelta(days=40)
    )
    return {"work": work, "diploma": diploma, "visa": visa}


def table(client, query=""):
    response = client.get(f"{ADDRESS}?export=csv{query}")
    assert response.status_code == 200
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def log_in(client, *groups, **fields):
    person = UserFactory(groups=list(groups), **fields)
    client.force_login(person)
    return person


def test_counts_shares_and_comments(said, client):
    log_in(client, *EDITORS.values())

    rows = table(client)

    assert [row[:5] for row in rows[:2]] == [
        ["Si njihet?", "Shqip", "1", "3", "25"],
        ["Is a visa needed?", "English", "0", "1", "0"],
    ]
    assert sorted(row[:5] for row in rows[2:]) == [
        ["A duhet viza?", "Shqip", "1", "0", "100"],
        ["How recognised?", "English", "1", "0", "100"],
    ]
    assert rows[0][6].splitlines() == ["Koment 3", "Koment 2", "Koment 1"]
    assert [row[6] for row in rows if row[0] == "A duhet viza?"] == ["'=1+1"]


def test_the_screen_shows_comments_as_text(said, client):
    log_in(client, *EDITORS.values())

    page = client.get(ADDRESS).content.decode()

    assert "&lt;b&gt;Old&lt;/b&gt;" in page
    assert "Koment 3" in page
    assert "Koment 0" not in page


FILTERS = [
    ("&language=en", {"How recognised?", "Is a visa needed?"}),
    ("&days=30", {"Si njihet?", "How recognised?", "A duhet viza?"}),
    ("&days=30&language=en", {"How recognised?"}),
    (
        "&sort=newest",
        {"Si njihet?", "How recognised?", "A duhet viza?", "Is a visa needed?"},
    ),
]


@pytest.mark.parametrize(("query", "titles"), FILTERS)
def test_filters(said, client, query, titles):
    log_in(client, *EDITORS.values())

    assert {row[0] for row in table(client, query)} == titles


def test_by_topic(said, client):
    log_in(client, *EDITORS.values())
    key = said["work"]["sq"].translation_key

    rows = table(client, f"&topic={key}")

    assert {row[0] for row in rows} == {"Si njihet?", "How recognised?"}


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("unhelpful", "Si njihet?"),
        ("share", "Is a visa needed?"),
        ("answers", "Si njihet?"),
    ],
)
def test_orders(said, client, sort, first):
    log_in(client, *EDITORS.values())

    assert table(client, f"&sort={sort}")[0][0] == first


@pytest.mark.parametrize("query", ["&days=7", "&language=fr", "&topic=x", "&sort=-"])
def test_wrong_filters_are_named_and_show_nothing(said, client, query):
    log_in(client, *EDITORS.values())

    response = client.get(f"{ADDRESS}?{query}")

    assert response.status_code == 200
    assert "error-message" in response.content.decode()
    assert "Si njihet?" not in response.content.decode()


@pytest.mark.parametrize("group", [EDITORS["en"], TRANSLATORS["en"]])
def test_each_sees_the_languages_that_they_may_change(said, client, group):
    log_in(client, group)

    assert {row[1] for row in table(client)} == {"English"}


def test_whoever_may_change_no_language_sees_nothing(said, client):
    person = log_in(client)
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert client.get(ADDRESS).status_code in (302, 403)
    assert "Was it helpful?" not in client.get("/admin/").content.decode()


def test_the_report_costs_the_same_for_many(
    said, client, django_assert_max_num_queries
):
    log_in(client, *EDITORS.values())
    for n in range(12):
        pages = make_entry(said["work"], {"sq": f"Pyetja {n}"})
        give_feedback(pages["sq"], helpful=True, comment="Mirë")
    client.get(ADDRESS)

    with django_assert_max_num_queries(45):
        client.get(ADDRESS)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("Mirë = fare", "Mirë = fare"),
        (7, 7),
    ],
)
def test_cells_never_run(cell, safe):
    assert defused(cell) == safe
