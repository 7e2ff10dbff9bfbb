"""What everybody may read of spaces through the API."""

import pytest

from community.spaces.actions import import_holidays
from community.spaces.models import Space
from tests.factories import places

API = "/api/v1/"
ONE = f"{API}spaces/prishtina/"


def test_spaces_in_their_order(space, client):
    places.space("peja", position=1, latitude="42.659300", longitude="20.288700")

    first = client.get(f"{API}spaces/?limit=1&locale=de").json()
    second = client.get(f"{API}spaces/?limit=1&cursor={first['next']}").json()

    assert first["items"] == [
        {
            "id": "prishtina",
            "name": "Prishtina de",
            "names": {"sq": "Prishtina sq", "en": "Prishtina en", "de": "Prishtina de"},
            "address": "Rr. Nëna Terezë 1",
            "city": "Prishtina",
            "geo": None,
            "zone": "Europe/Belgrade",
        }
    ]
    assert second["items"][0]["geo"] == {"latitude": 42.6593, "longitude": 20.2887}
    assert second["next"] is None


def test_one_space(space, room, client):
    answer = client.get(ONE).json()

    assert (answer["id"], answer["resources"], answer["policy"]) == ("prishtina", 1, "")
    assert client.get(f"{API}spaces/nowhere/").status_code == 404


def test_a_hidden_space_is_not_found(space, room, manager, client):
    Space.objects.update(is_open=False)
    for path in (ONE, f"{ONE}opening-hours/"):
        assert client.get(path).status_code == 404
    assert client.get(f"{API}spaces/").json()["items"] == []
    assert client.get(f"{API}resources/").json()["items"] == []

    client.force_login(manager)

    assert client.get(ONE).status_code == 200
    assert len(client.get(f"{API}resources/").json()["items"]) == 1


def test_hours_of_each_day_across_a_moved_clock(space, client):
    url = f"{ONE}opening-hours/?from=2027-03-27&to=2027-03-28&locale=en"

    answer = client.get(url).json()

    assert answer["zone"] == "Europe/Belgrade"
    assert [one["hours"] for one in answer["days"]] == [
        [{"opens": "2027-03-27T09:00:00+01:00", "closes": "2027-03-27T17:00:00+01:00"}],
        [{"opens": "2027-03-28T09:00:00+02:00", "closes": "2027-03-28T17:00:00+02:00"}],
    ]


@pytest.mark.parametrize(
    ("locale", "label"),
    [("sq", "Bajrami i Madh"), ("en", "Eid al-Fitr"), ("de", "Ramadanfest")],
)
def test_holidays_are_named_in_the_language_asked_for(space, client, locale, label):
    import_holidays(space)

    url = f"{ONE}opening-hours/?from=2027-03-09&to=2027-03-09&locale={locale}"
    (day,) = client.get(url).json()["days"]

    assert day == {
        "date": "2027-03-09",
        "hours": [],
        "label": label,
        "is_estimated": True,
    }


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("from=tomorrow", "from"),
        ("from=0001-01-01", "from"),
        ("from=99999-01-01", "from"),
        ("to=2027-02-30", "to"),
        ("from=2027-02-02&to=2027-02-01", "to"),
        ("from=2027-01-01&to=2028-01-02", "to"),
        ("colour=red", "colour"),
        ("locale=fr", "locale"),
    ],
)
def test_wrong_windows_are_named(space, client, query, name):
    response = client.get(f"{ONE}opening-hours/?{query}")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [name]


def test_a_whole_year_may_be_asked_for(space, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        answer = client.get(f"{ONE}opening-hours/?from=2027-01-01&to=2028-01-01")

    assert len(answer.json()["days"]) == 366


def test_resources_are_narrowed(space, room, desks, client):
    places.resource(places.space("peja"), "Far", capacity=9)

    def names(query):
        found = client.get(f"{API}resources/?locale=en&{query}").json()["items"]
        return [one["name"] for one in found]

    assert names("") == ["Room en", "Desks en", "Far en"]
    assert names("space=peja") == ["Far en"]
    assert names("space=nowhere") == []
    assert names("kind=hot_desks") == ["Desks en"]
    assert names("capacity=8&space=prishtina") == ["Room en"]
    assert names("limit=1") == ["Room en"]


def test_a_resource_tells_its_terms_and_nobodys_name(desks, arta, client):
    places.booking(desks, arta)

    (item,) = client.get(f"{API}resources/").json()["items"]

    assert (item["space"], item["capacity"], item["is_shared"]) == (
        "prishtina",
        3,
        True,
    )
    assert "Arta" not in str(item)


@pytest.mark.parametrize(
    "query", ["kind=yacht", "capacity=0", "capacity=x", "capacity=501", "limit=0", "cursor=x"]
)  # fmt: skip
def test_wrong_filters_are_named(space, client, query):
    response = client.get(f"{API}resources/?{query}")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [query.split("=")[0]]


def test_what_is_no_longer_let_is_left_out(space, client):
    places.resource(space, active_until="2020-01-01")

    assert client.get(f"{API}resources/").json()["items"] == []
