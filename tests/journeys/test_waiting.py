"""A room that is full: waiting for it, and what becomes of it when somebody cancels; the
screens of the waiting list for everybody."""

from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from community.spaces.actions import cancel_booking, give_role
from community.spaces.models import Booking, WaitlistEntry
from tests.factories import places
from tests.factories.people import UserFactory
from tests.journeys.steps import log_in
from tests.journeys.test_accessibility import SETTLED, problems

CODES = ("sq", "en", "de")
DASH = "\u2013"


@pytest.fixture
def day():
    """In three days: a day on which everything is still to come."""
    return (timezone.now() + timedelta(days=3)).date()


@pytest.fixture
def house(transactional_db):
    space = places.space()
    places.hours(space, opens=time(8), closes=time(20))
    room = places.resource(space, "Room", capacity=8)
    places.resource(space, "Hall", "event_area", capacity=40)
    return space, room


@pytest.fixture
def arta(transactional_db):
    return UserFactory(display_name="Arta Gashi")


@pytest.fixture
def taken(house, day):
    """Besim has the room from ten to twelve."""
    _space, room = house
    start = datetime.combine(day, time(10), room.space.zone_info)
    return places.booking(room, UserFactory(display_name="Besim Hoxha"), start, 120)


def ask_for_it(page: Page, site: str, room, day, code: str = "en") -> None:
    """What is taken, by the form for a booking."""
    path = f"/{code}/spaces/prishtina/book/?resource={room.pk}"
    page.goto(f"{site}{path}&date={day}&from=10:00&to=12:00")
    page.locator(".booking-form button[type=submit]").click()
    page.wait_for_load_state()


def test_who_waits_gets_what_another_gives_back(site, page, house, taken, arta, day):
    _space, room = house
    log_in(page, site, arta.email)
    ask_for_it(page, site, room, day)
    told = page.locator(".other-times")
    expect(told).to_contain_text("Somebody else has this place at that time.")
    page.get_by_role("button", name="Wait for a place").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Wait for “Room en”")
    expect(page.get_by_label("From")).to_have_value("10:00")
    page.get_by_label("How late may a place still come?").select_option("hours")
    page.get_by_label("Note").fill("With a projector")
    page.get_by_role("button", name="Join the waiting list").click()
    waits = page.locator("#waiting")
    expect(waits).to_contain_text("You are next")
    expect(waits).to_contain_text(f"10:00{DASH}12:00")

    mail.outbox.clear()
    cancel_booking(taken.member, taken)
    page.goto(f"{site}/en/spaces/mine/")

    expect(page.locator("#waiting")).to_have_count(0)
    row = page.locator(".booking-rows")
    expect(row).to_contain_text("Room en")
    expect(row).to_contain_text("Confirmed")
    row.get_by_role("link", name="Room en").first.click()
    expect(page.locator(".booking-history")).to_contain_text("From the waiting list")
    expect(page.locator(".booking-sheet")).to_contain_text("With a projector")
    (message,) = [one for one in mail.outbox if one.to == [arta.email]]
    assert message.subject.startswith("A place came free: Room en")
    assert len(message.attachments) == 1
    assert Booking.objects.get(member=arta).state == "confirmed"


def test_one_leaves_the_list_and_comes_back_by_keyboard(
    site, page, house, taken, arta, day
):
    _space, room = house
    log_in(page, site, arta.email)
    page.goto(
        f"{site}/en/spaces/prishtina/wait/?resource={room.pk}"
        f"&date={day}&from=10:00&to=12:00"
    )
    page.get_by_role("button", name="Join the waiting list").focus()
    page.keyboard.press("Enter")
    leave = page.get_by_role("button", name="Leave the list")
    leave.focus()
    page.keyboard.press("Enter")
    again = page.get_by_role("button", name="Wait again, as the last one")
    expect(again).to_be_visible()
    assert WaitlistEntry.objects.get().state == "left"
    again.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#waiting")).to_contain_text("You are next")
    assert WaitlistEntry.objects.filter(state="waiting").count() == 1


# For everybody -------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_screens_of_the_waiting_list_are_accessible(
    site, page, axe, house, taken, arta, day, code
):
    space, room = house
    other = places.resource(space, "Other", capacity=4)
    places.booking(other, UserFactory(), taken.starts_at, 120)
    first = UserFactory(display_name="Drita Leka")
    for number, (member, is_any) in enumerate(((first, False), (arta, True))):
        start = taken.starts_at + timedelta(minutes=30 * number)
        WaitlistEntry.objects.create(
            member=member, resource=room, is_any=is_any, starts_at=start,
            ends_at=taken.ends_at, until=start - timedelta(hours=2), party_size=3,
            note="With a projector",
        )  # fmt: skip
    left = WaitlistEntry.objects.create(
        member=arta, resource=room, starts_at=taken.starts_at, ends_at=taken.ends_at,
        until=taken.starts_at, state="left",
    )  # fmt: skip
    manager = UserFactory(display_name="Mimoza Krasniqi")
    give_role(manager, space, "manager")
    log_in(page, site, arta.email)
    start = f"/{code}/spaces/"
    form = f"prishtina/wait/?resource={room.pk}&date={day}&from=10:00"
    plan = f"plan/?space=prishtina&first={day}&last={day}&opens=10:00&closes=12:00"
    days = "&".join(f"days={number}" for number in range(7))
    paths = (form, "mine/", f"mine/?left={left.uuid}", f"{plan}&{days}&people=1")
    found = problems(page, site, [start + path for path in paths], axe)
    found |= refused(page, axe, site, room, day, code)
    page.context.clear_cookies()
    log_in(page, site, manager.email)
    found |= problems(page, site, [f"{start}prishtina/desk/"], axe)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def refused(page: Page, axe, site: str, room, day, code: str) -> dict:
    """The form of a booking that is taken, and the list for what is free or closed."""
    found = {}
    ask_for_it(page, site, room, day, code)
    found["taken"] = looked_at(page, axe)
    for hours in (("14:00", "15:00"), ("07:00", "07:10")):
        address = f"?resource={room.pk}&date={day}&from={hours[0]}&to={hours[1]}"
        page.goto(f"{site}/{code}/spaces/prishtina/wait/{address}")
        page.locator(".booking-form button[type=submit]").click()
        page.wait_for_load_state()
        found[f"refused {hours[0]}"] = looked_at(page, axe)
    return found


def looked_at(page: Page, axe) -> list:
    page.evaluate(SETTLED)
    wrong = axe(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("wider than the screen")
    return wrong
