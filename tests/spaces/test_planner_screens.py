"""The planner of visits, and a visit that was booked."""

import re
from datetime import UTC, date, datetime, time
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from community.profiles.models import Profile
from community.profiles.models import Visit as ProfileVisit
from community.spaces.models import Booking, DayException, Space, Visit
from tests.factories import places
from tests.factories.people import UserFactory

NOW = "2027-06-01T08:00:00Z"
ASKED = {
    "space": "prishtina",
    "first": "2027-06-07",
    "last": "2027-06-11",
    "opens": "09:00",
    "closes": "17:00",
    "days": ["0", "1", "2", "3", "4"],
    "people": "1",
}


@pytest.fixture(autouse=True)
def june():
    with translation.override("en"), time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(space):
    return places.resource(space, "Desk", "desk")


@pytest.fixture
def member(client, arta):
    client.force_login(arta)
    return arta


def path():
    return reverse("spaces:plan")


def shown(client, **values):
    answer = client.get(path(), {**ASKED, **values})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def ticked(html):
    return re.findall(r'type="checkbox" name="place" value="([^"]+)" checked', html)


def offered(html):
    return re.findall(r'type="radio" name="(place-[^"]+)" value="([^"]+)"', html)


def key_in(html):
    return re.search(r'name="key" value="([^"]+)"', html)[1]


def sent(html, **values):
    return {**ASKED, "place": ticked(html), "key": key_in(html), "note": "", **values}


def taken(resource, day=8):
    start = datetime(2027, 6, day, 7, tzinfo=UTC)
    return places.booking(resource, None, start, 480)


def test_everybody_sees_a_plan_and_logs_in_to_book_it(desk, client):
    html = shown(client)

    assert "5 days with a place" in html
    assert "The same place all the time" in html
    assert "Prishtina time" in html
    assert ticked(html) == []
    login = re.search(r'href="([^"]*login[^"]*)">Log in and book', html)[1]
    kept = parse_qs(urlsplit(login).query)["next"][0]
    assert parse_qs(urlsplit(kept).query) == {
        name: value if isinstance(value, list) else [value]
        for name, value in ASKED.items()
    }


def test_a_member_books_the_plan_at_once(desk, client, member):
    html = shown(client)

    answer = client.post(path(), sent(html, note="I come from Zürich."))

    visit = Visit.objects.get()
    assert answer.url == reverse("spaces:visit", args=[visit.uuid])
    assert (visit.member, visit.first, visit.last, visit.opens, visit.note) == (
        member, date(2027, 6, 7), date(2027, 6, 11), time(9), "I come from Zürich.",
    )  # fmt: skip
    rows = visit.bookings.order_by("starts_at")
    assert [(row.local_date.day, row.resource, row.state) for row in rows] == [
        (day, desk, "confirmed") for day in range(7, 12)
    ]


def test_what_is_sent_twice_is_booked_once(desk, client, member):
    data = sent(shown(client))

    first, second = client.post(path(), data), client.post(path(), data)

    assert first.url == second.url
    assert Booking.objects.count() == 5


def test_another_choice_with_the_same_key_is_not_booked(desk, client, member):
    data = sent(shown(client))
    client.post(path(), data)

    answer = client.post(path(), data | {"place": data["place"][:2]})

    assert answer.status_code == 409
    assert "was booked from this page before" in answer.content.decode()
    assert Visit.objects.count() == 1


def test_days_that_are_not_ticked_are_not_booked(desk, client, member):
    data = sent(shown(client))

    client.post(path(), data | {"place": data["place"][1:3]})

    assert [one.local_date.day for one in Booking.objects.all()] == [8, 9]


def test_nothing_ticked_is_told(desk, client, member):
    answer = client.post(path(), sent(shown(client), place=[]))

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Choose at least one day." in html
    assert ticked(" ".join(html.split())) == []


def test_when_one_day_is_taken_meanwhile_nothing_is_booked(desk, client, member):
    other = places.resource(desk.space, "Other", "desk")
    data = sent(shown(client))
    taken(desk)

    answer = client.post(path(), data)

    html = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert Visit.objects.count() == 0
    assert Booking.objects.count() == 1
    assert "Nothing is booked." in html
    assert "Taken meanwhile: Tuesday, 8 June 2027" in html
    again = ticked(html)
    assert len(again) == 5
    assert {one.split("-")[0] for one in again} == {str(other.pk)}
    assert client.post(path(), sent(html)).status_code == 302
    assert Visit.objects.get().bookings.count() == 5


def test_a_day_that_became_a_holiday_meanwhile_is_told(desk, client, member):
    data = sent(shown(client))
    day = date(2027, 6, 9)
    DayException.objects.create(
        space=desk.space, first=day, last=day, label_en="Moving"
    )

    answer = client.post(path(), data)

    html = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "Nothing is booked: what is possible has changed." in html
    assert "Closed: Moving" in html
    assert Visit.objects.count() == 0


def test_a_gap_is_filled_with_what_is_left_of_the_day(desk, client, member):
    start = datetime(2027, 6, 8, 7, tzinfo=UTC)
    places.booking(desk, None, start, 120)
    html = shown(client)

    assert "1 day without a place" in html
    (name, token), *_others = offered(html)
    assert name == "place-2027-06-08"
    client.post(path(), sent(html, **{name: token}))

    hours = [
        (row.local_start.day, row.local_time.hour, row.ends_at - row.starts_at)
        for row in Visit.objects.get().bookings.order_by("starts_at")
    ]
    assert [(day, hour) for day, hour, _long in hours] == [
        (7, 9), (8, 11), (9, 9), (10, 9), (11, 9),
    ]  # fmt: skip


def test_a_change_of_the_place_is_marked_and_one_desk_is_offered(desk, client):
    room = places.resource(desk.space, "Room", "room", capacity=6)
    other = places.resource(desk.space, "Other", "desk")
    taken(desk, 8)
    taken(other, 7)

    html = shown(client, last="2027-06-08")

    assert "You change the place once" in html
    assert html.count("tag-move") == 1
    assert "One place for the whole stay" in html
    href = re.search(r'class="chip" href="([^"]+)">Room en', html)[1]
    html = client.get(href.replace("&amp;", "&")).content.decode()
    assert "“Room en” alone" in html
    assert "Plan with all places" in html
    assert str(room.pk) in href


def test_holidays_are_named(desk, client):
    DayException.objects.create(
        space=desk.space, first=date(2027, 6, 9), last=date(2027, 6, 9),
        label_en="Peace Day", label_sq="Dita e Paqes", label_de="Friedenstag",
    )  # fmt: skip

    html = shown(client)

    assert "Closed: Peace Day" in html
    assert "4 days with a place" in html


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("last", {"last": "2027-06-01"}),
        ("last", {"last": "2027-12-31"}),
        ("first", {"first": "junk"}),
        ("first", {"first": "0001-01-01"}),
        ("closes", {"closes": "08:00"}),
        ("opens", {"opens": "25:00"}),
        ("days", {"days": []}),
        ("days", {"days": ["9"]}),
        ("people", {"people": "0"}),
        ("people", {"people": "501"}),
        ("kinds", {"kinds": ["palace"]}),
        ("space", {"space": "nowhere"}),
    ],
)
def test_what_is_wrong_stands_beside_its_field(desk, client, field, values):
    html = shown(client, **values)

    assert f'id="id_{field}_error"' in html
    assert html.count('class="field-error"') == 1
    assert 'id="plan-title"' not in html


@pytest.mark.parametrize("values", [{"space": "a\0b"}, {"people": "9" * 20}])
def test_what_no_table_can_hold_is_a_bad_request(desk, client, values):
    assert client.get(path(), {**ASKED, **values}).status_code == 400


@pytest.mark.parametrize(
    "place",
    ["x", "1-2", "1-2-3-4", "-1-2-3", "99999999999-1-2", "1-2147483647-1", "²-1-2"],
)
def test_junk_for_a_place_is_no_error_of_the_server(desk, client, member, place):
    assert client.post(path(), {**ASKED, "place": place}).status_code == 422


def test_a_place_of_another_space_is_left_out(desk, client, member):
    elsewhere = places.resource(places.space("prizren"), "Desk", "desk")
    token = ticked(shown(client))[0].split("-", 1)[1]

    answer = client.post(path(), {**ASKED, "place": f"{elsewhere.pk}-{token}"})

    assert answer.status_code == 422
    assert Booking.objects.count() == 0


def test_a_hidden_space_is_not_offered(desk, client, arta, manager):
    Space.objects.update(is_open=False)
    places.space("prizren")
    assert 'id="id_space_error"' in shown(client)
    client.force_login(arta)
    assert client.post(path(), {**ASKED, "place": "1-2-3"}).status_code == 422

    client.force_login(manager)

    assert "5 days with a place" in shown(client)


def test_without_spaces_the_page_says_so(client, db):
    assert "There are no spaces yet." in client.get(path()).content.decode()


def test_booking_asks_to_log_in_and_keeps_the_plan(desk, client):
    answer = client.post(path(), {**ASKED, "place": "1-2-3"})

    assert answer.status_code == 302
    kept = parse_qs(urlsplit(answer.url).query)["next"][0]
    assert parse_qs(urlsplit(kept).query)["first"] == ["2027-06-07"]
    assert Booking.objects.count() == 0


def test_the_form_is_filled_with_the_dates_of_the_profile(desk, client, member):
    places.space("prizren", position=1)
    profile = Profile.objects.create(user=member)
    for start, end, place in (
        (date(2027, 1, 1), date(2027, 1, 9), "Pejë"),
        (date(2027, 8, 3), date(2027, 8, 17), "PRIZRENI, te nëna"),
        (date(2027, 12, 20), date(2028, 1, 5), ""),
    ):
        ProfileVisit.objects.create(profile=profile, start=start, end=end, place=place)

    html = " ".join(client.get(path()).content.decode().split())

    assert 'name="first" value="2027-08-03"' in html
    assert 'name="last" value="2027-08-17"' in html
    assert '<option value="prizren" selected>' in html
    assert "You are in Kosovo from 3 August 2027 to 17 August 2027." in html
    assert "Plan it in “Prishtina en”" in html
    assert "January 2027" not in html


def test_dates_of_others_are_not_shown(desk, client, member):
    profile = Profile.objects.create(user=UserFactory())
    day = date(2027, 8, 3)
    ProfileVisit.objects.create(profile=profile, start=day, end=day)

    assert "You are in Kosovo" not in client.get(path()).content.decode()


@pytest.mark.parametrize(
    ("place", "slug"),
    [("Prishtinë", "prishtina"), ("Pristina", "prishtina"), ("gjakova", "gjakove")],
)
def test_a_city_is_found_however_it_is_written(place, slug, space, client, member):
    places.space("gjakove", city="Gjakovë", position=1)
    profile = Profile.objects.create(user=member)
    day = date(2027, 8, 3)
    ProfileVisit.objects.create(profile=profile, start=day, end=day, place=place)

    html = " ".join(client.get(path()).content.decode().split())

    assert f'<option value="{slug}" selected>' in html


def test_statements_do_not_grow(desk, client, member, django_assert_max_num_queries):
    shown(client)
    for number in range(20):
        places.resource(desk.space, f"More {number}", "desk")

    with django_assert_max_num_queries(25):
        shown(client, last="2027-08-30")


def test_the_planner_speaks_three_languages(desk, client):
    for code in ("sq", "de"):
        with translation.override(code):
            answer = client.get(path(), ASKED)
        assert answer.status_code == 200
        assert f'lang="{code}"' in answer.content.decode()


# A visit that was booked ------------------------------------------------------------------


@pytest.fixture
def visit(desk, client, member):
    client.post(path(), sent(shown(client)))
    return Visit.objects.get()


def test_a_visit_shows_its_days(visit, client):
    html = " ".join(
        client.get(reverse("spaces:visit", args=[visit.uuid])).content.decode().split()
    )

    assert "Visit from 7 June 2027 to 11 June 2027" in html
    assert html.count("09:00\u201317:00") == 5
    assert "Prishtina time" in html
    assert reverse("spaces:cancel-visit", args=[visit.uuid]) in html


def test_who_comes_back_to_the_plan_reads_what_is_booked(visit, client, manager):
    words = "You have booked 5 places on these days already."
    assert words in shown(client)

    client.force_login(manager)

    assert words not in shown(client)


def test_a_visit_is_a_file_for_ones_calendar(visit, client, manager):
    address = reverse("spaces:visit-ics", args=[visit.uuid])
    page = client.get(reverse("spaces:visit", args=[visit.uuid])).content.decode()
    assert f'href="{address}"' in page

    answer = client.get(address)

    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert text.count("BEGIN:VEVENT") == 5
    assert "BEGIN:VTIMEZONE" in text
    client.force_login(manager)
    assert client.get(address).status_code == 404


def test_a_visit_of_somebody_else_is_not_there(visit, client, manager):
    for name in ("visit", "cancel-visit"):
        address = reverse(f"spaces:{name}", args=[visit.uuid])
        client.force_login(manager)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in (404, 405)
        client.logout()
        assert client.get(address).status_code == 302
    assert Booking.objects.filter(state="cancelled").count() == 0


def test_a_visit_is_cancelled_as_one_after_a_question(visit, client):
    address = reverse("spaces:cancel-visit", args=[visit.uuid])
    assert "5 bookings are still to come." in client.get(address).content.decode()

    answer = client.post(address, follow=True)

    assert set(Booking.objects.values_list("state", flat=True)) == {"cancelled"}
    assert "5 bookings are cancelled." in answer.content.decode()
    again = client.get(address, follow=True)
    assert "Nothing of this visit is left to cancel." in again.content.decode()
    assert client.post(address).status_code == 302


def test_what_is_over_is_not_cancelled(visit, client):
    with time_machine.travel("2027-06-09T10:00:00Z", tick=False):
        client.post(reverse("spaces:cancel-visit", args=[visit.uuid]))

    states = Booking.objects.order_by("starts_at").values_list("state", flat=True)
    assert list(states) == ["confirmed", "confirmed", *["cancelled"] * 3]
