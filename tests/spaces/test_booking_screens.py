"""Booking by a form, one's own bookings, one of them, cancelling and moving."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from community.spaces.actions import book
from community.spaces.forms import BookingForm, asked_day, asked_time, filled_with
from community.spaces.models import Booking, BookingEvent, DayException, Space
from tests.factories import places
from tests.factories.people import UserFactory
from tests.spaces.conftest import fresh

MONDAY = datetime(2027, 6, 7, 6, tzinfo=UTC)  # 08:00 in Prishtina
DASH = "\u2013"
BOOK = "/en/spaces/prishtina/book/"


@pytest.fixture(autouse=True)
def on_monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def member(client, arta):
    client.force_login(arta)
    return client


def asked(resource, /, **values):
    sent = {
        "resource": resource.pk,
        "date": "2027-06-08",
        "starts": "10:00",
        "ends": "12:00",
        "people": "2",
        "note": "",
        "key": "k-1",
    }
    return {name: text for name, text in (sent | values).items() if text is not None}


def text_of(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return " ".join(response.content.decode().split())


def sent(client, url, values, status):
    response = client.post(url, values)
    assert response.status_code == status, response.content.decode()[-3000:]
    return " ".join(response.content.decode().split())


def path_of(booking, name=""):
    return f"/en/spaces/bookings/{booking.uuid}/{name}"


# Booking -------------------------------------------------------------------------------


def test_a_member_books_in_three_steps(member, room, arta):
    page = text_of(member, BOOK)
    assert f"?resource={room.pk}" in page

    page = text_of(
        member, f"{BOOK}?resource={room.pk}&date=2027-06-08&from=10:00&to=12:00"
    )
    assert 'value="2027-06-08"' in page
    assert 'value="10:00"' in page
    assert 'value="12:00"' in page
    assert f"09:00{DASH}17:00" in page

    answer = member.post(BOOK, asked(room, note="With a guest"))
    booking = Booking.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == path_of(booking)
    assert booking.member == arta
    assert booking.starts_at == datetime(2027, 6, 8, 8, tzinfo=UTC)
    assert booking.party_size == 2

    page = text_of(member, path_of(booking))
    assert f"10:00{DASH}12:00" in page
    assert "Tuesday" in page
    assert "Prishtina time" in page
    assert "With a guest" in page
    assert "Confirmed" in page
    assert path_of(booking, "cancel/") in page


def test_the_choice_of_a_desk_keeps_the_asked_time(member, room):
    page = text_of(member, f"{BOOK}?date=2027-06-08&from=10:00&to=%22%3E%3Cb%3E")

    assert f"?resource={room.pk}&amp;date=2027-06-08&amp;from=10%3A00" in page
    assert "<b>" not in page


def test_a_form_that_is_sent_twice_books_once(member, room):
    first = member.post(BOOK, asked(room))
    second = member.post(BOOK, asked(room))

    assert Booking.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_the_same_key_with_other_times_asks_once_more(member, room):
    member.post(BOOK, asked(room))

    page = sent(member, BOOK, asked(room, starts="13:00", ends="14:00"), 409)

    assert "Send it once more" in page
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    assert key != "k-1"
    member.post(BOOK, asked(room, starts="13:00", ends="14:00", key=key))
    assert Booking.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"date": "2027-06-06"}, "This time has passed."),
        ({"date": "2029-06-06"}, "at most 90 days ahead"),
        ({"date": "9999-12-31"}, "Give a date"),
        ({"date": "0001-01-01"}, "Give a date"),
        ({"date": "soon"}, "Enter a valid date."),
        ({"date": ""}, "This field is required."),
        ({"starts": "25:00"}, "Enter a valid time."),
        ({"starts": "10:10"}, "Times go in steps of 30 minutes."),
        ({"starts": "10:00:07"}, "Times go in steps of 30 minutes."),
        ({"starts": "07:00"}, f"On this day it is open 09:00{DASH}17:00"),
        ({"ends": "10:00"}, "The longest booking is 12 hours."),
        ({"ends": "10:15"}, "The shortest booking is 30 minutes."),
        ({"ends": "18:00"}, f"On this day it is open 09:00{DASH}17:00"),
        ({"people": "9"}, "There is room for 8 people."),
        ({"people": "0"}, "greater than or equal to 1"),
        ({"people": "99999999999999999999"}, "There is room for 8 people."),
        ({"people": "two"}, "Enter a whole number."),
        ({"note": "x" * 501}, "at most 500 characters"),
        ({"key": "x" * 81}, "at most 80 printable"),
        ({"key": "ë"}, "printable characters of ASCII"),
    ],
)
def test_what_is_wrong_stands_in_the_form_and_the_rest_is_kept(
    member, room, values, told
):
    page = sent(member, BOOK, asked(room, **{"note": "Kept", **values}), 422)

    assert told in page
    assert Booking.objects.count() == 0
    if "note" not in values:
        assert "Kept</textarea>" in page
    if "date" not in values:
        assert 'value="2027-06-08"' in page


@pytest.mark.parametrize("value", ["0", "9999999999", "x", "-1", "²"])
def test_a_resource_that_there_is_not_is_not_found(member, room, value):
    assert member.get(BOOK, {"resource": value}).status_code == 404
    assert member.post(BOOK, asked(room, resource=value)).status_code == 404


def test_a_resource_of_another_space_is_not_found(member, room):
    other = places.resource(places.space("peja"))

    assert member.get(BOOK, {"resource": other.pk}).status_code == 404


def test_a_form_without_a_resource_asks_which(member, room):
    page = sent(member, BOOK, asked(room, resource=None), 422)

    assert "What do you need?" in page


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("sq", "Jepni një datë të vlefshme."),
        ("de", "Bitte ein gültiges Datum eingeben."),
    ],
)
def test_errors_speak_the_readers_language(member, room, code, told):
    url = f"/{code}/spaces/prishtina/book/"
    page = sent(member, url, asked(room, date="soon"), 422)

    assert told in page


def test_a_gap_of_the_clocks_names_the_next_time(member, space, arta):
    night = places.resource(space, "Night", horizon_days=366)
    places.hours(night, opens=time(0), closes=time(6))
    values = asked(night, date="2028-03-26", starts="02:30", ends="04:00", people=None)

    page = sent(member, BOOK, values, 422)

    assert "Clocks skip 02:30 on this day. The next time is 03:00." in page


def test_a_time_that_comes_twice_is_told_on_the_confirmation(member, space):
    night = places.resource(space, "Night", horizon_days=366)
    places.hours(night, opens=time(0), closes=time(6))
    values = asked(night, date="2027-10-31", starts="02:30", ends="04:00", people=None)

    answer = member.post(BOOK, values, follow=True)

    page = answer.content.decode()
    assert "02:30 comes twice on this day: the earlier one is meant." in page
    assert Booking.objects.get().starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_who_comes_second_is_offered_what_is_free(member, room, space, arta):
    other = places.resource(space, "Other", capacity=8)
    start = datetime(2027, 6, 8, 8, tzinfo=UTC)
    places.booking(room, UserFactory(), start, 120)

    page = sent(member, BOOK, asked(room, note="Kept"), 409)

    assert "Somebody else has this place at that time." in page
    assert "This is free instead" in page
    *offered, wait = forms_of(page, "other-times")
    assert [(one["resource"], one["starts"]) for one in offered] == [
        (str(other.pk), "10:00"),
        (str(room.pk), "12:00"),
        (str(room.pk), "14:00"),
    ]
    assert (wait["resource"], wait["starts"]) == (str(room.pk), "10:00")
    answer = member.post(BOOK, offered[0])
    booking = Booking.objects.get(member=arta)
    assert answer["Location"] == path_of(booking)
    assert (booking.resource, booking.note, booking.party_size) == (other, "Kept", 2)


def forms_of(page, name):
    """The hidden fields of each form in the section of this class."""
    inside = page.split(f'class="{name}"')[1].split("</section>")[0]
    return [
        dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        for form in inside.split("<form")[1:]
    ]


def test_half_days_are_booked_by_their_half(member, space, arta):
    half = places.resource(space, "Studio", granularity="half_day")
    page = text_of(
        member, f"{BOOK}?resource={half.pk}&date=2027-06-08&from=13:00&to=17:00"
    )
    assert re.search(r'value="afternoon"[^>]*checked', page), page
    assert 'name="starts"' not in page

    values = {"resource": half.pk, "date": "2027-06-08", "part": "morning"}
    member.post(BOOK, values)
    taken = sent(member, BOOK, values, 409)

    booking = Booking.objects.get()
    assert booking.starts_at == datetime(2027, 6, 8, 7, tzinfo=UTC)
    assert booking.ends_at == datetime(2027, 6, 8, 11, tzinfo=UTC)
    offered = forms_of(taken, "other-times")
    assert offered[0] | {"key": ""} == {
        "resource": str(half.pk),
        "date": "2027-06-08",
        "part": "afternoon",
        "key": "",
    } | {
        name: offered[0][name]
        for name in ("people", "csrfmiddlewaretoken")
        if name in offered[0]
    }


def test_whole_days_are_booked_by_their_date(member, space):
    area = places.resource(space, "Area", "event_area", granularity="day", capacity=40)
    values = {"resource": area.pk, "date": "2027-06-08", "people": "30"}
    member.post(BOOK, values)

    booking = Booking.objects.get()
    assert booking.ends_at - booking.starts_at == timedelta(hours=8)
    DayException.objects.create(
        space=space, first=booking.local_date + timedelta(1), last=booking.local_date + timedelta(1)
    )  # fmt: skip
    page = sent(member, BOOK, values | {"date": "2027-06-09"}, 422)
    assert "It is closed" in page


def test_a_request_says_that_somebody_answers(member, space, manager):
    room = places.resource(space, capacity=8, needs_approval=True)
    page = text_of(member, f"{BOOK}?resource={room.pk}")
    assert "Send the request" in page

    answer = member.post(BOOK, asked(room), follow=True)

    page = answer.content.decode()
    assert "the place is held for you" in page
    assert Booking.objects.get().state == "requested"


def test_a_manager_books_for_a_member(client, room, manager, arta):
    client.force_login(manager)
    page = sent(client, BOOK, asked(room, member="nobody@example.org"), 422)
    assert "No member has this address." in page

    client.post(BOOK, asked(room, member=arta.email.upper()))

    booking = Booking.objects.get()
    assert (booking.member, booking.by) == (arta, manager)


def test_members_cannot_book_for_others(member, room, arta, host):
    assert 'name="member"' not in text_of(member, f"{BOOK}?resource={room.pk}")

    member.post(BOOK, asked(room, member=host.email))

    assert Booking.objects.get().member == arta


def test_visitors_log_in_first_and_come_back_to_the_form(client, room):
    answer = client.get(f"{BOOK}?resource={room.pk}&date=2027-06-08")

    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    assert "2027-06-08" in answer["Location"]


def test_a_hidden_space_is_not_found(member, room, client, manager):
    Space.objects.update(is_open=False)
    assert member.get(BOOK).status_code == 404

    client.force_login(manager)
    assert client.get(BOOK).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["date=x&from=y&to=z", "date=0000-00-00", "from=25:00", "from=09:00%2B02:00",
     "date=2027-06-08&from=23:59", "date=9999-12-31&from=09:00"],
)  # fmt: skip
def test_bad_addresses_leave_the_form_as_it_is(member, room, query):
    page = text_of(member, f"{BOOK}?resource={room.pk}&{query}")

    assert 'name="date"' in page


def test_dates_and_times_of_addresses_are_read_strictly():
    assert asked_day("2027-06-07").isoformat() == "2027-06-07"
    assert asked_time("09:00:59") == time(9)
    assert [asked_day(one) for one in ("", None, "1999-01-01", "2201-01-01")] == [
        None
    ] * 4
    assert [asked_time(one) for one in ("", None, "24:00", "09:00+02:00")] == [None] * 4


def test_what_no_wall_time_says_is_not_offered(space):
    night = places.resource(space, "Night")
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # 02:30 for the second time

    assert filled_with(night, second, second + timedelta(hours=1)) is None


def test_a_form_maps_what_the_action_calls_otherwise(room):
    form = BookingForm({}, resource=room, for_others=False)

    assert form._field_of("starts_at", "closed") == "starts"
    assert form._field_of("ends_at", "horizon") == "date"
    assert form._field_of("member", None) is None


# One's own -----------------------------------------------------------------------------


def test_my_bookings_stand_by_day(member, room, desks, arta):
    tomorrow = MONDAY + timedelta(days=1)
    places.booking(room, arta, tomorrow + timedelta(hours=2))
    places.booking(desks, arta, tomorrow + timedelta(hours=4))
    places.booking(room, arta, tomorrow + timedelta(days=2))
    places.booking(room, UserFactory(), tomorrow + timedelta(hours=7))
    places.booking(desks, arta, tomorrow, seat=None, state="cancelled")

    page = text_of(member, "/en/spaces/mine/")

    assert re.findall(r'id="day-(\d+)"', page) == ["20270608", "20270610"]
    assert page.count('class="booking-words"') == 3
    assert f"10:00{DASH}11:00" in page
    assert "Past and cancelled" in page


def test_nothing_booked_leads_to_the_spaces(member):
    page = text_of(member, "/en/spaces/mine/")

    assert "You have booked nothing for the days to come." in page


def test_my_bookings_cost_the_same_however_many(
    member, room, desks, arta, django_assert_max_num_queries
):
    for number in range(12):
        places.booking(desks, arta, MONDAY + timedelta(days=1 + number))
    text_of(member, "/en/spaces/mine/")

    with django_assert_max_num_queries(9):
        text_of(member, "/en/spaces/mine/")
    with django_assert_max_num_queries(8):
        text_of(member, "/en/spaces/mine/past/")


def test_past_bookings_are_turned_over(member, room, arta):
    for number in range(30):
        places.booking(
            room, arta, MONDAY - timedelta(days=1 + number), state="completed"
        )

    page = text_of(member, "/en/spaces/mine/past/")
    assert page.count('class="booking-words"') == 25
    onward = re.search(r'href="(\?[^"]*cursor=[^"]+)" rel="next"', page).group(1)
    assert (
        text_of(member, f"/en/spaces/mine/past/{onward}").count('class="booking-words"')
        == 5
    )
    text_of(member, "/en/spaces/mine/past/?cursor=nonsense", 404)


def test_what_has_lapsed_is_shown_as_it_is(member, space, arta):
    room = places.resource(space, needs_check_in=True, release_after=30)
    late = places.booking(room, arta, MONDAY - timedelta(minutes=31), 240)
    over = places.booking(room, arta, MONDAY - timedelta(days=1), state="checked_in")
    asked_for = places.booking(
        room, arta, MONDAY + timedelta(days=1), state="requested",
        hold_expires_at=MONDAY - timedelta(minutes=1),
    )  # fmt: skip

    assert "Did not come" in text_of(member, path_of(late))
    assert "Completed" in text_of(member, path_of(over))
    assert "Expired" in text_of(member, path_of(asked_for))
    assert text_of(member, "/en/spaces/mine/").count('class="booking-words"') == 0


def test_a_booking_is_seen_by_its_guest_and_who_looks_after_the_space(
    client, room, arta, manager, host, viewer
):
    booking = places.booking(room, arta, MONDAY + timedelta(days=1))
    today = places.booking(room, arta, MONDAY + timedelta(hours=3))
    seen = {
        name: [_status(client, user, one) for one in (booking, today)]
        for name, user in {
            "guest": arta,
            "manager": manager,
            "host": host,
            "viewer": viewer,
            "member": UserFactory(),
        }.items()
    }

    assert seen == {
        "guest": [200, 200],
        "manager": [200, 200],
        "host": [404, 200],
        "viewer": [404, 404],
        "member": [404, 404],
    }


def _status(client, user, booking):
    client.force_login(user)
    return client.get(path_of(booking)).status_code


def test_the_history_names_others_and_not_oneself(client, room, arta, manager):
    booking = places.booking(room, arta, MONDAY + timedelta(days=1), state="requested")
    client.force_login(manager)
    client.post(path_of(booking, "decide/"), {"answer": "confirm", "version": 1})

    client.force_login(arta)
    page = text_of(client, path_of(booking))

    history = page.split("booking-history")[1]
    assert "Confirmed" in history
    assert manager.display_name in history


def test_a_booking_goes_into_a_calendar(member, room, arta, client):
    booking = places.booking(room, arta, MONDAY + timedelta(days=1, hours=2))
    file = path_of(booking, "booking.ics")
    assert file in text_of(member, path_of(booking))

    answer = member.get(file)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    assert "DTSTART;TZID=Europe/Belgrade:20270608T100000" in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("BEGIN:VTIMEZONE") == 1
    member.force_login(UserFactory())
    assert member.get(file).status_code == 404


# Cancelling and moving -----------------------------------------------------------------


def test_a_booking_is_cancelled_after_a_question(member, room, arta):
    booking = places.booking(room, arta, MONDAY + timedelta(days=1))
    page = text_of(member, path_of(booking, "cancel/"))
    assert "Cancel the booking?" in page
    assert Booking.objects.get().state == "confirmed"

    answer = member.post(path_of(booking, "cancel/"), {"version": 1}, follow=True)

    assert "The place is free for others." in answer.content.decode()
    assert Booking.objects.get().state == "cancelled"
    assert BookingEvent.objects.latest("pk").action == "cancelled"
    assert member.get(path_of(booking, "cancel/")).status_code == 302


def test_who_looked_at_an_older_version_is_told(member, room, arta):
    booking = places.booking(room, arta, MONDAY + timedelta(days=1), version=3)

    answer = member.post(path_of(booking, "cancel/"), {"version": 2}, follow=True)

    assert "changed since you opened it" in answer.content.decode()
    assert Booking.objects.get().state == "confirmed"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_version_that_is_no_number_counts_as_none(member, room, arta, version):
    booking = places.booking(room, arta, MONDAY + timedelta(days=1))

    member.post(path_of(booking, "cancel/"), {"version": version})

    assert Booking.objects.get().state == "cancelled"


def test_a_booking_is_moved_in_time_and_place(member, room, space, arta):
    other = places.resource(space, "Other", capacity=8)
    booking = places.booking(room, arta, MONDAY + timedelta(days=1, hours=2))
    url = path_of(booking, "move/")
    page = text_of(member, url)
    assert 'value="2027-06-08"' in page
    assert 'value="10:00"' in page
    assert f"?resource={other.pk}" in page

    values = {**asked(other, starts="13:00", ends="14:00", key=None), "version": 1}
    answer = member.post(url, values)

    assert answer["Location"] == path_of(booking)
    booking.refresh_from_db()
    assert booking.resource == other
    assert booking.starts_at == datetime(2027, 6, 8, 11, tzinfo=UTC)


def test_moving_to_where_somebody_is_offers_what_is_free(member, room, arta):
    booking = places.booking(room, arta, MONDAY + timedelta(days=1, hours=2))
    places.booking(room, UserFactory(), MONDAY + timedelta(days=1, hours=5))
    values = {**asked(room, starts="13:00", ends="14:00", key=None), "version": 1}

    page = sent(member, path_of(booking, "move/"), values, 409)

    offered = forms_of(page, "other-times")
    assert offered[0]["starts"] == "14:00"
    assert offered[0]["version"] == "1"
    member.post(path_of(booking, "move/"), offered[0])
    booking.refresh_from_db()
    assert booking.starts_at == datetime(2027, 6, 8, 12, tzinfo=UTC)


def test_moving_says_beside_the_field_what_is_wrong(member, room, arta):
    booking = places.booking(room, arta, MONDAY + timedelta(days=1, hours=2))
    values = {**asked(room, starts="07:00", ends="08:00", key=None), "version": 1}

    page = sent(member, path_of(booking, "move/"), values, 422)

    assert "It is not open then." in page


def test_what_is_over_is_neither_moved_nor_cancelled(member, room, arta):
    booking = places.booking(room, arta, MONDAY - timedelta(days=1))
    for name in ("move/", "cancel/"):
        assert member.get(path_of(booking, name))["Location"] == path_of(booking)
    member.post(path_of(booking, "cancel/"))
    assert Booking.objects.get().state == "confirmed"


def test_others_neither_move_nor_cancel(client, room, arta, host):
    booking = places.booking(room, arta, MONDAY + timedelta(hours=3))
    for user, status in ((UserFactory(), 404), (host, 403)):
        client.force_login(user)
        for name in ("move/", "cancel/"):
            assert client.post(path_of(booking, name)).status_code == status
    assert Booking.objects.get().state == "confirmed"


# Arriving ------------------------------------------------------------------------------


def test_a_guest_arrives_and_leaves(member, space, arta):
    room = places.resource(space, needs_check_in=True)
    booking = places.booking(room, arta, MONDAY + timedelta(minutes=20))
    assert "I have arrived" in text_of(member, "/en/spaces/mine/")

    answer = member.post(path_of(booking, "check-in/"), {"back": "mine", "version": 1})
    assert answer["Location"] == "/en/spaces/mine/"
    assert Booking.objects.get().state == "checked_in"
    assert "I am leaving" in text_of(member, "/en/spaces/mine/")

    member.post(path_of(booking, "check-out/"))
    assert Booking.objects.get().state == "completed"


def test_too_early_is_told(member, space, arta):
    room = places.resource(space, needs_check_in=True)
    booking = places.booking(room, arta, MONDAY + timedelta(hours=3))
    assert "I have arrived" not in text_of(member, "/en/spaces/mine/")

    answer = member.post(path_of(booking, "check-in/"), follow=True)

    assert "It is too early for this." in answer.content.decode()


def test_menus_lead_to_ones_bookings_and_desks(client, arta, manager, space):
    client.force_login(arta)
    page = text_of(client, "/en/spaces/mine/")
    assert "/en/spaces/prishtina/desk/" not in page

    client.force_login(fresh(manager))
    page = text_of(client, "/en/spaces/mine/")
    assert "/en/spaces/prishtina/desk/" in page


def test_what_was_booked_elsewhere_is_shown_the_same(member, room, arta):
    from community.spaces.actions import ask_local  # noqa: PLC0415

    told = ask_local(room, MONDAY.date(), time(9), None, time(10))
    booking = book(arta, told.ask).booking

    assert "Booked" in text_of(member, path_of(booking)).split("booking-history")[1]
