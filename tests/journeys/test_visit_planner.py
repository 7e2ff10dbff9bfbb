"""A member in Zürich plans a visit from the dates of the profile and books it."""

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from community.profiles.models import Profile
from community.profiles.models import Visit as ProfileVisit
from community.spaces.models import Booking, DayException, Visit
from tests.factories import places
from tests.factories.people import PASSWORD, UserFactory
from tests.journeys.conftest import DESKTOP
from tests.journeys.steps import log_in

NARROW = {"width": 360, "height": 740}
LANGUAGES = ("sq", "en", "de")


@pytest.fixture
def monday():
    today = date.today()  # noqa: DTZ011 (the browser's clock is the machine's)
    return today + timedelta(days=14 - today.weekday())


@pytest.fixture
def space(site, monday):
    """Open from nine to five. A desk is taken on the second day and there is a holiday;
    on the last day all is taken in the morning."""
    found = places.space(
        name_en="Prishtina space", name_sq="Hapësira e Prishtinës",
        name_de="Coworking-Space Prishtina", city="Prishtinë",
    )  # fmt: skip
    places.hours(found)
    holiday = monday + timedelta(days=3)
    DayException.objects.create(
        space=found, first=holiday, last=holiday,
        label_en="Peace Day", label_sq="Dita e Paqes", label_de="Tag des Friedens",
    )  # fmt: skip
    window = places.resource(found, "Desk at the window", "desk")
    quiet = places.resource(found, "Quiet desk", "desk", position=1)
    room = places.resource(
        found, "Room Rugova", capacity=8, needs_approval=True, position=2
    )
    taken(window, monday + timedelta(days=2))
    taken(quiet, monday)
    taken(room, monday + timedelta(days=1))
    for one in (window, quiet, room):
        taken(one, monday + timedelta(days=8), hours=3)
    return found


def taken(resource, day, hours=8):
    zone = resource.space.zone_info
    start = datetime(day.year, day.month, day.day, 9, tzinfo=zone)
    places.booking(resource, None, start, hours * 60)


@pytest.fixture
def arta(site, monday):
    member = UserFactory(display_name="Arta Gashi")
    profile = Profile.objects.create(user=member)
    ProfileVisit.objects.create(
        profile=profile,
        start=monday,
        end=monday + timedelta(days=11),
        place="Prishtina",
    )
    return member


def test_a_visit_is_planned_from_the_profile_and_booked(
    site, page, space, arta, monday
):
    log_in(page, site, arta.email)
    page.goto(f"{site}/en/spaces/plan/")
    expect(page.get_by_label("From", exact=True)).to_have_value(monday.isoformat())

    page.get_by_role("link", name="Plan it in “Prishtina space”").click()

    expect(page.get_by_text("8 days with a place")).to_be_visible()
    expect(page.get_by_text("You change the place once")).to_be_visible()
    expect(page.get_by_text("Closed: Peace Day")).to_be_visible()
    page.get_by_label("12:00\u201317:00 Desk at the window en").check()
    page.get_by_label("Note").fill("I come from Zürich.")
    page.get_by_role("button", name="Book the visit").click()

    page.wait_for_url("**/spaces/visits/*/")
    expect(page.get_by_text("Your visit is booked.")).to_be_visible()
    expect(page.locator(".visit-day")).to_have_count(9)
    assert Visit.objects.get().bookings.filter(state="confirmed").count() == 9

    page.get_by_role("link", name="Cancel the visit").click()
    page.get_by_role("button", name="Cancel the visit").click()
    expect(page.get_by_text("9 bookings are cancelled.")).to_be_visible()
    assert not Booking.objects.filter(visit__isnull=False).live().exists()


def test_a_visitor_plans_without_a_script_logs_in_and_books(
    site, browser, space, arta, monday
):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{site}/en/spaces/plan/")
    page.get_by_label("From", exact=True).fill(monday.isoformat())
    page.get_by_label("To", exact=True).fill((monday + timedelta(days=2)).isoformat())
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_text("3 days with a place")).to_be_visible()

    page.get_by_role("link", name="Log in and book").click()
    page.fill("input[name=login]", arta.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("3 days with a place")).to_be_visible()
    page.get_by_role("button", name="Book the visit").click()

    expect(page.locator(".visit-day")).to_have_count(3)
    assert Visit.objects.get().bookings.count() == 3
    context.close()


def test_the_screens_are_accessible_and_fit_a_phone(
    site, page, axe, space, arta, monday
):
    log_in(page, site, arta.email)
    asked = (
        f"?space=prishtina&first={monday}&last={monday + timedelta(days=11)}"
        "&opens=09:00&closes=17:00&days=0&days=1&days=2&days=3&days=4&people=1"
    )
    page.goto(f"{site}/en/spaces/plan/{asked}")
    page.get_by_role("button", name="Book the visit").click()
    page.wait_for_url("**/spaces/visits/*/")
    uid = Visit.objects.get().uuid
    wrong = asked.replace(f"last={monday + timedelta(days=11)}", "last=2020-01-01")
    paths = {
        "empty": "plan/",
        "plan": f"plan/{asked}",
        "wrong": f"plan/{wrong}",
        "visit": f"visits/{uid}/",
        "cancel": f"visits/{uid}/cancel/",
    }
    found = {}
    for code in LANGUAGES:
        for told, path in paths.items():
            for size in (DESKTOP, NARROW):
                for scheme in ("light", "dark"):
                    page.set_viewport_size(size)
                    page.emulate_media(color_scheme=scheme)
                    page.goto(f"{site}/{code}/spaces/{path}")
                    name = f"{code} {told} {size['width']} {scheme}"
                    found[name] = axe(page)
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    assert wide <= size["width"], name
                    keep(page, name)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def keep(page, name):
    if folder := os.environ.get("SHOTS"):
        file = "".join(one if one.isalnum() else "-" for one in name)
        page.screenshot(path=Path(folder) / f"{file}.png", full_page=True)
