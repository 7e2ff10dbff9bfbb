"""The waiting list by the API: joining, reading, leaving."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.spaces.actions import cancel_booking
from community.spaces.models import Booking, WaitlistEntry
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.api import NOBODY, Api, problem, stay, wanted

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
START = datetime(2027, 6, 7, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _june(db, time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def taken(room):
    """Somebody has the room from ten to eleven."""
    return places.booking(room, UserFactory(), START)


def waits(resource, member, start=START, **values):
    told = {"starts_at": start, "ends_at": start + HOUR, "until": start}
    return WaitlistEntry.objects.create(
        resource=resource, member=member, **(told | values)
    )


def path(entry) -> str:
    return f"waitlist/{entry.uuid}/"


# Joining ----------------------------------------------------------------------------------


def test_one_waits_and_is_told_of_it(room, taken, arta):
    waits(room, UserFactory())
    response = Api(arta).post(
        "waitlist/?locale=de",
        wanted(
            room,
            party_size=3,
            note="Two guests",
            any_of_kind=True,
            until="2027-06-06T18:00:00+02:00",
        ),
    )

    assert response.status_code == 201, response.content
    found = WaitlistEntry.objects.get(member=arta)
    assert response["Cache-Control"] == "private, no-store"
    assert response.json() == {
        "id": str(found.uuid),
        "resource": room.pk,
        "resource_name": "Room de",
        "space": "prishtina",
        "any_of_kind": True,
        "member": {"name": "Arta Gashi", "slug": "", "is_named": True},
        "starts_at": "2027-06-07T08:00:00Z",
        "ends_at": "2027-06-07T09:00:00Z",
        "local_start": "2027-06-07T10:00:00+02:00",
        "local_end": "2027-06-07T11:00:00+02:00",
        "zone": "Europe/Belgrade",
        "party_size": 3,
        "note": "Two guests",
        "until": "2027-06-06T16:00:00Z",
        "state": "waiting",
        "before": 1,
        "booking": None,
        "created_at": "2027-06-01T08:00:00Z",
        "can": ["leave"],
        "hints": [],
    }
    assert (found.starts_at, found.is_any, found.party_size) == (START, True, 3)


def test_who_asks_again_changes_what_they_asked_for(room, taken, arta):
    first = Api(arta).post("waitlist/", wanted(room))
    second = Api(arta).post("waitlist/", wanted(room, party_size=4))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert second.json()["party_size"] == 4
    assert WaitlistEntry.objects.count() == 1


def test_times_may_be_those_of_the_space(room, taken, arta):
    naive = {
        "starts_at": "2027-06-07T10:00",
        "ends_at": "2027-06-07T11:00",
        "until": "2027-06-06T18:00",
    }
    told = Api(arta).post("waitlist/", wanted(room, **naive, tz="space"))

    assert told.status_code == 201, told.content
    assert told.json()["starts_at"] == "2027-06-07T08:00:00Z"
    assert told.json()["until"] == "2027-06-06T16:00:00Z"


def test_what_is_free_now_is_told_to_be_booked(room, arta):
    told = problem(Api(arta).post("waitlist/", wanted(room)))

    assert (told["status"], len(told["choices"])) == (409, 1)
    (choice,) = told["choices"]
    assert choice["resource"] == room.pk
    assert choice["starts_at"] == "2027-06-07T08:00:00Z"
    assert "waitlist" not in told
    assert not WaitlistEntry.objects.exists()
    body = {name: choice[name] for name in ("resource", "starts_at", "ends_at")}
    assert Api(arta).post("bookings/", body).status_code == 201


def test_who_has_a_place_there_is_refused(desks, arta):
    for seat, guest in enumerate((arta, UserFactory(), UserFactory())):
        places.booking(desks, guest, START, seat=seat)

    told = problem(Api(arta).post("waitlist/", wanted(desks)))

    assert told["status"] == 409
    assert told["detail"] == "You have a place there at this time."
    assert "choices" not in told


def test_who_gets_the_place_while_asking_again_has_it(space, arta, time_machine):
    """Nobody came, and nothing has made it real before they ask once more."""
    room = places.resource(space, needs_check_in=True, release_after=15)
    gone = places.booking(room, UserFactory(), START - HOUR, 120)
    gone.allocations.all().update(lapses_at=START - HOUR / 4)
    waits(room, arta)
    time_machine.move_to(START - HOUR / 5, tick=False)

    told = problem(Api(arta).post("waitlist/", wanted(room)))

    assert (told["status"], told["detail"]) == (
        409,
        "You have a place there at this time.",
    )
    assert Booking.objects.get(member=arta).state == "confirmed"
    assert WaitlistEntry.objects.get().state == "promoted"


def test_very_many_come_to_an_end(room, taken, arta, monkeypatch):
    monkeypatch.setattr("community.spaces.actions.waiting.MOST_WAITING", 1)
    waits(room, arta, START + DAY)

    told = problem(Api(arta).post("waitlist/", wanted(room)))

    assert told["status"] == 409
    assert told["detail"].startswith("You wait for very many places.")


def test_nobody_waits_for_what_they_do_not_see(room, taken, arta):
    type(room.space).objects.update(is_open=False)

    assert Api(arta).post("waitlist/", wanted(room)).status_code == 404
    assert Api().post("waitlist/", wanted(room)).status_code == 403
    assert not WaitlistEntry.objects.exists()


# Where else it is told --------------------------------------------------------------------


def test_a_booking_that_comes_too_late_hints_at_it(room, taken, arta):
    told = problem(Api(arta).post("bookings/", wanted(room)))

    assert told["waitlist"] is True
    assert told["choices"]


def test_a_plan_tells_what_one_may_wait_for(space, room, arta):
    places.booking(room, UserFactory(), START, 120)
    wish = stay(room, last="2027-06-08")

    full = Api().get("visits/plan/", **wish).json()["gaps"]
    space.opening_rules.all().delete()
    places.hours(space, [1])
    closed = Api().get("visits/plan/", **wish).json()["gaps"]

    (gap,) = full
    assert (gap["day"], gap["reason"]) == ("2027-06-07", "full")
    asked = {
        name: gap["waitlist"][name] for name in ("resource", "starts_at", "ends_at")
    }
    assert asked == {
        "resource": room.pk,
        "starts_at": "2027-06-07T08:00:00Z",
        "ends_at": "2027-06-07T10:00:00Z",
    }
    assert [one["waitlist"] for one in closed] == [None]
    space.opening_rules.all().delete()
    places.hours(space)
    assert Api(arta).post("waitlist/", asked).status_code == 201


# Reading ----------------------------------------------------------------------------------


def test_one_reads_ones_own_and_a_manager_those_of_the_space(room, manager, arta, host):
    own, other = waits(room, arta), waits(room, UserFactory(), START + DAY)
    elsewhere = places.resource(places.space("peja"), "Far")
    waits(elsewhere, UserFactory())

    def ids(user, **asked):
        body = Api(user).get("waitlist/", **asked).json()
        return [one["id"] for one in body["items"]]

    assert ids(arta) == [str(own.uuid)]
    assert ids(arta, space="prishtina") == [str(own.uuid)]
    assert ids(manager) == []
    assert ids(manager, space="prishtina") == [str(other.uuid), str(own.uuid)]
    assert ids(manager, space="peja") == []
    assert ids(host, space="prishtina") == []
    assert Api(arta).get("waitlist/", space="nowhere").status_code == 404
    assert Api().get("waitlist/").status_code == 403


def test_states_narrow_the_list(room, arta):
    for number, state in enumerate(("waiting", "left", "lapsed", "promoted")):
        waits(room, arta, START + number * DAY, state=state)

    def states(**asked):
        return [
            one["state"] for one in Api(arta).get("waitlist/", **asked).json()["items"]
        ]

    assert states() == ["promoted", "lapsed", "left", "waiting"]
    assert states(state="waiting") == ["waiting"]
    assert states(state=["left", "lapsed"]) == ["lapsed", "left"]
    refused = problem(Api(arta).get("waitlist/", state="requested"))
    assert (refused["status"], list(refused["errors"])) == (400, ["state"])


def test_pages_go_on(room, arta):
    for number in range(5):
        waits(room, arta, START + number * DAY)

    first = Api(arta).get("waitlist/", limit=3).json()
    second = Api(arta).get("waitlist/", limit=3, cursor=first["next"]).json()

    days = [one["starts_at"][:10] for one in (*first["items"], *second["items"])]
    assert days == [f"2027-06-{number:02}" for number in range(11, 6, -1)]
    assert second["next"] is None
    assert Api(arta).get("waitlist/", cursor="x").status_code == 400
    assert Api(arta).get("waitlist/", sort="x").status_code == 400


def test_the_list_costs_the_same_however_many(room, desks, manager):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            body = Api(manager).get("waitlist/", space="prishtina", limit=50).json()
        return len(captured), len(body["items"])

    waits(room, UserFactory())
    few = cost()
    for number in range(20):
        waits(desks if number % 2 else room, UserFactory(), START + number * HOUR)
    many = cost()

    assert (few[1], many[1]) == (1, 21)
    assert few[0] == many[0]


@pytest.mark.parametrize("state", ["left", "lapsed", "promoted"])
def test_who_waits_no_longer_has_nobody_before_them(room, arta, state):
    waits(room, UserFactory())
    entry = waits(room, arta, state=state)

    told = Api(arta).get(path(entry)).json()

    assert (told["state"], told["before"], told["can"]) == (state, None, [])


def test_what_came_of_it_is_named(room, taken, arta):
    told = Api(arta).post("waitlist/", wanted(room)).json()
    cancel_booking(taken.member, taken)

    found = Api(arta).get(f"waitlist/{told['id']}/").json()

    assert (found["state"], found["can"]) == ("promoted", [])
    assert found["booking"] == str(Booking.objects.get(member=arta).uuid)


# Leaving ----------------------------------------------------------------------------------


def test_one_leaves_and_a_second_time_changes_nothing(room, arta):
    entry = waits(room, arta)

    for _time in range(2):
        response = Api(arta).delete(path(entry))
        assert (response.status_code, response.content) == (204, b"")
    assert Api(arta).get(path(entry)).json()["state"] == "left"


def test_a_manager_strikes_out(room, manager, arta):
    entry = waits(room, arta)

    assert Api(manager).get(path(entry)).json()["can"] == ["leave"]
    assert Api(manager).delete(path(entry)).status_code == 204
    entry.refresh_from_db()
    assert entry.state == "left"


def test_what_has_become_a_booking_is_not_left(room, arta):
    entry = waits(room, arta, state="promoted")

    assert problem(Api(arta).delete(path(entry)))["status"] == 409
    entry.refresh_from_db()
    assert entry.state == "promoted"


def test_somebody_elses_is_not_there(room, arta, host, viewer):
    entry = waits(room, UserFactory())

    for user in (arta, host, viewer):
        assert Api(user).get(path(entry)).status_code == 404
        assert Api(user).delete(path(entry)).status_code == 404
    assert Api(arta).get(f"waitlist/{NOBODY}/").status_code == 404
    assert Api(arta).put(path(entry), {}).status_code == 405
    entry.refresh_from_db()
    assert entry.state == "waiting"
