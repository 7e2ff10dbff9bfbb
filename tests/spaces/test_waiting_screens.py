"""Joining the waiting list: from a form, the planner, and by its own screen."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import translation
from django.utils.translation import gettext

from community.spaces.models import Booking, WaitlistEntry
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.waits import (
    BOOK,
    DASH,
    DAY,
    HOUR,
    MINE,
    NOW,
    START,
    WAIT,
    asked,
    text,
    waits,
)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member(client, arta):
    client.force_login(arta)
    return client


@pytest.fixture
def taken(room):
    """Somebody has the room on Monday from ten to twelve."""
    return places.booking(room, UserFactory(), START, 120)


# From a form that came too late ----------------------------------------------------------


def test_who_finds_it_taken_may_wait_with_all_that_was_typed(member, room, taken):
    typed = asked(room, note="With a projector", key="k-1")
    page = text(member.post(BOOK, typed), 409)

    form = re.search(r'<form class="wait-offer".*?</form>', page)[0]
    assert f'action="{WAIT}"' in form
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields.pop("csrfmiddlewaretoken", None)
    assert fields == {
        "resource": str(room.pk),
        "date": "2027-06-07",
        "starts": "10:00",
        "ends": "12:00",
        "people": "2",
        "note": "With a projector",
    }

    shown = text(member.post(WAIT, {**fields, "look": "1"}))

    for value in ("2027-06-07", "10:00", "12:00", "2"):
        assert f'value="{value}"' in shown
    assert "With a projector" in shown
    assert not WaitlistEntry.objects.exists()


def test_it_is_offered_even_where_nothing_else_is_free(member, room):
    for number in range(15):
        places.booking(room, UserFactory(), START - HOUR + number * DAY, 480)

    page = text(member.post(BOOK, asked(room, key="k-1")), 409)

    assert "This is free instead." not in page
    assert "Somebody else has this place at that time." in page
    assert 'class="wait-offer"' in page


def test_nobody_waits_for_others(client, room, taken, manager, arta):
    client.force_login(manager)

    page = text(client.post(BOOK, asked(room, key="k-1", member=arta.email)), 409)
    assert "wait-offer" not in page
    own = text(client.post(BOOK, asked(room, key="k-2", member="")), 409)
    assert "wait-offer" in own


def test_what_is_wrong_offers_no_waiting(member, room, taken):
    page = text(member.post(BOOK, asked(room, starts="10:10", key="k-1")), 422)

    assert "wait-offer" not in page


# From the planner -------------------------------------------------------------------------


def plan(client, **values):
    wish = {
        "space": "prishtina", "first": "2027-06-07", "last": "2027-06-08",
        "opens": "09:00", "closes": "12:00", "days": ["0", "1", "2"], "people": "1",
    }  # fmt: skip
    return text(client.get("/en/spaces/plan/", {**wish, **values}))


def wait_links(page):
    return [
        {name: found for name, (found,) in parse_qs(urlsplit(one).query).items()}
        for one in re.findall(r'class="plan-wait" href="([^"]+)"', page)
        for one in [one.replace("&amp;", "&")]
    ]


def test_a_day_without_a_place_leads_to_the_most_seats(client, space):
    few = places.resource(space, "Few", "hot_desks", capacity=2, is_shared=True)
    many = places.resource(space, "Many", "hot_desks", capacity=3, is_shared=True)
    for one in (few, many):
        for seat in range(one.capacity):
            places.booking(one, UserFactory(), START - HOUR, 480, seat=seat)

    page = plan(client)

    assert wait_links(page) == [
        {
            "resource": str(many.pk),
            "date": "2027-06-07",
            "from": "09:00",
            "to": "12:00",
            "people": "1",
            "scope": "any",
        }
    ]


def test_a_half_day_is_waited_for_as_it_is_let(client, arta, space):
    hall = places.resource(space, "Hall", "room", granularity="half_day", capacity=9)
    places.booking(hall, UserFactory(), START - HOUR, 480)

    (link,) = wait_links(plan(client, opens="10:00", closes="11:00"))

    client.force_login(arta)
    page = text(client.get(WAIT, link))
    assert re.search(r'value="morning"[^>]*checked', page)


def test_a_closed_day_or_a_free_one_is_not_waited_for(client, space):
    places.resource(space, "Desk", "desk")
    space.opening_rules.all().delete()
    places.hours(space, [1])

    page = plan(client)

    assert "Closed." in page
    assert wait_links(page) == []


def test_the_link_is_kept_while_one_logs_in(client, room, taken):
    answer = client.get(f"{WAIT}?resource={room.pk}&date=2027-06-07&from=10:00")

    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    (then,) = parse_qs(urlsplit(answer["Location"]).query)["next"]
    assert then == f"{WAIT}?resource={room.pk}&date=2027-06-07&from=10:00"


# Joining ----------------------------------------------------------------------------------


def test_a_member_joins_and_finds_it_among_their_bookings(member, room, taken, arta):
    page = text(
        member.get(
            f"{WAIT}?resource={room.pk}&date=2027-06-07&from=10:00&to=12:00&people=2"
        )
    )
    assert "booked for you at once, without being asked again" in page
    assert "cancel it then like any other booking" in page
    for value in ("2027-06-07", "10:00", "12:00"):
        assert f'value="{value}"' in page

    answer = member.post(WAIT, asked(room, note="With a projector"))

    assert answer.status_code == 302
    assert answer["Location"] == f"{MINE}#waiting"
    entry = WaitlistEntry.objects.get()
    assert (entry.member, entry.resource, entry.state) == (arta, room, "waiting")
    assert (entry.starts_at, entry.ends_at) == (START, START + 2 * HOUR)
    assert (entry.party_size, entry.note) == (2, "With a projector")
    assert (entry.until, entry.is_any) == (START, False)
    page = text(member.get(MINE))
    assert "You are on the waiting list." in page
    assert "Waiting list" in page
    assert "You are next" in page
    assert "Until it begins" in page
    assert f"10:00{DASH}12:00" in page


def test_who_asks_again_changes_what_they_asked_for(member, room, taken):
    member.post(WAIT, asked(room))
    member.post(WAIT, asked(room, people="5", until="day"))

    entry = WaitlistEntry.objects.get()
    assert (entry.party_size, entry.until) == (5, START - DAY)
    assert "You waited for this already." in text(member.get(MINE))


@pytest.mark.parametrize(
    ("choice", "until"),
    [
        ("start", START),
        ("hours", START - 2 * HOUR),
        ("evening", datetime(2027, 6, 6, 16, tzinfo=UTC)),
        ("day", START - DAY),
    ],
)
def test_how_late_a_place_may_still_come(member, room, taken, choice, until):
    member.post(WAIT, asked(room, until=choice))

    assert WaitlistEntry.objects.get().until == until


def test_a_day_before_is_by_the_clocks_of_the_space(client, room, arta):
    """From the 30th to the 31st of October 2027 there are 25 hours."""
    start = datetime(2027, 10, 31, 9, tzinfo=UTC)
    places.booking(room, UserFactory(), start, 120)

    with time_machine.travel("2027-10-25T08:00:00Z", tick=False):
        client.force_login(arta)
        client.post(WAIT, asked(room, date="2027-10-31", until="day"))

    assert WaitlistEntry.objects.get().until == datetime(2027, 10, 30, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ahead", "known"),
    [
        (timedelta(days=3), ["start", "hours", "evening", "day"]),
        (timedelta(hours=20), ["start", "hours", "evening"]),
        (timedelta(hours=3), ["start", "hours"]),
        (timedelta(minutes=30), ["start"]),
    ],
)
def test_only_what_lies_ahead_is_offered(member, room, taken, ahead, known):
    with time_machine.travel(START - ahead, tick=False):
        address = f"{WAIT}?resource={room.pk}&date=2027-06-07&from=10:00&to=12:00"
        page = text(member.get(address))

    assert re.findall(r'<option value="(\w+)"', page) == known


def test_a_choice_that_has_passed_is_told_beside_it(member, room, taken):
    with time_machine.travel(START - HOUR, tick=False):
        page = text(member.post(WAIT, asked(room, until="day", note="Kept")), 422)

    assert 'id="id_until_error"' in page
    assert "This time has passed." in page
    assert "Kept" in page
    assert not WaitlistEntry.objects.exists()


def test_another_one_of_its_kind_may_do(member, space, room, taken):
    assert 'name="scope"' not in text(member.get(f"{WAIT}?resource={room.pk}"))
    other = places.resource(space, "Other", capacity=4)
    places.booking(other, UserFactory(), START, 120)
    page = text(member.get(f"{WAIT}?resource={room.pk}"))
    assert "Any meeting room of the space" in page
    assert "Room en" in page

    member.post(WAIT, asked(room, scope="any"))

    assert WaitlistEntry.objects.get().is_any
    assert "Any meeting room of the space" in text(member.get(MINE))


def test_what_is_free_is_booked_with_one_click(member, room, arta):
    page = text(member.post(WAIT, asked(room, note="Kept")), 409)

    assert "This is free now: you can book it." in page
    assert "free instead" not in page
    assert not WaitlistEntry.objects.exists()
    form = re.search(r'<section class="other-times".*?</form>', page)[0]
    assert f'action="{BOOK}"' in form
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = member.post(BOOK, fields)
    booking = Booking.objects.get()
    assert answer["Location"] == f"/en/spaces/bookings/{booking.uuid}/"
    assert (booking.member, booking.starts_at, booking.note) == (arta, START, "Kept")


def test_who_has_a_place_there_need_not_wait(member, desks, arta):
    for seat, guest in enumerate((arta, UserFactory(), UserFactory())):
        places.booking(desks, guest, START, 120, seat=seat)

    page = text(member.post(WAIT, asked(desks, people="1")), 409)

    assert "You have a place there at this time." in page
    assert not WaitlistEntry.objects.exists()


def test_very_many_waits_come_to_an_end(member, room, taken, monkeypatch, arta):
    monkeypatch.setattr("community.spaces.actions.waiting.MOST_WAITING", 1)
    waits(room, arta, START + DAY)

    page = text(member.post(WAIT, asked(room, note="Kept")), 409)

    assert "You wait for very many places." in page
    assert "Kept" in page


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"date": "2027-06-03"}, "This time has passed."),
        ({"date": "2029-06-07"}, "at most 90 days ahead"),
        ({"date": "soon"}, "Enter a valid date."),
        ({"date": ""}, "This field is required."),
        ({"starts": "25:00"}, "Enter a valid time."),
        ({"starts": "10:10"}, "Times go in steps of 30 minutes."),
        ({"starts": "07:00"}, f"On this day it is open 09:00{DASH}17:00"),
        ({"people": "9"}, "There is room for 8 people."),
        ({"people": "0"}, "greater than or equal to 1"),
        ({"until": "never"}, "Select a valid choice."),
        ({"until": ""}, "This field is required."),
        ({"note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(member, room, taken, values, told):
    page = text(member.post(WAIT, asked(room, **{"note": "Kept", **values})), 422)

    assert told in page
    assert "other-times" not in page
    assert values.get("note", "Kept")[:400] in page
    assert not WaitlistEntry.objects.exists()


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_the_screen_is_told_in_three_languages(member, room, taken, code):
    page = text(member.get(f"/{code}/spaces/prishtina/wait/?resource={room.pk}"))

    with translation.override(code):
        for words in ("Join the waiting list", "How late may a place still come?"):
            assert gettext(words) in page
    assert f"Room {code}" in page


@pytest.mark.parametrize(
    "query",
    ["people=x", "people=99999999", "date=x&from=y", "scope=<b>", "from=25:00", "to=1"],
)
def test_no_address_breaks_the_screen(member, room, query):
    page = text(member.get(f"{WAIT}?resource={room.pk}&{query}"))

    assert "<b>" not in page


def test_without_a_desk_or_room_one_chooses_first(member, room):
    answer = member.get(f"{WAIT}?date=2027-06-07")

    assert (answer.status_code, answer["Location"]) == (302, f"{BOOK}?date=2027-06-07")
    assert member.get(f"{WAIT}?resource=999999").status_code == 404
    assert member.get("/en/spaces/nowhere/wait/").status_code == 404
