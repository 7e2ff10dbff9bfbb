"""Bookings by the API: making, reading, changing, and what becomes of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.spaces.models import Booking, Resource, Space
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.api import NOBODY, TEN, Api, problem, wanted

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
START = datetime(2027, 6, 7, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _june(db, time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def booking(room, arta):
    """Arta's, from ten to eleven."""
    return places.booking(room, arta, START)


def path(one: Booking, verb: str = "") -> str:
    return f"bookings/{one.uuid}/{verb}"


# Making one -------------------------------------------------------------------------------


def test_a_booking_is_made_and_told(room, arta):
    response = Api(arta).post(
        "bookings/?locale=de", wanted(room, party_size=3, note="Two guests")
    )

    assert response.status_code == 201, response.content
    found = Booking.objects.get()
    assert response["ETag"] == '"1"'
    assert response["Cache-Control"] == "private, no-store"
    assert response.json() == {
        "id": str(found.uuid),
        "resource": room.pk,
        "resource_name": "Room de",
        "space": "prishtina",
        "member": {"name": "Arta Gashi", "slug": "", "is_named": True},
        "visit": None,
        "starts_at": "2027-06-07T08:00:00Z",
        "ends_at": "2027-06-07T09:00:00Z",
        "local_start": "2027-06-07T10:00:00+02:00",
        "local_end": "2027-06-07T11:00:00+02:00",
        "zone": "Europe/Belgrade",
        "party_size": 3,
        "state": "confirmed",
        "version": 1,
        "note": "Two guests",
        "hold_expires_at": None,
        "created_at": "2027-06-01T08:00:00Z",
        "can": ["change", "cancel"],
        "hints": [],
    }
    assert (found.member, found.starts_at) == (arta, START)


@pytest.mark.parametrize(
    "times",
    [
        {"starts_at": "2027-06-07T08:00:00Z", "ends_at": "2027-06-07T09:00:00Z"},
        {"starts_at": "2027-06-07T10:00", "ends_at": "2027-06-07T11:00", "tz": "space"},
        {
            "starts_at": "2027-06-07T10:00",
            "ends_at": "2027-06-07T09:00:00Z",
            "tz": "space",
        },
    ],
)
def test_times_may_be_said_in_several_ways(room, arta, times):
    response = Api(arta).post("bookings/", wanted(room, **times))

    assert response.status_code == 201, response.content
    found = Booking.objects.get()
    assert (found.starts_at, found.ends_at) == (START, START + timedelta(hours=1))


def test_a_request_holds_the_place_until_it_is_answered(space, arta, manager):
    room = places.resource(space, needs_approval=True)

    told = Api(arta).post("bookings/", wanted(room)).json()

    assert (told["state"], told["can"]) == ("requested", ["change", "cancel"])
    assert told["hold_expires_at"] == "2027-06-03T08:00:00Z"
    taken = Api(UserFactory()).post("bookings/", wanted(room))
    assert taken.status_code == 409
    seen = Api(manager).get(f"bookings/{told['id']}/").json()
    assert seen["can"] == ["change", "cancel", "confirm", "decline"]


def test_visitors_book_nothing(room):
    for response in (
        Api().post("bookings/", wanted(room)),
        Api().get("bookings/"),
        Api().get(f"bookings/{NOBODY}/"),
        Api().post(f"bookings/{NOBODY}/cancel/"),
    ):
        assert problem(response)["status"] == 403
    assert not Booking.objects.exists()


def test_what_is_not_seen_is_not_booked(room, arta, manager):
    Space.objects.update(is_open=False)

    hidden = Api(arta).post("bookings/", wanted(room))
    missing = Api(arta).post("bookings/", wanted(room, resource=10**12))

    assert problem(hidden) == problem(missing)
    assert hidden.status_code == 404
    assert Api(manager).post("bookings/", wanted(room)).status_code == 201


def test_a_full_room_offers_the_next_three_times(room, arta, booking):
    body = problem(Api(UserFactory()).post("bookings/?locale=de", wanted(room)))

    assert body["status"] == 409
    assert [(one["resource"], one["local_start"]) for one in body["choices"]] == [
        (room.pk, "2027-06-07T11:00:00+02:00"),
        (room.pk, "2027-06-07T12:00:00+02:00"),
        (room.pk, "2027-06-07T13:00:00+02:00"),
    ]
    assert body["choices"][0] == {
        "resource": room.pk,
        "resource_name": "Room de",
        "space": "prishtina",
        "starts_at": "2027-06-07T09:00:00Z",
        "ends_at": "2027-06-07T10:00:00Z",
        "local_start": "2027-06-07T11:00:00+02:00",
        "local_end": "2027-06-07T12:00:00+02:00",
        "zone": "Europe/Belgrade",
    }
    assert "Arta" not in str(body)
    choice = {name: body["choices"][0][name] for name in TEN}
    again = Api(UserFactory()).post("bookings/", wanted(room, **choice))
    assert again.status_code == 201


# For others -------------------------------------------------------------------------------


def test_a_manager_books_for_a_member(room, arta, manager):
    body = wanted(room, member=str(arta.uuid))

    told = Api(manager).post("bookings/", body)

    assert told.status_code == 201, told.content
    assert told.json()["member"]["name"] == "Arta Gashi"
    found = Booking.objects.get()
    assert (found.member, found.by) == (arta, manager)
    assert [one["id"] for one in Api(arta).get("bookings/").json()["items"]] == [
        str(found.uuid)
    ]


def test_others_book_for_themselves_alone(room, arta, host, viewer):
    other = UserFactory()
    for who in (arta, host, viewer):
        refused = Api(who).post("bookings/", wanted(room, member=str(other.uuid)))
        assert problem(refused)["status"] == 403
    assert not Booking.objects.exists()


@pytest.mark.parametrize("member", ["nobody", NOBODY, "x y", "%"])
def test_a_member_who_is_not_there(room, manager, member):
    refused = problem(Api(manager).post("bookings/", wanted(room, member=member)))

    assert refused["status"] == 422
    assert refused["codes"] == {"member": ["unknown"]}


# Reading ----------------------------------------------------------------------------------


def test_a_booking_is_seen_by_its_guest_and_those_who_keep_the_space(
    booking, arta, manager, host, viewer
):
    elsewhere = places.looks_after(UserFactory(), places.space("peja"))

    for who in (arta, manager):
        response = Api(who).get(path(booking))
        assert (response.status_code, response["ETag"]) == (200, '"1"')
        assert response.json()["id"] == str(booking.uuid)
    missing = Api(arta).get(f"bookings/{NOBODY}/")
    for who in (UserFactory(), viewer, elsewhere, host):
        hidden = Api(who).get(path(booking))
        assert hidden.status_code == 404
        assert problem(hidden) == problem(missing)


def test_a_host_sees_the_bookings_of_today(booking, host, time_machine):
    assert Api(host).get(path(booking)).status_code == 404
    time_machine.move_to(START, tick=False)

    told = Api(host).get(path(booking)).json()

    assert told["can"] == ["check_in", "no_show"]
    listed = Api(host).get("bookings/", space="prishtina").json()["items"]
    assert [one["id"] for one in listed] == [str(booking.uuid)]
    assert Api(host).get("bookings/").json()["items"] == []


def test_lists_hold_ones_own_and_by_space_what_one_may_see(
    booking, room, arta, manager
):
    other = places.booking(room, UserFactory(), START + timedelta(hours=2))
    far = places.booking(places.resource(places.space("peja")), arta, START)

    def listed(who, **asked):
        found = Api(who).get("bookings/", **asked).json()["items"]
        return [one["id"] for one in found]

    assert listed(arta) == [str(far.uuid), str(booking.uuid)]
    assert listed(arta, space="prishtina") == [str(booking.uuid)]
    assert listed(manager) == []
    assert listed(manager, space="prishtina") == [str(other.uuid), str(booking.uuid)]
    assert listed(manager, space="peja") == []
    assert Api(arta).get("bookings/", space="nowhere").status_code == 404


def test_lists_are_narrowed_by_state_and_time(room, arta):
    for day, state in enumerate(("confirmed", "cancelled", "completed")):
        seat = 0 if state == "confirmed" else None
        places.booking(room, arta, START + timedelta(days=day), state=state, seat=seat)

    def days(**asked):
        found = Api(arta).get("bookings/", **asked).json()["items"]
        return [one["local_start"][8:10] for one in found]

    assert days() == ["09", "08", "07"]
    assert days(state=["confirmed", "completed"]) == ["09", "07"]
    assert days(**{"from": "2027-06-08"}) == ["09", "08"]
    assert days(**{"to": "2027-06-08"}) == ["08", "07"]
    assert days(**{"from": "2027-06-07T09:00:00Z", "to": "2027-06-08"}) == ["08"]
    assert days(**{"from": "2027-06-08T10:59", "tz": "space"}) == ["09", "08"]
    assert days(**{"from": "2027-06-08T11:00", "tz": "space"}) == ["09"]


def test_lists_go_on_by_cursor(room, arta):
    for day in range(5):
        places.booking(room, arta, START + timedelta(days=day))
    api, found, cursor = Api(arta), [], ""

    while cursor is not None:
        page = api.get("bookings/", limit=2, cursor=cursor).json()
        found += [one["local_start"][8:10] for one in page["items"]]
        cursor = page["next"]

    assert found == ["11", "10", "09", "08", "07"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "lost"),
        ("from", "yesterday"),
        ("from", "2027-06-07T10:00"),
        ("to", "0001-01-01"),
        ("to", "9999-12-31T23:59:59-14:00"),
        ("tz", "UTC"),
        ("limit", "0"),
        ("cursor", "x"),
        ("colour", "red"),
        ("member", "1"),
    ],
)
def test_wrong_filters_are_named(arta, name, value):
    response = Api(arta).get("bookings/", **{name: value})

    assert list(problem(response)["errors"]) == [name]
    assert response.status_code == 400


def queries(api: Api, address: str, **asked: object) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert api.get(address, **asked).status_code == 200
    return len(captured)


def test_a_list_costs_the_same_for_two_and_for_twenty(room, arta, manager):
    def made(many):
        for number in range(many):
            start = START + timedelta(days=number % 7, hours=number // 7)
            places.booking(room, UserFactory(), start)
            places.booking(room, arta, start, seat=None)

    made(2)
    few = [
        queries(Api(manager), "bookings/", space="prishtina"),
        queries(Api(arta), "bookings/"),
    ]
    Booking.objects.update(resource=places.resource(room.space, "Another"))
    for one in Booking.objects.all():
        one.allocations.all().delete()
    made(20)

    assert [
        queries(Api(manager), "bookings/", space="prishtina"),
        queries(Api(arta), "bookings/"),
    ] == few
    assert max(few) <= 9


def test_one_booking_costs_few_queries(booking, arta, manager):
    assert queries(Api(arta), path(booking)) <= 8
    assert queries(Api(manager), path(booking, "events/")) <= 9


# Asking twice -----------------------------------------------------------------------------


def test_the_same_key_and_body_give_the_first_answer(room, arta):
    api, key = Api(arta), {"Idempotency-Key": "7c1f-1"}

    first = api.post("bookings/", wanted(room), **key)
    second = api.post("bookings/", wanted(room), **key)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Booking.objects.count() == 1


def test_the_same_moment_otherwise_written_is_the_same_request(room, arta):
    api, key = Api(arta), {"Idempotency-Key": "k"}
    utc = {"starts_at": "2027-06-07T08:00:00Z", "ends_at": "2027-06-07T09:00:00Z"}

    api.post("bookings/", wanted(room), **key)

    assert api.post("bookings/", wanted(room, **utc), **key).status_code == 200


def test_another_body_with_the_key_is_refused(room, arta):
    api, key = Api(arta), {"Idempotency-Key": "k"}
    api.post("bookings/", wanted(room), **key)

    for other in ({"party_size": 2}, {"note": "x"}, {"ends_at": "2027-06-07T12:00Z"}):
        refused = problem(api.post("bookings/", wanted(room, **other), **key))
        assert refused["status"] == 422
        assert refused["codes"] == {"Idempotency-Key": ["key_reused"]}
    assert Booking.objects.count() == 1


def test_keys_are_ones_own_and_none_is_no_key(room, arta):
    desk = places.resource(room.space, "Desk", "hot_desks", capacity=9, is_shared=True)
    key = {"Idempotency-Key": "k"}

    answers = [
        Api(arta).post("bookings/", wanted(desk), **key),
        Api(UserFactory()).post("bookings/", wanted(desk), **key),
        Api(arta).post("bookings/", wanted(desk)),
        Api(arta).post("bookings/", wanted(desk)),
    ]

    assert [one.status_code for one in answers] == [201] * 4
    assert Booking.objects.count() == 4


@pytest.mark.parametrize("key", ["", "x" * 81, "ë", "tab\there", "\x7f"])
def test_keys_that_cannot_be_kept(room, arta, key):
    refused = Api(arta).post("bookings/", wanted(room), **{"Idempotency-Key": key})

    assert list(problem(refused)["errors"]) == ["Idempotency-Key"]
    assert refused.status_code == 400
    assert not Booking.objects.exists()


# Changing ---------------------------------------------------------------------------------


def test_a_booking_is_moved(booking, room, arta):
    times = {"starts_at": "2027-06-08T10:00", "ends_at": "2027-06-08T12:00"}

    response = Api(arta).patch(
        path(booking), {**times, "tz": "space"}, **{"If-Match": '"1"'}
    )

    assert (response.status_code, response["ETag"]) == (200, '"2"')
    told = response.json()
    assert told["local_start"] == "2027-06-08T10:00:00+02:00"
    assert (told["version"], told["party_size"]) == (2, 1)
    assert told["resource"] == room.pk


def test_what_is_missing_stays(booking, room, arta):
    Booking.objects.update(party_size=2, note="Quiet")
    other = places.resource(room.space, "Other", capacity=4)

    told = (
        Api(arta)
        .patch(path(booking), {"resource": other.pk}, **{"If-Match": '"1"'})
        .json()
    )

    assert (told["resource"], told["party_size"], told["note"]) == (
        other.pk, 2, "Quiet",
    )  # fmt: skip
    assert told["starts_at"] == "2027-06-07T08:00:00Z"


def test_a_note_alone_is_changed(booking, arta):
    answer = Api(arta).patch(path(booking), {"note": "Late"}, **{"If-Match": "*"})

    assert answer.json()["note"] == "Late"
    assert answer["ETag"] == f'"{answer.json()["version"]}"'


def test_a_change_says_what_it_changes(booking, arta):
    api, body = Api(arta), {"note": "x"}

    assert problem(api.patch(path(booking), body))["status"] == 428
    for stale in ('"2"', '"0"', "x", 'W/"1"', '"99999999999999"', ""):
        refused = api.patch(path(booking), body, **{"If-Match": stale})
        assert problem(refused)["status"] == 412, stale
    moved = {"starts_at": "2027-06-07T08:30:00Z"}
    refused = api.patch(path(booking), moved, **{"If-Match": '"7"'})
    assert problem(refused)["status"] == 412
    booking.refresh_from_db()
    assert (booking.note, booking.starts_at, booking.version) == ("", START, 1)


def test_a_change_keeps_the_rules(booking, room, arta):
    places.booking(room, UserFactory(), START + timedelta(hours=2))
    elsewhere = places.resource(places.space("peja"))
    api, match = Api(arta), {"If-Match": '"1"'}

    full = api.patch(path(booking), {"ends_at": "2027-06-07T10:30:00Z"}, **match)
    closed = api.patch(path(booking), {"starts_at": "2027-06-07T04:00:00Z"}, **match)
    many = api.patch(path(booking), {"party_size": 9}, **match)
    other = api.patch(path(booking), {"resource": elsewhere.pk}, **match)

    assert (full.status_code, len(problem(full)["choices"])) == (409, 3)
    assert problem(closed)["codes"] == {"starts_at": ["closed"]}
    assert problem(many)["codes"] == {"party_size": ["party"]}
    assert problem(other)["codes"] == {"resource": ["resource"]}
    booking.refresh_from_db()
    assert (booking.starts_at, booking.version) == (START, 1)


def test_nothing_to_change_changes_nothing(booking, arta):
    answer = Api(arta).patch(path(booking), {}, **{"If-Match": '"1"'})

    assert (answer.status_code, answer["ETag"]) == (200, '"1"')


def test_others_change_nothing(booking, host, time_machine):
    time_machine.move_to(START, tick=False)
    stranger = Api(UserFactory())

    assert stranger.patch(path(booking), {"note": "x"}).status_code == 404
    assert stranger.post(path(booking, "cancel/")).status_code == 404
    assert Api(host).patch(path(booking), {"note": "x"}).status_code == 403
    assert Api(host).post(path(booking, "cancel/")).status_code == 403
    booking.refresh_from_db()
    assert (booking.note, booking.state) == ("", "confirmed")


# What becomes of it -----------------------------------------------------------------------


def test_a_booking_is_cancelled_once(booking, arta):
    answer = Api(arta).post(path(booking, "cancel/"))
    again = Api(arta).post(path(booking, "cancel/"))

    assert (answer.json()["state"], answer.json()["can"]) == ("cancelled", [])
    assert answer["ETag"] == '"2"'
    assert problem(again)["status"] == 409
    assert not booking.allocations.exists()


def test_a_verb_may_say_which_version_it_means(booking, arta):
    stale = Api(arta).post(path(booking, "cancel/"), **{"If-Match": '"9"'})
    done = Api(arta).post(path(booking, "cancel/"), **{"If-Match": '"1"'})

    assert (problem(stale)["status"], done.status_code) == (412, 200)


@pytest.mark.parametrize(("verb", "state"), [("confirm", "confirmed"), ("decline", "declined")])  # fmt: skip
def test_a_request_is_answered_by_managers(space, arta, manager, verb, state):
    room = places.resource(space, needs_approval=True)
    told = Api(arta).post("bookings/", wanted(room)).json()
    address = f"bookings/{told['id']}/{verb}/"

    assert Api(arta).post(address).status_code == 403
    assert Api(UserFactory()).post(address).status_code == 404
    assert Api(manager).post(address).json()["state"] == state
    assert problem(Api(manager).post(address))["status"] == 409


def test_a_guest_arrives_and_leaves(booking, arta, time_machine):
    api = Api(arta)
    early = api.post(path(booking, "check-in/"))
    time_machine.move_to(START, tick=False)

    wrong = api.post(path(booking, "check-out/"))
    here = api.post(path(booking, "check-in/")).json()
    gone = api.post(path(booking, "check-out/")).json()

    assert problem(early)["status"] == problem(wrong)["status"] == 409
    assert (here["state"], here["can"]) == ("checked_in", ["check_out"])
    assert (gone["state"], gone["can"]) == ("completed", [])


def test_a_host_says_who_did_not_come(booking, arta, host, time_machine):
    time_machine.move_to(START, tick=False)

    assert Api(arta).post(path(booking, "no-show/")).status_code == 403
    assert Api(host).post(path(booking, "no-show/")).json()["state"] == "no_show"


def test_history_names_people_to_managers_alone(booking, arta, manager):
    Api(manager).patch(path(booking), {"note": "x"}, **{"If-Match": "*"})
    Api(arta).post(path(booking, "cancel/"))

    own = Api(arta).get(path(booking, "events/")).json()["items"]
    whole = Api(manager).get(path(booking, "events/")).json()["items"]

    assert [one["by"] for one in own] == [None] * len(own)
    assert own[-1]["action"] == "cancelled"
    assert (own[-1]["from_state"], own[-1]["to_state"]) == ("confirmed", "cancelled")
    assert whole[-1]["by"]["name"] == "Arta Gashi"
    assert [{**one, "by": None} for one in whole] == own
    assert Api(UserFactory()).get(path(booking, "events/")).status_code == 404


def test_the_booking_of_a_member_who_left_names_nobody(booking, manager):
    Booking.objects.update(member=None)

    assert Api(manager).get(path(booking)).json()["member"] is None


def test_names_of_resources_are_in_the_language_asked_for(booking, arta):
    Resource.objects.update(name_sq="Salla")

    told = Api(arta).get(path(booking)).json()
    english = Api(arta).get(path(booking), locale="en").json()

    assert (told["resource_name"], english["resource_name"]) == ("Salla", "Room en")
