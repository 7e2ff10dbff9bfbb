"""The filters that the list screen and the API share."""

import datetime

import pytest
from django.utils import timezone

from cms.core.rows.refresh import rebuild
from cms.library.models import LibraryItemPage, Work, WorkContributor, WorkFile
from home.actions import EDITORS
from tests.factories.content import make_work
from tests.factories.media import make_document
from tests.factories.people import UserFactory

LIST = "/api/v1/library/works/"
OLD = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture
def works(cms_tree):
    made = {
        "open": make_work(cms_tree, {"en": "Open"}, doi="10.1000/abc"),
        "members": make_work(cms_tree, {"en": "Members"}, access="members"),
        "bare": make_work(cms_tree, {"en": "Bare"}, access="closed"),
    }
    for name in ("open", "members"):
        WorkFile.objects.create(work=made[name], document=make_document(f"{name}.pdf"))
    people = [
        ("open", {"given": "Jürgen", "family": "Müller-Weiß"}),
        ("open", {"given": "Arta", "family": "Gashi", "role": "translator"}),
        ("members", {"literal": "Ministria e Arsimit"}),
        ("bare", {"given": "Arta", "family": "Çabej"}),
    ]
    for name, person in people:
        WorkContributor.objects.create(work=made[name], **person)
    return made


def titles(client, query: str) -> list[str]:
    answer = client.get(f"{LIST}?{query}&locale=en&order=issued")
    assert answer.status_code == 200, answer.content
    return [item["title"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("contributor=mueller", ["Open"]),
        ("contributor=MULLER", ["Open"]),
        ("contributor=weiss", ["Open"]),
        ("contributor=arta", ["Open", "Bare"]),
        ("contributor=cabej arta", ["Bare"]),
        ("contributor=jurgen gashi", []),
        ("contributor=arsimit", ["Members"]),
        ("contributor=%25", ["Open", "Members", "Bare"]),
        ("access=closed", ["Bare"]),
        ("access=members", ["Members"]),
        ("doi=https://doi.org/10.1000/ABC", ["Open"]),
        ("doi=10.1000/none", []),
        ("has_file=true", ["Open"]),
        ("has_file=false", ["Members", "Bare"]),
        ("contributor=arta&has_file=true", ["Open"]),
    ],
)
def test_filters(works, client, query, expected):
    assert titles(client, query) == expected


def test_a_file_counts_for_those_who_may_open_it(works, client):
    client.force_login(UserFactory())
    assert titles(client, "has_file=true") == ["Open", "Members"]

    works["open"].access = "closed"
    works["open"].save()
    assert titles(client, "has_file=true") == ["Members"]

    client.force_login(UserFactory(groups=[EDITORS["en"]]))
    assert titles(client, "has_file=true") == ["Open", "Members"]


def test_changed_since_looks_at_the_record_and_at_its_pages(works, client):
    Work.objects.update(updated_at=OLD)
    LibraryItemPage.objects.update(last_published_at=OLD)
    rebuild()
    assert titles(client, "updated_since=2021-01-01") == []

    Work.objects.filter(pk=works["bare"].pk).update(updated_at=timezone.now())
    works["open"].item_pages.update(last_published_at=timezone.now())
    rebuild()

    assert titles(client, "updated_since=2021-01-01T00:00:00Z") == ["Open", "Bare"]
    assert titles(client, "updated_since=2019-12-31") == ["Open", "Members", "Bare"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("doi=nothing", "doi"),
        ("access=secret", "access"),
        ("has_file=maybe", "has_file"),
        ("updated_since=yesterday", "updated_since"),
        ("contributor=" + "a" * 300, "contributor"),
    ],
)
def test_a_wrong_filter_is_a_problem(works, client, query, name):
    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [name]


@pytest.mark.parametrize(
    ("moment", "number"),
    [("0001-01-01T00:00:00%2B14:00", 3), ("9999-12-31T23:59:59-14:00", 0)],
)
def test_the_ends_of_time_are_moments_too(works, client, moment, number):
    assert len(titles(client, f"updated_since={moment}")) == number


def test_the_form_offers_what_helps_readers(works, client):
    page = client.get("/en/library/?has_file=true&contributor=muller").content.decode()

    assert 'name="has_file" value="true" checked' in page
    assert 'name="contributor"' in page
    assert 'name="updated_since"' not in page
    assert "1 work found" in page
    assert ">Open</a>" in page
