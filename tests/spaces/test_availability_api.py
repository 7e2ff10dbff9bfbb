"""How much is free, by the API: for everybody, and without names."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.spaces.models import Space
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.api import Api, problem

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
START = datetime(2027, 6, 7, 8, tzinfo=UTC)
MONDAY = {"from": "2027-06-07", "to": "2027-06-07"}


@pytest.fixture(autouse=True)
def _june(db, time_machine):
    time_machine.move_to(NOW, tick=False)


def segments(item):
    return [
        (one["starts_at"][11:16], one["ends_at"][11:16], one["free"])
        for one in item["segments"]
    ]


def free(resource, **asked):
    response = Api().get(f"resources/{resource.pk}/availability/", **asked)
    assert response.status_code == 200, response.content
    return segments(response.json())


def test_one_resource_tells_its_terms(room):
    told = Api().get(f"resources/{room.pk}/", locale="de").json()

    assert (told["id"], told["name"], told["space"]) == (
        room.pk,
        "Room de",
        "prishtina",
    )
    assert (told["capacity"], told["step"], told["horizon_days"]) == (8, 30, 90)
    assert Api().get("resources/999999/").status_code == 404


def test_seats_are_counted_and_nobody_is_named(desks, arta):
    places.booking(desks, arta, START, seat=0)
    places.booking(desks, UserFactory(), START, 30, seat=2)

    told = Api().get(f"resources/{desks.pk}/availability/", locale="en", **MONDAY)

    assert told.json() == {
        "from": "2027-06-06T22:00:00Z",
        "to": "2027-06-07T22:00:00Z",
        "resource": desks.pk,
        "name": "Desks en",
        "kind": "hot_desks",
        "space": "prishtina",
        "zone": "Europe/Belgrade",
        "seats": 3,
        "segments": [
            {
                "starts_at": "2027-06-07T07:00:00Z",
                "ends_at": "2027-06-07T08:00:00Z",
                "free": 3,
            },
            {
                "starts_at": "2027-06-07T08:00:00Z",
                "ends_at": "2027-06-07T08:30:00Z",
                "free": 1,
            },
            {
                "starts_at": "2027-06-07T08:30:00Z",
                "ends_at": "2027-06-07T09:00:00Z",
                "free": 2,
            },
            {
                "starts_at": "2027-06-07T09:00:00Z",
                "ends_at": "2027-06-07T15:00:00Z",
                "free": 3,
            },
        ],
    }


def test_a_window_may_be_days_moments_or_times_of_the_space(room):
    whole = [("07:00", "15:00", 1)]
    part = [("08:00", "09:30", 1)]

    assert free(room, **MONDAY) == whole
    moments = {"from": "2027-06-07T08:00:00Z", "to": "2027-06-07T11:30:00+02:00"}
    assert free(room, **moments) == part
    clocks = {"from": "2027-06-07T10:00", "to": "2027-06-07T11:30", "tz": "space"}
    assert free(room, **clocks) == part
    mixed = {"from": "2027-06-07", "to": "2027-06-07T09:30:00Z"}
    assert free(room, **mixed) == [("07:00", "09:30", 1)]


def test_two_weeks_from_today_unless_told_otherwise(room):
    told = Api().get(f"resources/{room.pk}/availability/").json()

    assert (told["from"], told["to"]) == (
        "2027-05-31T22:00:00Z",
        "2027-06-14T22:00:00Z",
    )
    assert len(told["segments"]) == 14
    # What has passed of today is not offered any more.
    assert segments(told)[0] == ("08:00", "15:00", 1)


def test_a_day_of_moved_clocks_has_its_hours(space, time_machine):
    time_machine.move_to(datetime(2027, 10, 20, tzinfo=UTC), tick=False)
    room = places.resource(space)

    days = {"from": "2027-10-30", "to": "2027-10-31"}

    assert free(room, **days) == [("07:00", "15:00", 1), ("08:00", "16:00", 1)]


def test_what_is_too_near_or_too_far_is_not_offered(space):
    room = places.resource(space, lead=2 * 24 * 60, horizon_days=3)

    assert free(room) == [("08:00", "15:00", 1), ("07:00", "08:00", 1)]
    assert free(room, **MONDAY) == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("from=tomorrow", "from"),
        ("from=2027-06-07T10:00", "from"),
        ("to=2027-06-07T10:00:00", "to"),
        ("from=2027-06-07T10:00&tz=here", "tz"),
        ("from=2027-02-30", "from"),
        ("from=2027-06-07T25:00:00Z", "from"),
        ("from=0001-01-01", "from"),
        ("from=0001-01-01T00:00:00%2B14:00", "from"),
        ("to=9999-12-31", "to"),
        ("to=9999-12-31T23:59:59-14:00", "to"),
        ("to=2200-12-31", "to"),
        ("from=12345678901234567890", "request"),
        ("from=%00", "request"),
        ("from=2027-06-07&to=2027-06-06", "to"),
        ("from=2027-06-07T10:00:00Z&to=2027-06-07T10:00:00Z", "to"),
        ("from=2027-01-01&to=2028-01-02", "to"),
        ("from=2027-01-01T00:00:00Z&to=2028-01-03T00:00:00Z", "to"),
        ("colour=red", "colour"),
        ("locale=fr", "locale"),
    ],
)
def test_wrong_windows_are_named(room, query, name):
    for path in (f"resources/{room.pk}/availability/", "availability/"):
        response = Api().get(f"{path}?{query}")

        assert response.status_code == 400, response.content
        assert list(problem(response).get("errors", {"request": 1})) == [name]


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", "Ask for at most 366 days."),
        ("de", "Fragen Sie nach höchstens 366 Tagen."),
        ("sq", "Kërkoni më së shumti 366 ditë."),
    ],
)
def test_a_window_that_is_too_long_is_told_in_three_languages(room, locale, words):
    asked = {"from": "2027-01-01", "to": "2028-06-01", "locale": locale}

    told = problem(Api().get(f"resources/{room.pk}/availability/", **asked))

    assert told["errors"] == {"to": [words]}


def test_a_whole_year_may_be_asked_for(room):
    assert free(room, **{"from": "2027-01-01", "to": "2028-01-01"})


def test_wrong_windows_are_told_where_there_is_nothing(db):
    asked = {"from": "2027-06-07", "to": "2027-06-06"}

    assert Api().get("availability/", **asked).status_code == 400
    assert Api().get("availability/").json()["items"] == []


def test_many_are_narrowed_and_come_by_the_page(space, room, desks):
    far = places.resource(places.space("peja"), "Far", capacity=9)
    places.hours(far.space, opens=places.NINE)

    def listed(**asked):
        found = Api().get("availability/", **{**MONDAY, **asked}).json()
        return [one["resource"] for one in found["items"]]

    assert listed() == [room.pk, desks.pk, far.pk]
    assert listed(space="peja") == [far.pk]
    assert listed(space="nowhere") == []
    assert listed(kind="room") == [room.pk, far.pk]
    assert listed(capacity=9) == [far.pk]
    first = Api().get("availability/", limit=2, **MONDAY).json()
    second = Api().get("availability/", limit=2, cursor=first["next"], **MONDAY).json()
    assert [one["resource"] for one in second["items"]] == [far.pk]
    assert segments(second["items"][0]) == [("07:00", "15:00", 1)]


def test_days_are_those_of_each_space(space, room):
    far = places.resource(places.space("melbourne", zone="Australia/Melbourne"))
    places.hours(far.space)

    items = Api().get("availability/", **MONDAY).json()["items"]

    told = {one["resource"]: one["segments"] for one in items}
    assert [one["starts_at"] for one in told[room.pk]] == ["2027-06-07T07:00:00Z"]
    assert [one["starts_at"] for one in told[far.pk]] == ["2027-06-06T23:00:00Z"]


@pytest.mark.parametrize(
    "query",
    ["kind=yacht", "capacity=0", "capacity=x", "limit=0", "limit=101", "cursor=x"],
)
def test_wrong_filters_are_named(room, query):
    response = Api().get(f"availability/?{query}")

    assert list(problem(response)["errors"]) == [query.split("=")[0]]


def test_a_hidden_space_tells_nothing(room, manager):
    Space.objects.update(is_open=False)

    assert Api().get("availability/").json()["items"] == []
    for path in (f"resources/{room.pk}/", f"resources/{room.pk}/availability/"):
        hidden, missing = (
            Api().get(path),
            Api().get(path.replace(str(room.pk), "99999")),
        )
        assert problem(hidden) == problem(missing)
        assert hidden.status_code == 404
        assert Api(manager).get(path).status_code == 200


def test_it_is_read_in_few_statements_whatever_their_number(space, room, arta):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            answer = Api().get("availability/", limit=100, **{"to": "2027-08-29"})
        assert answer.status_code == 200
        return len(captured), answer.json()["items"]

    few, _items = statements()
    for number in range(20):
        more = places.resource(space, f"R{number}", capacity=2)
        places.hours(more)
        for day in range(10):
            places.booking(more, arta, START + timedelta(days=day))

    many, items = statements()

    assert len(items) == 21
    assert many == few <= 6


def test_one_resource_is_read_in_few_statements(room):
    with CaptureQueriesContext(connection) as captured:
        free(room)

    assert len(captured) <= 6
