"""The desk of a space: who comes, requests, how full it is, what cannot be kept."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from community.spaces.conflicts import conflicts
from community.spaces.desk import occupancy
from community.spaces.models import (
    Block,
    Booking,
    DayException,
    OpeningRule,
    Resource,
    Space,
)
from community.spaces.permissions import desks_of
from home.actions import MODERATORS
from tests.factories import places
from tests.factories.people import UserFactory

NOW = datetime(2027, 6, 7, 8, tzinfo=UTC)  # Monday, 10:00 in Prishtina
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
DESK = "/en/spaces/prishtina/desk/"


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def day(room, desks, arta):
    """Two come today and one tomorrow."""
    return [
        places.booking(room, arta, NOW, note="Needs a projector"),
        places.booking(desks, UserFactory(display_name="Besa Krasniqi"), NOW + HOUR),
        places.booking(room, UserFactory(display_name="Drita Leka"), NOW + DAY),
    ]


def page_of(client, user, path="", status=200):
    if user is not None:
        client.force_login(user)
    answer = client.get(DESK + path)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


# Who sees what -------------------------------------------------------------------------


def test_visitors_log_in_and_members_find_nothing(client, day, arta):
    assert "/account/login/" in client.get(DESK)["Location"]

    page_of(client, arta, status=404)


def test_a_manager_of_another_space_finds_nothing(client, day):
    other = places.looks_after(UserFactory(), places.space("peja"))

    page_of(client, other, status=404)


def test_a_viewer_sees_numbers_without_names(client, day, viewer):
    page = page_of(client, viewer)

    assert "How full the coming 14 days are" in page
    for hidden in ("Arta Gashi", "Besa", "projector", "Requests", "Check in"):
        assert hidden not in page
    assert day[0].uuid.hex[:6].upper() not in page


def test_a_host_sees_who_comes_today_and_not_tomorrow(client, day, host):
    today = page_of(client, host)
    tomorrow = page_of(client, host, "?date=2027-06-08")

    assert "Arta Gashi" in today
    assert "Besa Krasniqi" in today
    assert "Drita Leka" not in today
    assert "Drita Leka" not in tomorrow
    assert "Hosts see who comes today." in tomorrow
    assert "Requests" not in today


def test_a_manager_turns_over_the_days(client, day, manager):
    assert "Drita Leka" in page_of(client, manager, "?date=2027-06-08")
    assert "Nobody has booked for this day." in page_of(
        client, manager, "?date=2027-06-09"
    )


def test_staff_see_the_desk_of_every_space(client, day):
    staff = UserFactory(groups=[MODERATORS])
    if not staff.has_perm("spaces.change_space"):
        pytest.skip("This group does not keep spaces.")

    assert "Arta Gashi" in page_of(client, staff)


@pytest.mark.parametrize(
    "query",
    ["date=x", "date=", "date=9999-99-99", "date=1999-01-01", "date=2200-12-31"],
)
def test_a_bad_date_shows_a_day(client, day, manager, query):
    page_of(client, manager, f"?{query}")


def test_a_name_that_is_hidden_stays_hidden_and_a_reference_helps(
    client, day, manager, arta
):
    from community.profiles.actions import show_fields  # noqa: PLC0415
    from community.profiles.audiences import Audience  # noqa: PLC0415
    from community.profiles.models import Profile  # noqa: PLC0415

    profile, _made = Profile.objects.get_or_create(user=arta)
    show_fields(profile, {"name": int(Audience.ORG)})
    page = page_of(client, manager)

    assert "Arta Gashi" not in page
    assert day[0].uuid.hex[:6].upper() in page


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_the_desk_speaks_every_language(client, day, manager, code):
    client.force_login(manager)

    page = client.get(f"/{code}/spaces/prishtina/desk/").content.decode()

    assert f"Prishtina {code}" in page


def test_the_desk_costs_the_same_however_many(
    client, desks, room, manager, django_assert_max_num_queries
):
    wide = places.resource(
        desks.space, "Wide", "hot_desks", capacity=60, is_shared=True
    )
    for seat in range(30):
        places.booking(wide, UserFactory(), NOW + HOUR, seat=seat)
        places.booking(
            wide, UserFactory(), NOW + 2 * DAY, seat=seat, state="requested",
            hold_expires_at=NOW + DAY,
        )  # fmt: skip
    page = page_of(client, manager)
    assert page.count("booking-reference") == 60

    with django_assert_max_num_queries(21):
        page_of(client, None)


# What is done there --------------------------------------------------------------------


def path_of(booking, name):
    return f"/en/spaces/bookings/{booking.uuid}/{name}/"


def test_a_host_checks_in_and_out(client, day, host):
    client.force_login(host)
    sent = {"back": "desk", "version": 1}

    answer = client.post(path_of(day[0], "check-in"), sent)
    assert answer["Location"] == f"{DESK}?date=2027-06-07"
    assert Booking.objects.get(pk=day[0].pk).state == "checked_in"
    assert "1 guest is there" in page_of(client, host)

    client.post(path_of(day[0], "check-out"), {"back": "desk"})
    assert Booking.objects.get(pk=day[0].pk).state == "completed"


def test_a_host_notes_who_did_not_come(client, day, host):
    assert page_of(client, host).count("/no-show/") == 1

    client.post(path_of(day[0], "no-show"), {"back": "desk"})

    assert Booking.objects.get(pk=day[0].pk).state == "no_show"
    assert "1 did not come" in page_of(client, host)


def test_a_manager_answers_requests(client, room, manager, arta):
    first, second = (
        places.booking(
            room, arta, NOW + days * DAY, state="requested", hold_expires_at=NOW + HOUR
        )
        for days in (1, 2)
    )
    page = page_of(client, manager)
    assert page.count("Answer by") == 2

    client.post(path_of(first, "decide"), {"answer": "confirm", "back": "desk"})
    client.post(path_of(second, "decide"), {"answer": "decline", "back": "desk"})
    third = client.post(path_of(second, "decide"), {"answer": "confirm"}, follow=True)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("confirmed", "declined")
    assert "not possible any more" in third.content.decode()
    assert "No request is waiting for an answer." in page_of(client, manager)


def test_an_answer_that_there_is_not_changes_nothing(client, room, manager, arta):
    asked = places.booking(
        room, arta, NOW + DAY, state="requested", hold_expires_at=NOW + HOUR
    )
    client.force_login(manager)

    answer = client.post(path_of(asked, "decide"), {"answer": "x"}, follow=True)

    assert "Choose whether to confirm or to decline." in answer.content.decode()
    assert Booking.objects.get().state == "requested"


def test_who_may_not_is_refused(client, day, arta, host, viewer):
    found = {
        (name, act): _status(client, user, day[0], act)
        for name, user in {
            "guest": arta,
            "host": host,
            "viewer": viewer,
            "member": UserFactory(),
        }.items()
        for act in ("decide", "no-show")
    }

    assert found == {
        ("guest", "decide"): 403,
        ("guest", "no-show"): 403,
        ("host", "decide"): 403,
        ("host", "no-show"): 302,
        ("viewer", "decide"): 404,
        ("viewer", "no-show"): 404,
        ("member", "decide"): 404,
        ("member", "no-show"): 404,
    }


def _status(client, user, booking, act):
    client.force_login(user)
    return client.post(path_of(booking, act)).status_code


def test_a_get_changes_nothing(client, day, manager):
    client.force_login(manager)
    for act in ("decide", "check-in", "check-out", "no-show"):
        assert client.get(path_of(day[0], act)).status_code == 405


# How full it is ------------------------------------------------------------------------


def test_occupancy_counts_seats_by_the_hour(space, room, desks):
    places.booking(room, UserFactory(), NOW, 240)  # half of eight hours
    places.booking(desks, UserFactory(), NOW, 120, seat=0)
    places.booking(desks, UserFactory(), NOW, 120, seat=2)
    places.booking(desks, UserFactory(), NOW, 120, seat=None, state="cancelled")

    today, tomorrow = occupancy(space, date(2027, 6, 7), 2, NOW)

    # One room and three desks, eight hours each.
    assert (today.open, today.taken, today.percent) == (4 * 480, 480, 25)
    assert (tomorrow.open, tomorrow.taken) == (4 * 480, 0)


def test_occupancy_knows_closed_days_and_days_of_25_hours(space, desks):
    OpeningRule.objects.all().delete()
    places.hours(space, opens=time(0), closes=time(0))
    DayException.objects.create(
        space=space, first=date(2027, 10, 30), last=date(2027, 10, 30)
    )

    closed, long, usual = occupancy(space, date(2027, 10, 30), 3, NOW)

    assert closed.is_closed
    assert [long.open, usual.open] == [3 * 25 * 60, 3 * 24 * 60]


def test_what_is_taken_outside_hours_does_not_count(space, room):
    places.booking(room, UserFactory(), NOW.replace(hour=14), 180)  # until 19:00

    (today,) = occupancy(space, date(2027, 6, 7), 1, NOW)

    assert today.taken == 60


def test_a_space_without_resources_is_closed_every_day(space):
    assert [one.open for one in occupancy(space, date(2027, 6, 7), 14, NOW)] == [0] * 14


def test_the_chart_has_its_numbers_as_a_table(client, day, viewer):
    page = page_of(client, viewer)

    assert page.count('<th scope="row">') == 14
    assert 'role="img" aria-labelledby="occupancy-title"' in page


def test_occupancy_asks_a_fixed_number_of_times(
    space, room, desks, django_assert_num_queries
):
    for number in range(10):
        places.resource(space, f"More {number}")

    with django_assert_num_queries(3):
        occupancy(space, date(2027, 6, 7), 14, NOW)


# What cannot be kept -------------------------------------------------------------------


def test_bookings_in_a_closure_are_told_to_the_manager(client, space, day, manager):
    assert conflicts(space, NOW) == []
    DayException.objects.create(
        space=space, first=date(2027, 6, 8), last=date(2027, 6, 8), label_en="Painting"
    )

    page = page_of(client, manager)

    assert "1 booking cannot be kept" in page
    inside = page.split("desk-conflicts")[1].split("</details>")[0]
    assert re.findall(r"/bookings/([0-9a-f-]+)/move/", inside) == [str(day[2].uuid)]
    assert "Drita Leka" in inside


def test_hosts_are_not_told_names_of_other_days(client, space, day, host):
    DayException.objects.create(
        space=space, first=date(2027, 6, 8), last=date(2027, 6, 8)
    )

    assert "Drita Leka" not in page_of(client, host)


def test_conflicts_are_hours_ends_and_blocks(space, room, desks, arta):
    early = places.booking(room, arta, NOW + 3 * DAY, 60)
    ended = places.booking(desks, arta, NOW + 20 * DAY, 60)
    blocked = places.booking(room, arta, NOW + 5 * DAY, 60)
    places.booking(room, arta, NOW + 6 * DAY, 60)
    places.booking(
        room, arta, NOW + 3 * DAY, 30, seat=None, state="requested",
        hold_expires_at=NOW - HOUR,
    )  # fmt: skip
    places.hours(room, opens=time(9), closes=time(17))
    DayException.objects.create(
        space=space, resource=room, first=early.local_date, last=early.local_date,
        opens=time(12), closes=time(15),
    )  # fmt: skip
    Resource.objects.filter(pk=desks.pk).update(active_until=ended.local_date - DAY)
    Block.objects.create(
        resource=room,
        starts_at=blocked.starts_at + HOUR / 2,
        ends_at=blocked.ends_at + HOUR,
        reason="Repair",
    )

    found = [(one.booking, one.why, one.reason) for one in conflicts(space, NOW)]

    assert found == [
        (early, "closed", ""),
        (blocked, "blocked", "Repair"),
        (ended, "closed", ""),
    ]


def test_conflicts_ask_a_fixed_number_of_times(
    space, room, arta, django_assert_max_num_queries
):
    for number in range(20):
        places.booking(room, arta, NOW + number * DAY)

    with django_assert_max_num_queries(4):
        conflicts(space, NOW)


# Menus ---------------------------------------------------------------------------------


def test_menus_know_whose_desks_without_asking_each_time(
    space, manager, arta, django_assert_num_queries
):
    assert desks_of(arta) == []
    assert desks_of(manager) == [("prishtina", "Prishtina en")]

    with django_assert_num_queries(0):
        desks_of(manager)


def test_a_new_role_is_in_the_menu_at_once(
    space, arta, django_capture_on_commit_callbacks
):
    from community.spaces.actions import give_role, take_role  # noqa: PLC0415

    assert desks_of(arta) == []
    with django_capture_on_commit_callbacks(execute=True):
        give_role(arta, Space.objects.get(), "viewer")
    assert [slug for slug, _name in desks_of(arta)] == ["prishtina"]
    with django_capture_on_commit_callbacks(execute=True):
        take_role(arta, Space.objects.get())
    assert desks_of(arta) == []
