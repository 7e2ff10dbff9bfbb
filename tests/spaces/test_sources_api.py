"""Calendars from elsewhere by the API."""

from datetime import timedelta

import pytest

from community.spaces.actions import fetch_source
from community.spaces.models import Block, IcsSource
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.api import Api, problem
from tests.spaces.asked import NOW
from tests.spaces.test_sources import ADDRESS, LESSON, Server


@pytest.fixture(autouse=True)
def _june(db, time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def source(space, room):
    return IcsSource.objects.create(
        space=space, resource=room, name="University", address=ADDRESS
    )


def wanted(**more):
    return {"space": "prishtina", "name": "Law", "address": ADDRESS, **more}


def test_one_is_made_and_its_address_is_never_told(space, room, manager):
    response = Api(manager).post(
        "ics-sources/?locale=de", wanted(resource=room.pk, keeps_titles=True)
    )

    assert response.status_code == 201, response.content
    made = IcsSource.objects.get()
    assert (made.address, made.by) == (ADDRESS, manager)
    assert response.json() == {
        "id": made.pk,
        "space": "prishtina",
        "resource": room.pk,
        "resource_name": "Room de",
        "failure": None,
        "name": "Law",
        "host": "calendar.example",
        "keeps_titles": True,
        "is_paused": False,
        "state": "new",
        "failures": 0,
        "asked_at": None,
        "good_at": None,
        "next_at": None,
        "events": 0,
        "left_out": 0,
        "created_at": "2027-06-04T10:00:00Z",
    }
    for path in ("ics-sources/", f"ics-sources/{made.pk}/"):
        assert b"secret-key" not in Api(manager).get(path).content


def test_one_is_changed_paused_and_removed(source, manager, space):
    api, path = Api(manager), f"ics-sources/{source.pk}/"
    fetch_source(source, NOW - timedelta(hours=1), Server(LESSON))
    assert api.get(path).json()["events"] == 1

    told = api.patch(path, {"name": "Faculty", "resource": None, "is_paused": True})

    assert told.status_code == 200, told.content
    body = told.json()
    assert (body["name"], body["resource"], body["state"]) == (
        "Faculty",
        None,
        "paused",
    )
    assert Block.objects.get().reason == "Faculty"
    refused = problem(api.post(f"{path}fetch/", {}))
    assert refused["status"] == 409
    assert api.patch(path, {"is_paused": False}).json()["state"] == "good"
    assert api.post(f"{path}fetch/", {}).status_code == 202
    assert api.delete(path).status_code == 204
    assert not IcsSource.objects.exists()
    assert not Block.objects.exists()
    assert api.delete(path).status_code == 404


def test_lists_are_those_of_one_s_spaces_by_name_and_page(
    source, space, manager, django_assert_max_num_queries
):
    for number in range(4):
        IcsSource.objects.create(space=space, name=f"A{number}", address=ADDRESS)
    IcsSource.objects.create(space=places.space("peja"), name="B", address=ADDRESS)
    api = Api(manager)

    with django_assert_max_num_queries(8):
        first = api.get("ics-sources/?limit=3&space=prishtina").json()

    assert [one["name"] for one in first["items"]] == ["A0", "A1", "A2"]
    rest = api.get(
        f"ics-sources/?limit=3&space=prishtina&cursor={first['next']}"
    ).json()
    assert [one["name"] for one in rest["items"]] == ["A3", "University"]
    assert rest["next"] is None
    assert len(api.get("ics-sources/").json()["items"]) == 5


def test_others_do_not_see_them(source, arta, host, viewer):
    other = places.looks_after(UserFactory(), places.space("peja"))
    for who in (arta, host, viewer, other):
        api = Api(who)
        assert api.get("ics-sources/").json()["items"] == []
        assert api.get("ics-sources/?space=prishtina").status_code == 403
        assert api.post("ics-sources/", wanted()).status_code == 403
        for response in (
            api.get(f"ics-sources/{source.pk}/"),
            api.patch(f"ics-sources/{source.pk}/", {"name": "x"}),
            api.delete(f"ics-sources/{source.pk}/"),
            api.post(f"ics-sources/{source.pk}/fetch/", {}),
        ):
            assert response.status_code == 404
    assert IcsSource.objects.get().name == "University"


@pytest.mark.parametrize(
    ("values", "status", "field", "code"),
    [
        ({"address": "http://calendar.example/"}, 422, "address", "address"),
        ({"address": "https://x.example/" + "a" * 1000}, 422, "address", "max_length"),
        ({"name": "x" * 121}, 422, "name", "max_length"),
        ({"name": ""}, 400, "name", None),
        ({"address": None}, 400, "address", None),
        ({"host": "x"}, 400, "host", None),
        ({"resource": "x"}, 400, "resource", None),
        ({"keeps_titles": "maybe"}, 400, "keeps_titles", None),
        ({"space": "nowhere"}, 404, None, None),
        ({"resource": 999_999}, 404, None, None),
    ],
)
def test_odd_input_is_told_by_field(space, manager, values, status, field, code):
    body = problem(Api(manager).post("ics-sources/", wanted(**values)))
    assert body["status"] == status
    assert list(body.get("errors", {})) == ([field] if field else [])
    if code:
        assert body["codes"] == {field: [code]}
    assert not IcsSource.objects.exists()


def test_a_resource_of_another_space_and_one_too_many_are_refused(space, manager):
    api, other = Api(manager), places.resource(places.space("peja"))
    body = problem(api.post("ics-sources/", wanted(resource=other.pk)))
    assert (body["status"], list(body["errors"])) == (422, ["resource"])
    for number in range(20):
        IcsSource.objects.create(space=space, name="x", address=f"{number}")
    assert problem(api.post("ics-sources/", wanted()))["status"] == 409


def test_visitors_are_asked_who_they_are(source):
    for path in ("ics-sources/", f"ics-sources/{source.pk}/"):
        assert Api().get(path).status_code in (401, 403)
