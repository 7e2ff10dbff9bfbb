"""A manager's list of calendars from elsewhere, and the form for one more."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.spaces.actions import fetch_source
from community.spaces.ics import Fault, Fetched, Marks, SourceError
from community.spaces.models import Block, IcsSource
from tests.spaces.asked import NOW, booked
from tests.spaces.elsewhere import event, file_with
from tests.spaces.test_sources import FAIR, LESSON, Server

PATH = "/en/spaces/prishtina/calendars/"
SECRET = "https://calendar.example/private-4711/busy.ics"


@pytest.fixture
def own(cms_tree, client, manager):
    with time_machine.travel(NOW, tick=False):
        client.force_login(manager)
        yield client


@pytest.fixture
def source(space, room):
    return IcsSource.objects.create(
        space=space, resource=room, name="University", address=SECRET
    )


def words(response) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.select_one("main").get_text(" ").split())


def test_a_calendar_is_added_and_its_address_not_shown_again(own, space, room):
    assert "No calendar is read yet." in words(own.get(PATH))
    told = {"name": "University", "address": SECRET, "resource": room.pk}

    answer = own.post(PATH, told, follow=True)

    made = IcsSource.objects.get()
    assert (made.space, made.resource, made.address) == (space, room, SECRET)
    text = answer.content.decode()
    assert "private-4711" not in text
    for part in ("University", "calendar.example", "Room en", "Is being read"):
        assert part in words(answer)


@pytest.mark.parametrize(
    ("values", "field", "word"),
    [
        ({"address": "http://calendar.example/x.ics"}, "address", "https://"),
        ({"address": "https://me:pw@calendar.example/"}, "address", "password"),
        ({"address": "https://10.0.0.1/x.ics"}, "address", "public internet"),
        ({"address": "webcal://[::1]/x.ics"}, "address", "public internet"),
        ({"address": ""}, "address", "required"),
        ({"address": "https://x.example/" + "a" * 2000}, "address", "too long"),
        ({"name": ""}, "name", "required"),
        ({"name": "x" * 500}, "name", "too long"),
        ({"resource": "999999"}, "resource", "Select a valid choice"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(
    own, space, values, field, word
):
    page = own.post(PATH, {"name": "Law school", "address": SECRET, **values})

    assert page.status_code == 422
    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert word in str(errors[field])
    if field != "name":
        assert 'value="Law school"' in page.content.decode()
    assert not IcsSource.objects.exists()


def test_the_list_says_how_it_stands(own, source):
    fetch_source(source, NOW - timedelta(minutes=20), Server(LESSON, FAIR))
    text = words(own.get(PATH))
    assert "Up to date" in text
    assert "2 events to come." in text

    def fails(*_told):
        raise SourceError(Fault.SLOW)

    fetch_source(IcsSource.objects.get(), NOW, fails)
    text = words(own.get(PATH))
    assert "The answer takes too long" in text
    assert "What was read then still holds." in text
    assert "It is tried again from 4.6.2027 13:00 on." in text
    IcsSource.objects.update(left_out=3, keeps_titles=True, resource=None)
    text = words(own.get(PATH))
    assert "3 events could not be taken over in whole." in text
    assert "The whole space" in text


def test_a_calendar_is_paused_read_and_removed(own, source):
    def press(what: str) -> str:
        page = own.post(f"{PATH}{source.pk}/{what}/", follow=True)
        return " ".join(str(one) for one in page.context["messages"])

    fetch_source(source, NOW - timedelta(hours=1), Server(LESSON))
    assert "It is being read." in press("fetch")
    assert "Paused." in press("pause")
    assert "Resume it first." in press("fetch")
    assert IcsSource.objects.get().is_paused
    assert "Resumed." in press("resume")
    asked = own.get(f"{PATH}{source.pk}/remove/")
    assert "Remove the calendar?" in words(asked)
    assert "What 1 event of it keeps busy" in words(asked)
    assert IcsSource.objects.exists()
    assert "Removed." in press("remove")
    assert not IcsSource.objects.exists()
    assert not Block.objects.exists()
    assert own.post(f"{PATH}{source.pk}/remove/").status_code == 404


def test_others_neither_see_nor_change_it(client, cms_tree, source, arta, host, viewer):
    for who, status in ((arta, 404), (viewer, 403), (host, 403)):
        client.force_login(who)
        assert client.get(PATH).status_code == status
        assert client.post(f"{PATH}{source.pk}/remove/").status_code == status
        desk = client.get("/en/spaces/prishtina/desk/").content.decode()
        assert "/calendars/" not in desk.split("<main")[-1]
    assert IcsSource.objects.exists()


def test_the_number_of_questions_does_not_grow(own, source, space):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            own.get(PATH)
        return len(found)

    own.get(PATH)
    before = count()
    for number in range(12):
        one = IcsSource.objects.create(
            space=space, resource=source.resource, name=f"{number}", address=SECRET
        )
        fetch_source(one, NOW, Server(LESSON))
    assert count() <= before


def test_it_is_found_from_the_desk_and_the_hours(own, space):
    for screen in ("desk", "hours"):
        page = own.get(f"/en/spaces/prishtina/{screen}/").content.decode()
        assert f'href="{PATH}"' in page


def test_an_overlap_stands_on_the_desk(own, source, room, arta):
    booked(arta, room)
    fetch_source(source, NOW, Server(LESSON))
    text = words(own.get("/en/spaces/prishtina/desk/"))
    assert "1 booking cannot be kept" in text
    assert "Blocked: University" in text


def test_everybody_sees_that_it_is_taken_and_nobody_why(
    own, client, source, room, arta
):
    IcsSource.objects.update(keeps_titles=True)
    titled = IcsSource.objects.get()
    secret = event("x", "20270607T100000", "20270607T110000", "SUMMARY:Strike meeting")
    fetch_source(titled, NOW, lambda *_told: Fetched(file_with(secret), Marks()))
    assert Block.objects.get().reason == "Strike meeting"
    client.logout()
    api = f"/api/v1/resources/{room.pk}/availability/?from=2027-06-07&to=2027-06-07"

    free = client.get(api).json()["segments"]

    assert [(one["starts_at"], one["free"]) for one in free] == [
        ("2027-06-07T07:00:00Z", 1),
        ("2027-06-07T08:00:00Z", 0),
        ("2027-06-07T09:00:00Z", 1),
    ]
    feeds = (
        "/en/spaces/prishtina/calendar.ics",
        f"/en/spaces/resources/{room.pk}/calendar.ics",
    )
    for path in feeds:
        feed = client.get(path).content.decode()
        assert "Not to be had: Room en" in feed
        assert "T100000" in feed
        assert "Strike" not in feed
        assert "University" not in feed


def test_a_calendar_is_changed_and_keeps_its_address(own, space, room, desks, source):
    path = f"{PATH}{source.pk}/change/"
    page = own.get(path)
    assert "private-4711" not in page.content.decode()
    assert "calendar.example" in words(page)

    told = {"name": "Faculty", "address": "", "resource": desks.pk}
    answer = own.post(path, told | {"keeps_titles": "on"}, follow=True)

    source.refresh_from_db()
    assert (source.name, source.resource, source.keeps_titles) == (
        "Faculty",
        desks,
        True,
    )
    assert source.address == SECRET
    assert "Saved." in answer.content.decode()
    own.post(path, {"name": "Faculty", "address": "webcal://calendar.example/new.ics"})
    source.refresh_from_db()
    assert source.address == "https://calendar.example/new.ics"
    assert source.resource is None


def test_a_wrong_change_is_told_beside_its_field(own, space, room, source):
    told = {"name": " ", "address": "http://calendar.example/", "resource": room.pk}

    page = own.post(f"{PATH}{source.pk}/change/", told)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"name", "address"}
    assert 'value="http://calendar.example/"' in page.content.decode()
    source.refresh_from_db()
    assert (source.name, source.address) == ("University", SECRET)


def test_unknown_zones_are_told(own, space, room, source):
    IcsSource.objects.update(good_at=NOW, guessed=2)

    assert "2 time zones in it are unknown" in words(own.get(PATH))
