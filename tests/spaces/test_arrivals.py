"""The code at the door: its address, the screen behind it, and the sheet to print."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from community.spaces.arrivals import arrival_address, code_of, number_in, picture_of
from tests.factories import places
from tests.factories.people import UserFactory

NOW = datetime(2027, 6, 7, 8, tzinfo=UTC)  # Monday, 10:00 in Prishtina
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


def path_of(space, resource=None) -> str:
    return f"/en/spaces/{space.slug}/here/{code_of(space, resource)}/"


def scan(client, user, space, resource=None, status=200) -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(path_of(space, resource))
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def rows_of(page) -> list[str]:
    return [" ".join(one.text.split()) for one in page.select(".here-rows > li")]


# Codes -------------------------------------------------------------------------------------


def test_a_code_stands_for_its_place(space, room):
    assert number_in(space, code_of(space, room)) == room.pk
    assert number_in(space, code_of(space)) == 0


def test_codes_of_others_and_made_up_ones_stand_for_nothing(space, room):
    real = code_of(space, room)
    other = places.space("prizren")
    digits, _dash, signature = real.partition("-")
    wrong = [
        f"{int(digits) + 1}-{signature}",
        f"0{real}",
        f"{digits}-{signature[:-1]}",
        f"{digits}-",
        digits,
        "",
        "-",
        f"\u0661-{signature}",
        f"{'9' * 40}-{signature}",
    ]
    assert [number_in(space, one) for one in wrong] == [None] * len(wrong)
    assert number_in(other, real) is None


def test_the_picture_is_the_code_of_the_address(space, room):
    address = arrival_address(space, room)
    assert address.endswith(f"/{code_of(space, room)}/")
    plain = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    plain.add_data(address)
    plain.make(fit=True)

    side, path = picture_of(address)

    drawn = [[False] * side for _row in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        for at in range(int(x), int(x) + int(length)):
            assert not drawn[int(y)][at]
            drawn[int(y)][at] = True
    assert drawn == plain.get_matrix()


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_a_scanned_address_leads_to_the_language_of_who_scans_it(client, space, code):
    address = arrival_address(space)
    path = address[address.index("/spaces/") :]
    assert address.removesuffix(path).count("/") == 2

    answer = client.get(path, headers={"accept-language": code})

    assert answer.status_code == 302
    assert answer["Location"] == f"/{code}{path}"


# Arriving ----------------------------------------------------------------------------------


def test_visitors_log_in_and_come_back(client, space, room):
    answer = client.get(path_of(space, room))

    assert answer.status_code == 302
    assert code_of(space, room) in answer["Location"]


def test_one_press_and_the_guest_is_there(cms_tree, client, space, room, arta):
    booking = places.booking(room, arta, NOW)
    page = scan(client, arta, space, room)
    (form,) = page.select(".here-rows form")
    assert form.button.text.startswith("I have arrived")

    told = {one["name"]: one.get("value", "") for one in form.select("input")}
    client.post(form["action"], told)

    booking.refresh_from_db()
    assert booking.state == "checked_in"
    (row,) = rows_of(scan(client, arta, space, room))
    assert "I am leaving" in row


def test_the_scanned_place_stands_first_and_others_do_not(
    cms_tree, client, space, room, desks, arta
):
    places.booking(room, arta, NOW - HOUR / 2)
    places.booking(desks, arta, NOW + 2 * HOUR)
    places.booking(room, UserFactory(), NOW + 3 * HOUR)
    places.booking(room, arta, NOW + timedelta(days=1))
    elsewhere = places.resource(places.space("prizren"), "Away")
    places.booking(elsewhere, arta, NOW)

    by_time, by_place = scan(client, arta, space), scan(client, arta, space, desks)

    assert [("Room" in one, "Desks" in one) for one in rows_of(by_time)] == [
        (True, False),
        (False, True),
    ]
    first, second = rows_of(by_place)
    assert "Desks" in first
    assert "Room" in second
    (marked,) = by_place.select(".is-scanned")
    assert "Desks" in marked.text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"start": NOW + 2 * HOUR}, "from 11:30 on"),
        ({"state": "requested"}, "Nobody has confirmed this yet"),
        ({"start": NOW - HOUR / 2}, "The time to arrive has passed"),
    ],
    ids=lambda one: str(one)[:20],
)
def test_who_cannot_arrive_reads_why(cms_tree, client, space, arta, values, said):
    desk = places.resource(space, "Desk", "desk", needs_check_in=True)
    start = values.pop("start", NOW)
    places.booking(desk, arta, start, hold_expires_at=start + HOUR, **values)

    page = scan(client, arta, space, desk)

    (row,) = rows_of(page)
    assert said in row
    assert not page.select(".here-rows form")


def test_who_has_no_booking_is_led_to_one(cms_tree, client, space, room, arta):
    page = scan(client, arta, space, room)

    assert "You have no booking here today." in page.text
    hrefs = [one["href"] for one in page.select("a[href]")]
    assert f"/en/spaces/prishtina/book/?resource={room.pk}" in hrefs


def test_made_up_codes_and_what_is_let_no_more_are_not_found(
    cms_tree, client, space, room, arta
):
    client.force_login(arta)
    wrong = code_of(space, room)[:-1] + "x"
    assert client.get(f"/en/spaces/prishtina/here/{wrong}/").status_code == 404

    room.active_until = (NOW - timedelta(days=2)).date()
    room.save()
    scan(client, arta, space, room, status=404)
    space.is_open = False
    space.save()
    scan(client, arta, space, status=404)


def test_many_bookings_cost_no_more_statements(
    cms_tree, client, space, desks, arta, django_assert_max_num_queries
):
    for hour in range(6):
        places.booking(desks, arta, NOW + hour * HOUR)
    assert len(rows_of(scan(client, arta, space, desks))) == 6

    # session, member, consent, space, code's resource, bookings, page in the tree
    with django_assert_max_num_queries(9):
        client.get(path_of(space, desks))


# The sheet ---------------------------------------------------------------------------------


def test_hosts_print_a_code_for_the_entrance_and_each_place(
    cms_tree, client, space, room, desks, host
):
    client.force_login(host)

    page = BeautifulSoup(
        client.get("/en/spaces/prishtina/codes/").content, "html.parser"
    )

    titles = [one.text.strip() for one in page.select(".code-card h2")]
    assert titles[0] == "Entrance"
    assert set(titles[1:]) == {"Room en", "Desks en"}
    paths = [one["d"] for one in page.select(".code-picture path:last-child")]
    assert len(set(paths)) == 3
    words = page.select_one(".code-words").select("li")
    assert [one["lang"] for one in words] == ["sq", "en", "de"]
    assert len({one.text for one in words}) == 3
    hrefs = [one["href"] for one in page.select(".code-address")]
    assert hrefs[0].endswith(path_of(space).removeprefix("/en"))
    desk = client.get("/en/spaces/prishtina/desk/").content.decode()
    assert "/en/spaces/prishtina/codes/" in desk


def test_who_looks_after_nothing_finds_no_codes(client, space, arta, viewer):
    client.force_login(arta)
    assert client.get("/en/spaces/prishtina/codes/").status_code == 404
    client.force_login(viewer)
    assert client.get("/en/spaces/prishtina/codes/").status_code == 403
