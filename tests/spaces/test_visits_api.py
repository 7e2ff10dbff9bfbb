"""Visits by the API: a plan, booking it all or nothing, reading and cancelling it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.spaces.models import Booking, DayException, Space, Visit
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.api import NOBODY, Api, problem, stay, wanted

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
START = datetime(2027, 6, 7, 8, tzinfo=UTC)  # ten o'clock in Prishtina
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _june(db, time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def desk(space):
    return places.resource(space, "Desk", "desk")


@pytest.fixture
def other(space):
    return places.resource(space, "Other", "desk", position=1)


def taken(resource, *days: int):
    """By somebody else, on these days after the Monday."""
    for day in days:
        places.booking(resource, UserFactory(), START + day * DAY, 120)


def closed(space, day="2027-06-09", **values):
    return DayException.objects.create(
        space=space, first=day, last=day, label_en="Painting", label_de="Anstrich",
        label_sq="Ngjyrosje", **values,
    )  # fmt: skip


def items(*resources, **values):
    """One for each day from the Monday on."""
    return [
        {
            "resource": one.pk,
            "starts_at": f"2027-06-{7 + number:02}T10:00:00+02:00",
            "ends_at": f"2027-06-{7 + number:02}T12:00:00+02:00",
            **values,
        }
        for number, one in enumerate(resources)
    ]


# A plan -----------------------------------------------------------------------------------


def plan(**asked):
    response = Api().get("visits/plan/", **asked)
    assert response.status_code == 200, response.content
    return response.json()


def test_a_plan_stays_at_one_place_if_it_can(desk, other):
    told = plan(**stay(desk))

    assert told["moves"] == 0
    assert told["singles"] == [desk.pk, other.pk]
    assert told["gaps"] == []
    assert (told["space"], told["zone"]) == ("prishtina", "Europe/Belgrade")
    assert [(one["day"], one["resource"]) for one in told["days"]] == [
        (f"2027-06-{day:02}", desk.pk) for day in range(7, 12)
    ]
    assert told["days"][0] == {
        "day": "2027-06-07",
        "has_moved": False,
        "resource": desk.pk,
        "resource_name": "Desk sq",
        "space": "prishtina",
        "starts_at": "2027-06-07T08:00:00Z",
        "ends_at": "2027-06-07T10:00:00Z",
        "local_start": "2027-06-07T10:00:00+02:00",
        "local_end": "2027-06-07T12:00:00+02:00",
        "zone": "Europe/Belgrade",
    }


def test_a_plan_moves_as_rarely_as_it_can_and_names_gaps(space, desk, other):
    taken(desk, 3, 4)
    taken(other, 4)
    closed(space)

    told = plan(**stay(desk), locale="de")

    assert [one["resource"] for one in told["days"]] == [other.pk] * 3
    assert [(one["day"], one["reason"]) for one in told["gaps"]] == [
        ("2027-06-09", "closed"),
        ("2027-06-11", "full"),
    ]
    assert told["gaps"][0]["label"] == "Anstrich"
    assert told["gaps"][1]["alternatives"]
    assert "Member" not in str(told)


def test_a_plan_is_narrowed_by_weekdays_kinds_and_people(space, desk, room):
    few = plan(**stay(desk, weekdays=[0, 4]))
    rooms = plan(**stay(desk, kinds=["room"], party_size=5))

    assert [one["day"] for one in few["days"]] == ["2027-06-07", "2027-06-11"]
    assert {one["resource"] for one in rooms["days"]} == {room.pk}


def test_plans_are_for_everybody_of_what_they_see(desk, manager):
    Space.objects.update(is_open=False)

    hidden = Api().get("visits/plan/", **stay(desk))

    assert problem(hidden)["status"] == 404
    assert Api(manager).get("visits/plan/", **stay(desk)).status_code == 200


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("space", None, 400),
        ("space", "a b", 400),
        ("first", "soon", 400),
        ("last", None, 400),
        ("opens", "25:00", 400),
        ("opens", "10", 400),
        ("closes", "", 400),
        ("weekdays", ["7"], 400),
        ("weekdays", ["x"], 400),
        ("kinds", ["yacht"], 400),
        ("party_size", "0", 400),
        ("party_size", "x", 400),
        ("note", "x", 400),
        ("last", "2028-06-07", 400),
        ("last", "9999-12-31", 400),
        ("last", "2027-06-06", 422),
        ("last", "2027-09-30", 422),
        ("closes", "10:00", 422),
        ("closes", "09:00", 422),
    ],
)
def test_wrong_wishes_are_named(desk, arta, name, value, status):
    asked = stay(desk, **{name: value})
    read = Api().get("visits/plan/", **asked)

    assert (read.status_code, list(problem(read)["errors"])) == (status, [name])
    if name == "note":
        return
    written = Api(arta).post("visits/", asked)
    assert (written.status_code, list(problem(written)["errors"])) == (status, [name])
    assert not Visit.objects.exists()


def test_wishes_of_other_ages_are_named(desk, arta):
    for first in ("0001-01-01", "9999-12-31"):
        asked = stay(desk, first=first, last=first)

        assert list(problem(Api().get("visits/plan/", **asked))["errors"]) == ["first"]
        assert list(problem(Api(arta).post("visits/", asked))["errors"]) == ["first"]


def test_a_plan_is_read_in_few_statements(space, desk):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            plan(**stay(desk))
        return len(captured)

    few = statements()
    for number in range(20):
        taken(places.resource(space, f"D{number}", "desk"), 0, 1, 2)

    assert statements() == few <= 8


# Booking it -------------------------------------------------------------------------------


def test_a_plan_is_booked_as_one(desk, other, arta):
    response = Api(arta).post("visits/", stay(desk, note="Summer"))

    assert response.status_code == 201, response.content
    told = response.json()
    visit = Visit.objects.get()
    assert told["id"] == str(visit.uuid)
    assert {name: told[name] for name in ("first", "last", "opens", "closes")} == {
        "first": "2027-06-07",
        "last": "2027-06-11",
        "opens": "10:00",
        "closes": "12:00",
    }
    assert (told["note"], told["can"], told["gaps"], told["hints"]) == (
        "Summer", ["cancel"], [], [],
    )  # fmt: skip
    assert [one["starts_at"] for one in told["bookings"]] == [
        f"2027-06-{day:02}T08:00:00Z" for day in range(7, 12)
    ]
    assert {one["visit"] for one in told["bookings"]} == {told["id"]}
    assert visit.member == arta
    assert Booking.objects.filter(visit=visit, member=arta).count() == 5


def test_what_is_named_is_booked(desk, other, arta):
    body = stay(desk, items=items(desk, other, desk, note="By the window"))

    told = Api(arta).post("visits/", body).json()

    assert [one["resource"] for one in told["bookings"]] == [desk.pk, other.pk, desk.pk]
    assert {one["note"] for one in told["bookings"]} == {"By the window"}


def test_one_place_that_is_taken_and_nothing_is_booked(desk, other, arta):
    taken(desk, 2)
    before = Booking.objects.count()

    body = stay(desk, items=items(desk, other, desk))
    refused = problem(Api(arta).post("visits/?locale=de", body))

    assert refused["status"] == 409
    (full,) = refused["full"]
    assert (full["resource"], full["local_start"]) == (
        desk.pk, "2027-06-09T10:00:00+02:00",
    )  # fmt: skip
    assert full["resource_name"] == "Desk de"
    assert (full["choices"][0]["resource"], full["choices"][0]["starts_at"]) == (
        other.pk, "2027-06-09T08:00:00Z",
    )  # fmt: skip
    assert Booking.objects.count() == before
    assert not Visit.objects.exists()


def test_a_plan_with_a_full_day_is_booked_when_one_says_so(space, desk, arta):
    taken(desk, 2)
    closed(space, "2027-06-10")

    refused = problem(Api(arta).post("visits/", stay(desk)))
    told = Api(arta).post("visits/", stay(desk, all_or_nothing=False))

    assert refused["status"] == 409
    gaps = [("2027-06-09", "full"), ("2027-06-10", "closed")]
    assert [(one["day"], one["reason"]) for one in refused["gaps"]] == gaps
    assert told.status_code == 201
    assert [(one["day"], one["reason"]) for one in told.json()["gaps"]] == gaps
    assert len(told.json()["bookings"]) == 3


def test_days_on_which_nothing_is_open_are_left_out(space, desk, arta):
    closed(space)

    told = Api(arta).post("visits/", stay(desk))

    assert told.status_code == 201
    assert len(told.json()["bookings"]) == 4
    assert [one["reason"] for one in told.json()["gaps"]] == ["closed"]


def test_a_plan_without_a_day_books_nothing(desk, arta):
    taken(desk, *range(5))

    for choice in (True, False):
        body = stay(desk, all_or_nothing=choice)
        refused = problem(Api(arta).post("visits/", body))
        assert (refused["status"], len(refused["gaps"])) == (409, 5)
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("more", "status", "name"),
    [
        ({"items": []}, 400, "items"),
        ({"items": "x"}, 400, "items"),
        ({"items": [{}]}, 400, "items"),
        ({"items": [{"resource": 1, "colour": "red"}]}, 400, "items"),
        ({"all_or_nothing": "perhaps"}, 400, "all_or_nothing"),
        ({"colour": "red"}, 400, "colour"),
        ({"party_size": 2**31}, 400, "party_size"),
        ({"note": "x" * 501}, 422, "note"),
    ],
)
def test_wrong_members_are_named(desk, arta, more, status, name):
    refused = Api(arta).post("visits/", stay(desk, **more))

    assert (refused.status_code, list(problem(refused)["errors"])) == (status, [name])
    assert not Visit.objects.exists()


def test_items_keep_the_rules(space, desk, arta):
    far = places.resource(places.space("peja"))
    naive = [{**items(desk)[0], "starts_at": "2027-06-07T10:00"}]
    early = [{**items(desk)[0], "starts_at": "2027-06-07T04:00:00Z"}]

    def asked(found, **more):
        return problem(Api(arta).post("visits/", stay(desk, items=found, **more)))

    assert asked(naive)["status"] == 400
    assert asked(early)["codes"] == {"starts_at": ["closed"]}
    assert asked(items(desk, far))["codes"] == {"items": ["resource"]}
    assert asked(items(desk, party_size=2))["codes"] == {"party_size": ["party"]}
    assert asked(items(desk), all_or_nothing=False)["status"] == 400
    assert asked([{**items(desk)[0], "resource": 10**12}])["status"] == 404
    assert asked(items(*[desk] * 101))["status"] == 400
    assert not Visit.objects.exists()


def test_visitors_book_no_visit(desk):
    assert problem(Api().post("visits/", stay(desk)))["status"] == 403
    assert problem(Api().get("visits/"))["status"] == 403


# Asking twice -----------------------------------------------------------------------------


@pytest.mark.parametrize("is_planned", [True, False])
def test_the_same_key_and_body_book_one_visit(desk, other, arta, is_planned):
    body = stay(desk) if is_planned else stay(desk, items=items(desk, other))
    api, key = Api(arta), {"Idempotency-Key": "summer"}

    first, second = (api.post("visits/", body, **key) for _time in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Visit.objects.count() == 1
    again = problem(api.post("visits/", {**body, "last": "2027-06-12"}, **key))
    assert again["codes"] == {"Idempotency-Key": ["key_reused"]}


# Reading and cancelling -------------------------------------------------------------------


@pytest.fixture
def visit(desk, arta):
    told = Api(arta).post("visits/", stay(desk)).json()
    return Visit.objects.get(uuid=told["id"])


def test_a_visit_is_its_members_own(visit, arta, manager):
    own = Api(arta).get(f"visits/{visit.uuid}/")
    staff = UserFactory(is_superuser=True, is_staff=True)

    assert len(own.json()["bookings"]) == 5
    missing = problem(Api(arta).get(f"visits/{NOBODY}/"))
    for who in (UserFactory(), manager):
        assert problem(Api(who).get(f"visits/{visit.uuid}/")) == missing
        assert Api(who).post(f"visits/{visit.uuid}/cancel/").status_code == 404
        assert Api(who).get("visits/").json()["items"] == []
    assert Api(staff).get(f"visits/{visit.uuid}/").json()["id"] == own.json()["id"]
    assert [one["id"] for one in Api(arta).get("visits/").json()["items"]] == [
        str(visit.uuid)
    ]


def test_a_visit_is_cancelled_as_one(visit, arta):
    api = Api(arta)

    told = api.post(f"visits/{visit.uuid}/cancel/").json()
    again = api.post(f"visits/{visit.uuid}/cancel/")

    assert {one["state"] for one in told["bookings"]} == {"cancelled"}
    assert told["can"] == []
    assert (again.status_code, again.json()) == (200, told)
    assert api.get(f"visits/{visit.uuid}/").json() == told


def test_lists_of_visits_go_on_by_cursor_at_a_steady_cost(space, arta):
    def made(number, day):
        visit = Visit.objects.create(
            member=arta, first=f"2027-06-{day:02}", last="2027-06-30",
            opens="10:00", closes="12:00",
        )  # fmt: skip
        for _one in range(number):
            room = places.resource(space)
            places.booking(room, arta, START, visit=visit)

    api = Api(arta)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert api.get("visits/").status_code == 200
        return len(captured)

    made(1, 1)
    few = queries()
    for day in range(2, 6):
        made(3, day)

    assert queries() == few <= 9
    first = api.get("visits/", limit=3).json()
    second = api.get("visits/", limit=3, cursor=first["next"]).json()
    days = [one["first"][-2:] for one in first["items"] + second["items"]]
    assert (days, second["next"]) == (["05", "04", "03", "02", "01"], None)


def test_a_booking_tells_of_its_visit(visit, arta):
    listed = Api(arta).get("bookings/").json()["items"]

    assert {one["visit"] for one in listed} == {str(visit.uuid)}
    own = Api(arta).post("bookings/", wanted(listed and desk_of(listed)))
    assert own.status_code == 409


def desk_of(listed):
    return Booking.objects.get(uuid=listed[0]["id"]).resource
