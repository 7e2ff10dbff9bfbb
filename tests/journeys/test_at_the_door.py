"""Arriving by the code at the door, and a manager's calendars from elsewhere: in a browser,
and for those who do not see."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from community.spaces.actions import give_role
from community.spaces.arrivals import code_of
from community.spaces.models import Booking, IcsSource
from tests.factories import places
from tests.factories.people import UserFactory
from tests.journeys.steps import fill_in_log_in, log_in
from tests.journeys.test_accessibility import problems

CODES = ("sq", "en", "de")
HOUR = timedelta(hours=1)


@pytest.fixture
def house(transactional_db):
    """Open day and night: it is always some hour while tests run."""
    space = places.space()
    places.hours(space, opens=time(0), closes=time(0))
    return space, places.resource(space, "Desk", "desk", needs_check_in=True)


@pytest.fixture
def manager(house):
    space, _desk = house
    found = UserFactory(display_name="Mimoza Krasniqi")
    give_role(found, space, "manager")
    return found


@pytest.fixture
def booking(house):
    """Of Arta, who should be there by now."""
    _space, desk = house
    start = timezone.now().replace(second=0, microsecond=0)
    arta = UserFactory(display_name="Arta Gashi")
    return places.booking(desk, arta, start, 60)


def test_who_scans_the_code_logs_in_and_has_arrived(site, page, house, booking):
    space, desk = house
    page.goto(f"{site}/en/spaces/prishtina/here/{code_of(space, desk)}/")
    fill_in_log_in(page, booking.member.email)

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Welcome to “Prishtina en”"
    )
    page.get_by_role("button", name="I have arrived").click()

    expect(page.get_by_text("Welcome! The arrival is noted.")).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == Booking.State.CHECKED_IN
    page.goto(f"{site}/en/spaces/prishtina/here/{code_of(space)}/")
    page.get_by_role("button", name="I am leaving").click()
    expect(page.get_by_text("Good-bye! The place is free for others.")).to_be_visible()


def test_a_manager_keeps_calendars_from_elsewhere(site, page, house, manager):
    log_in(page, site, manager.email)
    page.goto(f"{site}/en/spaces/prishtina/desk/")
    page.get_by_role("link", name="Calendars from elsewhere").click()
    add(page, "Courses", "http://calendar.example/x.ics")
    expect(page.get_by_text("Only addresses that begin with https://")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Courses")

    add(page, "Courses", "https://calendar.example/x.ics")
    row = page.locator(".booking-rows > li")
    expect(row).to_contain_text("calendar.example")
    row.get_by_role("link", name="Change").click()
    page.get_by_label("Name").fill("Evening courses")
    page.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Evening courses")
    row.get_by_role("button", name="Pause").click()
    expect(row).to_contain_text("Paused")
    row.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove the calendar").click()

    expect(page.get_by_text("No calendar is read yet.")).to_be_visible()
    assert not IcsSource.objects.exists()


def add(page: Page, name: str, address: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Address of the calendar").fill(address)
    page.get_by_role("button", name="Add and read it").click()


@pytest.mark.parametrize("code", CODES)
def test_these_screens_are_accessible(site, page, axe, house, manager, booking, code):
    space, desk = house
    now = timezone.now()
    values = (
        {"good_at": now, "left_out": 2, "guessed": 1, "next_at": now + HOUR},
        {"failure": "slow", "failures": 3, "good_at": now - 5 * HOUR, "next_at": now},
        {"is_paused": True, "resource": desk, "keeps_titles": True},
    )
    for number, told in enumerate(values):
        source = IcsSource.objects.create(
            space=space,
            name=f"Calendar {number}",
            address=f"https://calendar.example/{number}.ics",
            **told,
        )
    places.booking(desk, manager, now + 3 * HOUR, 60, seat=None, state="requested")
    start = f"/{code}/spaces/prishtina/"
    here = [f"{start}here/{code_of(space, one)}/" for one in (desk, None)]
    elsewhere = f"{start}calendars/"
    change, remove = (f"{elsewhere}{source.pk}/{one}/" for one in ("change", "remove"))
    log_in(page, site, booking.member.email)
    found = problems(page, site, here, axe)
    page.context.clear_cookies()
    log_in(page, site, manager.email)
    paths = [*here, f"{start}codes/", elsewhere, change, remove]
    found |= {f"manager {k}": v for k, v in problems(page, site, paths, axe).items()}

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
