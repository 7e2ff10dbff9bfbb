"""The calendar on the page of a space: the week, the month, the day, the list."""

import json
import re
import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from wagtail.models import Page

from cms.core.rows import memo
from community.spaces.models import DayException, Space, SpaceIndexPage, SpacePage
from community.spaces.views.calendar.board import days_between
from tests.factories import places
from tests.factories.content import body, make_pages

DASH = "\N{EN DASH}"
MONDAY = "2027-06-07T06:00:00Z"  # eight o'clock there
SLUGS = {"sq": "hapesirat", "en": "spaces", "de": "spaces-de"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def front(cms_tree, space):
    indexes = make_pages(
        SpaceIndexPage,
        {code: cms_tree["home", code] for code in SLUGS},
        {code: slug.title() for code, slug in SLUGS.items()},
    )
    return make_pages(
        SpacePage,
        {code: Page.objects.get(pk=page.pk) for code, page in indexes.items()},
        {"en": "Prishtina", "sq": "Prishtinë", "de": "Pristina"},
        space=space,
        lead="In the middle of the city.",
        body=body("What it is like."),
        translation_key=uuid.uuid4(),
    )


@pytest.fixture
def show(front, client):
    """The words of the calendar for this query, in a line."""

    def get(query="", code="en"):
        html = client.get(front[code].url + query, headers=HTMX).content.decode()
        text = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", text).split())

    return get


def at(hour, day=7, month=6):
    """A moment by the clocks of Prishtina in summer."""
    return datetime(2027, month, day, hour - 2, tzinfo=UTC)


# The week ---------------------------------------------------------------------------------


@time_machine.travel(MONDAY, tick=False)
def test_a_field_of_the_week_tells_from_when_to_when_how_many_are_free(desks, show):
    places.booking(desks, None, at(9, 8), 240, seat=0)
    places.booking(desks, None, at(13, 8), 60, seat=0)
    places.booking(desks, None, at(13, 8), 60, seat=1)

    shown = show()

    assert "Tuesday 8.6." in shown
    assert (
        f"9{DASH}13 2 of 3 free 13{DASH}14 1 of 3 free 14{DASH}17 3 of 3 free" in shown
    )
    assert "Prishtina time" in shown


@time_machine.travel(MONDAY, tick=False)
def test_a_field_leads_to_the_form_filled_with_the_longest_free_time(
    space, room, front, client
):
    places.booking(room, None, at(11, 8), 60)

    html = client.get(front["en"].url).content.decode()

    path = f"/en/spaces/{space.slug}/book/?resource={room.pk}"
    assert f'href="{path}&amp;date=2027-06-08&amp;from=12:00&amp;to=17:00"' in html


@time_machine.travel(MONDAY, tick=False)
def test_what_is_taken_all_day_is_full(room, show, front, client):
    places.booking(room, None, at(9, 8), 8 * 60)

    assert "full Wait for a place" in show("?view=day&date=2027-06-08")
    wait = f"/en/spaces/prishtina/wait/?resource={room.pk}&amp;date=2027-06-08"
    html = client.get(f"{front['en'].url}?view=day&date=2027-06-08").content.decode()
    assert f'href="{wait}"' in html
    other = show("?view=day&date=2027-06-09")
    assert "full" not in other
    assert "Wait" not in other


@time_machine.travel(MONDAY, tick=False)
def test_a_gap_that_is_shorter_than_a_booking_is_not_offered(space, show):
    room = places.resource(space, shortest=60)
    places.booking(room, None, at(9, 8), 210)  # until half past twelve
    places.booking(room, None, at(13, 8), 240)

    assert "full" in show("?view=day&date=2027-06-08")


@time_machine.travel(MONDAY, tick=False)
def test_many_times_are_told_in_three_lines_that_promise_no_more(desks, show):
    for hour, seats in ((10, 1), (11, 2), (12, 1), (14, 1)):
        for seat in range(seats):
            places.booking(desks, None, at(hour, 8), 60, seat=seat)

    week = show()
    day = show("?view=day&date=2027-06-08")

    assert (
        f"9{DASH}13 1 of 3 free 13{DASH}15 2 of 3 free 15{DASH}17 3 of 3 free" in week
    )
    assert day.count("of 3 free") == 7


@time_machine.travel("2027-06-09T10:00:00Z", tick=False)
def test_past_days_and_today_are_told_apart(front, room, client):
    html = client.get(front["en"].url, headers=HTMX).content.decode()

    assert html.count('class="cal-off is-past"') == 2
    assert '<th scope="col" class="is-today">' in html
    assert 'class="cal-today"' in html
    assert f"<b>12{DASH}17</b>" in html


@time_machine.travel(MONDAY, tick=False)
def test_closed_days_and_holidays_are_named(space, room, desks, show):
    DayException.objects.create(
        space=space, first=date(2027, 6, 8), last=date(2027, 6, 8),
        label_en="Feast", is_estimated=True, source="holidays",
    )  # fmt: skip
    DayException.objects.create(
        space=space, first=date(2027, 6, 9), last=date(2027, 6, 9),
        opens=time(10), closes=time(12), label_en="Open day",
    )  # fmt: skip
    DayException.objects.create(
        space=space, resource=room, first=date(2027, 6, 10), last=date(2027, 6, 10),
        label_en="Being painted",
    )  # fmt: skip

    shown = show()

    assert "closed Feast (the date may still change)" in shown
    assert f"10:00{DASH}12:00 Open day" in shown
    assert "closed Being painted" in shown
    assert f"10{DASH}12 3 of 3 free" in shown


@time_machine.travel(MONDAY, tick=False)
def test_what_cannot_be_booked_yet_or_any_more_says_so(space, show):
    places.resource(space, "Hall", horizon_days=2)
    places.resource(space, "Stage", lead=3 * 24 * 60)

    shown = show()

    assert "not yet to be booked" in shown
    assert "no longer to be booked" in shown


@time_machine.travel(MONDAY, tick=False)
def test_a_space_that_never_closes_is_told_by_the_day(cms_tree, client, db):
    space = places.space("peja")
    places.hours(space, opens=time(0), closes=time(0))
    places.resource(space, longest=240)
    index = make_pages(SpaceIndexPage, {"en": cms_tree["home", "en"]}, {"en": "Spaces"})
    page = make_pages(
        SpacePage, {"en": Page.objects.get(pk=index["en"].pk)}, {"en": "Peja"},
        space=space, lead="x", translation_key=uuid.uuid4(),
    )["en"]  # fmt: skip

    html = client.get(page.url, headers=HTMX).content.decode()

    assert html.count(f"<b>0{DASH}0</b> free") == 6
    assert "date=2027-06-08&amp;from=00:00&amp;to=04:00" in html


# The other views --------------------------------------------------------------------------


@time_machine.travel(MONDAY, tick=False)
def test_the_month_says_the_share_in_words_and_numbers(
    front, space, room, client, show
):
    places.booking(room, None, at(9, 9), 6 * 60)
    places.booking(room, None, at(9, 10), 8 * 60)

    shown = show("?view=month")
    html = client.get(front["en"].url + "?view=month", headers=HTMX).content.decode()

    assert "June 2027" in shown
    assert "8 100% free plenty of room 9 25% free little room 10 0% free full" in shown
    assert "6 over 7 today" in shown
    assert "?view=day&amp;date=2027-06-09" in html


@time_machine.travel(MONDAY, tick=False)
def test_the_list_tells_the_coming_days_with_a_link_for_each_time(front, desks, client):
    places.booking(desks, None, at(9, 8), 60)

    html = client.get(front["en"].url + "?view=agenda", headers=HTMX).content.decode()

    assert html.count("<h4") == 7
    assert "Monday, 7 June 2027" in html
    assert f'from=09:00&amp;to=10:00"><b>9{DASH}10</b> 2 of 3 free' in html


@time_machine.travel(MONDAY, tick=False)
def test_views_keep_the_day_and_the_filter(front, desks, client):
    query = f"?view=month&date=2027-07-14&resource={desks.pk}"

    html = client.get(front["en"].url + query, headers=HTMX).content.decode()

    kept = f"date=2027-07-14&amp;resource={desks.pk}"
    for view in ("week", "day", "agenda"):
        assert f"?view={view}&amp;{kept}" in html
    assert "?view=month&amp;date=2027-06-30" in html  # the month before
    assert "?view=month&amp;date=2027-08-01" in html


@time_machine.travel(MONDAY, tick=False)
def test_the_filter_shows_one_resource_or_one_kind(room, desks, show):
    alone = show(f"?resource={room.pk}")
    kind = show("?kind=hot_desks")

    assert "Only Room en is shown. Show everything" in alone
    assert "Desks en" not in alone
    assert "Desks en" in kind
    assert "Room en" not in kind


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?date=soon", "There is no such day"),
        ("?date=2027-02-30", "There is no such day"),
        ("?date=0001-01-01", "does not reach to that day"),
        ("?date=9999-12-31", "does not reach to that day"),
        ("?date=2031-01-01&view=month", "does not reach to that day"),
        ("?view=year", "no such view"),
        ("?resource=999999", "not let here"),
        ("?resource=x", "not let here"),
        ("?kind=ship", "Nothing of that kind"),
        ("?kind=desk", "Nothing of that kind"),
    ],
)
def test_what_an_address_says_wrongly_is_told(front, room, client, query, told):
    answer = client.get(front["en"].url + query)

    assert answer.status_code == 200
    html = answer.content.decode()
    assert told in html
    assert 'class="cal-today"' in html


@time_machine.travel(MONDAY, tick=False)
def test_the_calendar_ends_somewhere(front, room, client):
    first = client.get(front["en"].url + "?date=2027-04-08").content.decode()
    last = client.get(front["en"].url + "?date=2028-06-13").content.decode()

    assert 'id="cal-before"' not in first
    assert 'id="cal-after"' in first
    assert 'id="cal-before"' in last
    assert 'id="cal-after"' not in last


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_hours_stay_when_clocks_are_moved(front, room, show, day):
    moved = date.fromisoformat(day)
    with time_machine.travel(f"{moved - timedelta(days=7)}T03:00:00Z", tick=False):
        shown = show(f"?date={day}")

    # (seven days, the hours of each and what is free of each)
    assert shown.count(f"9:00{DASH}17:00") == 7
    assert shown.count(f"9{DASH}17 free") == 7


@pytest.mark.parametrize(("day", "free"), [("2027-03-28", 23), ("2027-10-31", 25)])
def test_a_night_in_which_clocks_are_moved_has_its_own_length(space, room, day, free):
    places.hours(room, opens=time(0), closes=time(0))
    moved = date.fromisoformat(day)
    with time_machine.travel(f"{moved - timedelta(days=7)}T03:00:00Z", tick=False):
        (found,) = days_between(space, [room], moved, moved)

    assert sum(one.minutes for one in found.cells[0].stretches) == free * 60


# Who sees it, in what language, and at what cost ------------------------------------------


def test_a_hidden_space_has_no_calendar(front, space, manager, room, client):
    Space.objects.update(is_open=False)
    address = front["en"].url + "?view=month"
    assert client.get(address).status_code == 404
    assert client.get(address, headers=HTMX).status_code == 404

    client.force_login(manager)

    assert client.get(address).status_code == 200


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize(
    ("code", "name"), [("sq", "E hënë"), ("en", "Monday"), ("de", "Montag")]
)
def test_days_are_named_in_the_readers_language(front, room, show, code, name):
    assert f"{name} 7.6." in show(code=code)


@time_machine.travel(MONDAY, tick=False)
def test_names_of_guests_are_told_to_nobody(front, room, manager, arta, client):
    places.booking(room, arta, at(9, 8), note="Secret plan")
    client.force_login(manager)

    html = client.get(front["en"].url).content.decode()

    assert "Arta" not in html
    assert "Secret plan" not in html


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize("view", ["week", "month", "day", "agenda"])
def test_more_resources_and_bookings_cost_no_more_statements(
    front, space, client, view, django_assert_max_num_queries
):
    query = f"{front['en'].url}?view={view}"
    for number in range(12):
        room = places.resource(space, f"Room {number}")
        for hour in (9, 11, 13, 15):
            places.booking(room, None, at(hour, 8))
    client.get(query)

    with django_assert_max_num_queries(11):
        assert client.get(query, headers=HTMX).status_code == 200
    with django_assert_max_num_queries(18):
        assert client.get(query).status_code == 200


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize("code", SLUGS)
def test_a_busy_week_of_twelve_resources_is_below_60_kb(front, space, client, code):
    for number in range(12):
        desks = places.resource(space, f"Room {number}", capacity=12, is_shared=True)
        for day in range(7, 14):
            for hour in range(9, 17):
                for seat in range(hour % 5):
                    places.booking(desks, None, at(hour, day), seat=seat)
    memo.forget()

    size = len(client.get(front[code].url).content)

    assert 30_000 < size < 60_000


# What search engines read -----------------------------------------------------------------


@time_machine.travel(MONDAY, tick=False)
def test_search_engines_read_the_hours_and_the_special_days(front, space, client):
    Space.objects.update(latitude="42.6594", longitude="21.1599", phone="+383 38 1")
    DayException.objects.create(
        space=space, first=date(2027, 6, 9), last=date(2027, 6, 9), label_en="Feast"
    )
    DayException.objects.create(
        space=space, first=date(2027, 6, 30), last=date(2027, 6, 30),
        opens=time(10), closes=time(12), label_en="Open </script> day",
    )  # fmt: skip

    html = client.get(front["en"].url).content.decode()

    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    told = next(
        one for one in map(json.loads, blocks) if one["@type"] == "LocalBusiness"
    )
    assert told["address"]["streetAddress"] == "Rr. Nëna Terezë 1"
    assert told["geo"]["latitude"] == 42.6594
    assert told["telephone"] == "+383 38 1"
    usual, feast, other = told["openingHoursSpecification"]
    assert (len(usual["dayOfWeek"]), usual["opens"], usual["closes"]) == (
        7, "09:00", "17:00",
    )  # fmt: skip
    assert feast == {
        "@type": "OpeningHoursSpecification",
        "validFrom": "2027-06-09", "validThrough": "2027-06-09",
        "opens": "00:00", "closes": "00:00",
    }  # fmt: skip
    assert (other["validFrom"], other["opens"]) == ("2027-06-30", "10:00")
