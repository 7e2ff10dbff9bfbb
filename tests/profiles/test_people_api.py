"""The directory in the API: what each asker is told, and how bad input is refused."""

import json

import pytest

from community.profiles.actions import show_fields
from community.profiles.models import SavedSearch
from tests.factories.directory import make_person
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill

URL = "/api/v1/people/"
SEARCHES = "/api/v1/me/searches/"
CARD = {
    *("slug", "url", "name", "headline", "language", "occupation", "position"),
    *("employer", "country", "city", "availability", "languages", "skills"),
    *("verified", "photo"),
}
WHOLE = CARD | {
    *("summary", "years", "in_kosovo", "origin", "hours_a_month", "visits", "offers"),
    *("seeks", "experience", "education", "licences", "links", "email", "phone"),
    "birth_year",
}


@pytest.fixture
def arta(db):
    make_skill({"en": "Welding", "de": "Schweissen"}, slug="welding")
    return make_person(
        "Arta Gashi", country="CH", city="Zürich", has=["welding"], origin="peje",
        languages=["sq"],
    )  # fmt: skip


@pytest.fixture
def member(client, arta):
    user = UserFactory()
    client.force_login(user)
    return user


def test_a_list_has_these_members_and_no_others(client, member, arta):
    answer = client.get(URL, {"locale": "de", "q": "arta"})
    body = answer.json()

    assert answer["Cache-Control"] == "private, no-store"
    assert set(body) == {
        *("total", "total_is_exact", "sort", "next", "previous", "items"),
        "similar_names",
    }
    assert (body["total"], body["total_is_exact"], body["sort"]) == (
        *(1, True, "relevance"),
    )
    [item] = body["items"]
    assert set(item) == CARD
    assert item["country"] == {"code": "CH", "label": "Schweiz"}
    assert item["skills"] == [{"slug": "welding", "label": "Schweissen"}]
    assert item["languages"] == [{"code": "sq", "label": "Albanisch"}]
    assert item["url"].endswith(f"/de/people/{arta.slug}/")
    assert item["photo"] is None


def test_one_person_has_these_members_and_no_others(client, member, arta):
    body = client.get(f"{URL}{arta.slug}/", {"locale": "en"}).json()

    assert set(body) == WHOLE
    assert body["origin"] == {"code": "peje", "label": "Peja"}
    assert body["skills"] == [
        {"slug": "welding", "label": "Welding", "level": 2, "endorsements": 0}
    ]
    assert (body["email"], body["phone"]) == ("", "")


def test_facets_have_values_labels_and_numbers(client, member):
    make_person("Besim Hoxha", country="DE")

    body = client.get(f"{URL}facets/", {"locale": "en", "city": "zuerich"}).json()

    assert set(body) == {"total", "total_is_exact", "approximate", "facets"}
    assert (body["total"], body["approximate"]) == (1, False)
    assert body["facets"]["country"] == [
        {"value": "CH", "label": "Switzerland", "number": 1}
    ]
    assert body["facets"]["city"] == [
        {"value": "zuerich", "label": "Zürich", "number": 1}
    ]


def test_visitors_are_told_what_is_public(client, arta):
    assert client.get(URL).json()["items"] == []
    assert client.get(f"{URL}{arta.slug}/").status_code == 404

    show_fields(arta, {"headline": 31, "country": 31})
    [item] = client.get(URL).json()["items"]

    assert (item["name"], item["city"], item["country"]["code"]) == ("", "", "CH")
    assert client.get(URL)["Cache-Control"] == "private, no-store"
    assert client.get(URL, {"city": "zuerich"}).json()["items"] == []


def test_pages_go_on_and_fields_are_chosen(client, member):
    for number in range(5):
        make_person(f"Agim {number}")

    first = client.get(URL, {"limit": 4, "sort": "name", "fields": "name"}).json()
    query = {"limit": 4, "sort": "name", "fields": "name", "cursor": first["next"]}
    second = client.get(URL, query).json()

    names = [one["name"] for one in [*first["items"], *second["items"]]]
    assert names == [*(f"Agim {n}" for n in range(5)), "Arta Gashi"]
    assert second["next"] is None
    assert all(set(one) == {"name"} for one in first["items"])


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("kuntry=CH", "kuntry"),
        ("country=QQ", "country"),
        ("occupation=doctor", "occupation"),
        ("limit=0", "limit"),
        ("sort=best", "sort"),
        ("cursor=x", "cursor"),
        ("locale=fr", "locale"),
        ("visiting_from=x", "visiting_from"),
        ("visiting_from=2027-02-02&visiting_to=2027-02-01", "visiting_to"),
        ("skill=a&skill=B%20C", "skill"),
        (f"q={'x' * 300}", "q"),
    ],
)
def test_a_wrong_parameter_is_a_problem_that_names_it(client, member, query, name):
    answer = client.get(f"{URL}?{query}")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert list(answer.json()["errors"]) == [name]


def send(client, method, path, body):
    return getattr(client, method)(
        path, json.dumps(body), content_type="application/json"
    )


def test_searches_are_made_read_changed_and_deleted(client, member):
    made = send(client, "post", SEARCHES, {"name": "CH", "query": "country=CH&x=1"})
    body = made.json()

    assert made.status_code == 201
    assert set(body) == {"id", "name", "query", "alert", "url", "created"}
    assert (body["query"], body["alert"]) == ("country=CH", "none")
    assert client.get(SEARCHES).json() == [body]

    path = f"{SEARCHES}{body['id']}/"
    changed = send(client, "patch", path, {"alert": "weekly"}).json()
    assert (changed["name"], changed["alert"]) == ("CH", "weekly")
    assert client.get(path).json() == changed

    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"query": "country=CH"}, "name"),
        ({"name": "A", "query": "country=QQ"}, "query"),
        ({"name": "A", "query": "", "alert": "hourly"}, "alert"),
        ({"name": "Taken", "query": ""}, "name"),
        ({"name": "x" * 81, "query": ""}, "name"),
        ({"name": "A", "query": "q=" + "x" * 999}, "query"),
    ],
)
def test_a_wrong_search_is_a_problem(client, member, body, name):
    SavedSearch.objects.create(user=member, name="Taken", query="")

    answer = send(client, "post", SEARCHES, body)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [name]
    assert SavedSearch.objects.count() == 1


def test_searches_are_for_members_and_their_own(client, arta):
    other = SavedSearch.objects.create(user=UserFactory(), name="Other", query="")
    assert client.get(SEARCHES).status_code == 403

    client.force_login(UserFactory())

    assert client.get(SEARCHES).json() == []
    for method in ("get", "patch", "delete"):
        path = f"{SEARCHES}{other.pk}/"
        assert getattr(client, method)(path).status_code == 404
