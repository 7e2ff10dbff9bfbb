"""Two members and one last place, in a browser, with a script and without; every screen
of bookings and the desk for those who do not see, on a phone, and in the dark."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from community.spaces.actions import give_role
from community.spaces.models import Booking, DayException
from tests.factories import places
from tests.factories.people import UserFactory
from tests.journeys.conftest import DESKTOP
from tests.journeys.steps import log_in
from tests.journeys.test_accessibility import SETTLED, problems

CODES = ("sq", "en", "de")
NARROW = {"width": 360, "height": 740}
DASH = "\u2013"


@pytest.fixture
def day():
    """The day after tomorrow: a day on which everything is still to come."""
    return (timezone.now() + timedelta(days=2)).date()


@pytest.fixture
def house(transactional_db):
    space = places.space()
    places.hours(space, opens=time(8), closes=time(20))
    room = places.resource(space, "Room", capacity=8)
    desks = places.resource(space, "Desks", "hot_desks", capacity=2, is_shared=True)
    return space, room, desks


@pytest.fixture
def arta(transactional_db):
    return UserFactory(display_name="Arta Gashi")


@pytest.fixture
def second(browser: Browser):
    """Somebody else's browser."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def without_script(browser: Browser):
    context = browser.new_context(
        viewport=NARROW, locale="en-GB", java_script_enabled=False
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def open_form(page: Page, site: str, day, name: str = "Room en") -> None:
    """From the list of what is let to the form, filled with the time of the address."""
    page.goto(f"{site}/en/spaces/prishtina/book/?date={day}&from=10:00&to=12:00")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_label("From")).to_have_value("10:00")
    expect(page.get_by_label("Date")).to_have_value(str(day))


def test_a_member_books_and_cancels(site, page, house, arta, day):
    log_in(page, site, arta.email)
    open_form(page, site, day)
    page.get_by_label("People").fill("3")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Room en")
    expect(page.locator(".booking-sheet")).to_contain_text(f"10:00{DASH}12:00")
    expect(page.locator(".booking-state")).to_have_text("Confirmed")

    page.get_by_role("link", name="Cancel", exact=True).click()
    page.get_by_role("button", name="Cancel the booking").click()
    expect(page.locator(".booking-state")).to_have_text("Cancelled")
    page.get_by_role("link", name="My bookings").last.click()
    expect(page.locator(".empty")).to_be_visible()
    assert Booking.objects.get().state == "cancelled"


def test_another_day_shows_what_is_free_then(site, page, house, arta, day):
    _space, room, _desks = house
    start = datetime.combine(day, time(8), room.space.zone_info)
    places.booking(room, UserFactory(), start + timedelta(days=1), 120)
    log_in(page, site, arta.email)
    open_form(page, site, day)
    expect(page.locator("#free-day")).to_contain_text(f"08:00{DASH}20:00")

    page.get_by_label("Date").fill(str(day + timedelta(days=1)))
    page.get_by_label("Date").blur()

    expect(page.locator("#free-day")).to_contain_text(f"10:00{DASH}20:00")
    expect(page.get_by_label("From")).to_have_value("10:00")


def test_the_last_place_goes_to_one_and_the_other_is_told(
    site, page, second, house, arta, day
):
    besim = UserFactory(display_name="Besim Hoxha")
    log_in(page, site, arta.email)
    log_in(second, site, besim.email)
    open_form(page, site, day)
    page.get_by_label("Note").fill("With a guest")
    open_form(second, site, day)

    second.get_by_role("button", name="Book", exact=True).click()
    expect(second.locator(".booking-state")).to_have_text("Confirmed")
    page.get_by_role("button", name="Book", exact=True).click()

    told = page.locator(".other-times")
    expect(told).to_contain_text("Somebody else has this place at that time.")
    expect(page.get_by_label("Note")).to_have_value("With a guest")
    told.get_by_role("button").first.click()
    expect(page.locator(".booking-state")).to_have_text("Confirmed")
    expect(page.locator(".booking-sheet")).to_contain_text(f"12:00{DASH}14:00")
    expect(page.locator(".booking-sheet")).to_contain_text("With a guest")
    assert Booking.objects.filter(state="confirmed").count() == 2


def test_all_of_it_works_without_a_script(site, without_script, house, arta, day):
    page = without_script
    log_in(page, site, arta.email)
    open_form(page, site, day, "Desks en")
    page.get_by_label("Until").fill("10:10")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.locator(".field-error").first).to_be_visible()
    expect(page.get_by_label("Until")).to_have_value("10:10")
    page.get_by_label("Until").fill("11:00")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.locator(".booking-state")).to_have_text("Confirmed")

    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("From").fill("14:00")
    page.get_by_label("Until").fill("15:30")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(".booking-sheet")).to_contain_text(f"14:00{DASH}15:30")

    page.goto(f"{site}/en/spaces/mine/")
    page.locator(".booking-rows").get_by_role("link", name="Cancel").click()
    page.get_by_role("button", name="Cancel the booking").click()
    assert Booking.objects.get().state == "cancelled"


def test_a_host_checks_a_guest_in(site, page, house, arta):
    _space, room, _desks = house
    now = timezone.now().replace(second=0, microsecond=0)
    booking = places.booking(room, arta, now - timedelta(minutes=10), 180)
    host = UserFactory()
    give_role(host, room.space, "host")
    log_in(page, site, host.email)
    page.goto(f"{site}/en/spaces/mine/")
    page.get_by_role("link", name="Desk of").last.click()
    expect(page.locator(".booking-rows")).to_contain_text("Arta Gashi")
    page.get_by_role("button", name="Check in").click()
    expect(page.locator(".desk-numbers")).to_contain_text("1 guest is there")
    booking.refresh_from_db()
    assert booking.state == "checked_in"


# For everybody -------------------------------------------------------------------------


@pytest.fixture
def lived_in(house, arta, day):
    """A house with requests, guests, and a booking in a closure; who looks after it."""
    space, room, desks = house
    hall = places.resource(
        space, "Hall", "event_area", capacity=40, granularity="half_day",
        needs_approval=True, needs_check_in=True,
    )  # fmt: skip
    start = datetime.combine(day, time(10), space.zone_info)
    own = places.booking(room, arta, start, 90, note="With a guest", party_size=3)
    guest = UserFactory(display_name="Besim Hoxha")
    asked = places.booking(
        hall, arta, start + timedelta(days=1), 180, state="requested",
        hold_expires_at=start,
    )  # fmt: skip
    now = timezone.now().replace(second=0, microsecond=0)
    places.booking(desks, guest, now - timedelta(minutes=30), 120, seat=0)
    places.booking(
        desks, arta, now - timedelta(minutes=30), 120, seat=1, state="checked_in"
    )
    places.booking(room, arta, start - timedelta(days=9), state="no_show")
    places.booking(room, guest, start + timedelta(days=3))
    shut = day + timedelta(days=3)
    DayException.objects.create(space=space, first=shut, last=shut, label_en="Painting")
    manager = UserFactory(display_name="Mimoza Krasniqi")
    give_role(manager, space, "manager")
    return own, asked, hall, manager


@pytest.mark.parametrize("code", CODES)
def test_screens_of_bookings_are_accessible(site, page, axe, lived_in, arta, day, code):
    own, asked, hall, manager = lived_in
    log_in(page, site, arta.email)
    start, book = f"/{code}/spaces/", "prishtina/book/"
    form = f"{book}?resource={own.resource_id}&date={day}&from=10:00"
    one, other = f"bookings/{own.uuid}/", f"bookings/{asked.uuid}/"
    paths = (
        *(book, form, f"{book}?resource={hall.pk}", "mine/", "mine/past/", one),
        *(f"{one}cancel/", f"{one}move/", other),
    )
    found = problems(page, site, [start + path for path in paths], axe)
    page.goto(site + start + form)
    found |= refused(page, axe, day)
    page.context.clear_cookies()
    log_in(page, site, manager.email)
    paths = ("prishtina/desk/", one, other)
    found |= problems(page, site, [start + path for path in paths], axe)
    page.goto(f"{site}{start}prishtina/desk/")
    for part in page.locator("details").all():
        part.evaluate("node => { node.open = true }")
    found["desk, opened"] = axe(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def refused(page: Page, axe, day) -> dict:
    """The form with the place taken, and with something wrong in it."""
    found = {}
    for hours in (("10:00", "11:00"), ("07:00", "07:10")):
        page.locator("#id_date").fill(str(day))
        page.locator("#id_starts").fill(hours[0])
        page.locator("#id_ends").fill(hours[1])
        page.locator(".booking-form button[type=submit]").click()
        page.wait_for_load_state()
        page.evaluate(SETTLED)
        wrong = axe(page)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append("wider than the screen")
        if wrong:
            found[f"refused {hours[0]}"] = wrong
    return found
