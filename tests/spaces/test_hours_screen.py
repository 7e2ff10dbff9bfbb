"""Closing days as a manager: the form, the list that is read first, and taking away."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from community.spaces.models import Booking, DayException
from tests.factories import places
from tests.spaces.asked import NOW, booked
from tests.spaces.wall import MONDAY

PATH = "/en/spaces/prishtina/hours/"
DAY = MONDAY.isoformat()


@pytest.fixture
def own(cms_tree, client, manager):
    with time_machine.travel(NOW, tick=False):
        client.force_login(manager)
        yield client


def test_a_manager_closes_a_day_and_opens_it_again(own, space):
    answer = own.post(PATH, {"first": DAY, "label_en": "Painting"}, follow=True)

    made = DayException.objects.get()
    assert (made.first, made.last, made.is_closed) == (MONDAY, MONDAY, True)
    text = answer.content.decode()
    assert "7.6.2027" in text
    assert "Painting" in text
    answer = own.post(f"{PATH}{made.pk}/reopen/", follow=True)
    assert not DayException.objects.exists()
    assert "The usual hours hold on all days to come." in answer.content.decode()


def test_days_and_times_are_native_controls(own, space):
    soup = BeautifulSoup(own.get(PATH).content, "html.parser")
    kinds = [
        soup.select_one(f"input[name={name}]")["type"]
        for name in ("first", "last", "opens", "closes")
    ]
    assert kinds == ["date", "date", "time", "time"]


def test_what_is_wrong_stands_beside_the_field_and_nothing_is_lost(own, space):
    told = {"first": DAY, "last": "2027-06-01", "opens": "10:00", "label_en": "Fair"}

    page = own.post(PATH, told)

    assert set(page.context["form"].errors) == {"last"}
    assert 'value="Fair"' in page.content.decode()
    page = own.post(PATH, {**told, "last": ""})
    assert set(page.context["form"].errors) == {"closes"}
    assert set(own.post(PATH, {"first": "x"}).context["form"].errors) == {"first"}
    assert not DayException.objects.exists()


def test_bookings_are_read_before_they_are_broken(own, space, room, arta):
    booked(arta, room)

    page = own.post(PATH, {"first": DAY, "label_en": "Painting"})

    assert page.status_code == 200
    assert not DayException.objects.exists()
    soup = BeautifulSoup(page.content, "html.parser")
    form = soup.select_one("#broken-title").find_parent("section").select_one("form")
    told = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    assert own.post(PATH, told).status_code == 302
    assert DayException.objects.get().label == "Painting"
    assert Booking.objects.get().state == "confirmed"
    desk = own.get("/en/spaces/prishtina/desk/").content.decode()
    assert "1 booking cannot be kept" in desk


def test_longer_hours_are_taken_away_after_reading(own, space, room, arta):
    own.post(PATH, {"first": DAY, "opens": "09:00", "closes": "20:00"})
    made = DayException.objects.get()
    booked(arta, room, "18:00", "19:00")

    page = own.post(f"{PATH}{made.pk}/reopen/")

    assert page.status_code == 200
    assert DayException.objects.exists()
    digest = page.context["broken"].digest
    assert (
        own.post(f"{PATH}{made.pk}/reopen/", {"acknowledged": digest}).status_code
        == 302
    )
    assert not DayException.objects.exists()


def test_one_resource_is_closed_alone(own, space, room, desks):
    own.post(PATH, {"first": DAY, "resource": room.pk})
    assert DayException.objects.get().resource == room
    far = places.resource(places.space("peja"))
    page = own.post(PATH, {"first": DAY, "resource": far.pk})
    assert set(page.context["form"].errors) == {"resource"}


def test_only_managers_come_here(cms_tree, client, space, arta, host, viewer, manager):
    for who, status in ((arta, 404), (viewer, 403), (host, 403), (manager, 200)):
        client.force_login(who)
        assert client.get(PATH).status_code == status
    change = DayException.objects.create(
        space=places.space("peja"), first=MONDAY, last=MONDAY + timedelta(1)
    )
    assert client.post(f"{PATH}{change.pk}/reopen/").status_code == 404


def test_the_screen_takes_few_statements(own, space, django_assert_max_num_queries):
    for number in range(5):
        day = MONDAY + timedelta(number)
        DayException.objects.create(space=space, first=day, last=day)
    own.get(PATH)
    with django_assert_max_num_queries(14):
        own.get(PATH)
