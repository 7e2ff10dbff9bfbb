"""The whole story: a member in Zürich plans a visit while somebody else takes the last
desk of a day; she books what is left, follows it in her calendar, and cancels."""

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

from community.spaces.models import Booking, Visit
from tests.factories import places
from tests.factories.people import UserFactory
from tests.journeys.steps import log_in
from tests.journeys.test_accessibility import problems


@pytest.fixture
def monday():
    today = date.today()  # noqa: DTZ011 (the browser's clock is the machine's)
    return today + timedelta(days=14 - today.weekday())


@pytest.fixture
def desk(site):
    space = places.space(name_en="Prishtina space")
    places.hours(space)
    return places.resource(space, "Desk", "desk")


def test_a_visit_is_planned_booked_followed_and_cancelled(
    site, page, browser, axe, desk, monday
):
    arta, ben = UserFactory(display_name="Arta"), UserFactory(display_name="Ben")
    tuesday, wednesday = monday + timedelta(days=1), monday + timedelta(days=2)
    log_in(page, site, arta.email)
    page.goto(
        f"{site}/en/spaces/plan/?space=prishtina&first={monday}&last={wednesday}"
        "&opens=09:00&closes=17:00&days=0&days=1&days=2&people=1"
    )
    expect(page.get_by_text("3 days with a place")).to_be_visible()

    other = browser.new_context(locale="en-GB").new_page()
    log_in(other, site, ben.email)
    other.goto(
        f"{site}/en/spaces/prishtina/book/?resource={desk.pk}&date={tuesday}"
        "&from=09:00&to=17:00"
    )
    other.get_by_role("button", name="Book", exact=True).click()
    expect(other.locator(".booking-state")).to_have_text("Confirmed")
    other.context.close()

    page.get_by_role("button", name="Book the visit").click()
    told = "Some of these places have been taken. Nothing is booked."
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.locator(".plan-day.is-lost")).to_have_count(1)
    expect(page.get_by_text("2 days with a place")).to_be_visible()
    assert not Booking.objects.filter(member=arta).exists()
    page.get_by_role("button", name="Book the visit").click()
    expect(page.get_by_text("Your visit is booked.")).to_be_visible()
    assert Visit.objects.get().bookings.count() == 2

    page.goto(f"{site}/en/account/calendars/")
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("#made-address").inner_text()
    path = "/en/" + address.split("/en/", 1)[1]
    assert states(page, site, path) == {
        (monday, "CONFIRMED"), (wednesday, "CONFIRMED"),
    }  # fmt: skip

    page.goto(f"{site}/en/spaces/visits/{Visit.objects.get().uuid}/")
    page.get_by_role("link", name="Cancel the visit").click()
    page.get_by_role("button", name="Cancel the visit").click()
    expect(page.get_by_text("2 bookings are cancelled.")).to_be_visible()
    assert states(page, site, path) == {
        (monday, "CANCELLED"), (wednesday, "CANCELLED"),
    }  # fmt: skip


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_calendars_and_hours_are_accessible_and_fit_a_phone(
    site, page, axe, desk, code
):
    manager = places.looks_after(UserFactory(), desk.space)
    log_in(page, site, manager.email)
    paths = [f"/{code}/account/calendars/", f"/{code}/spaces/prishtina/hours/"]

    found = problems(page, site, paths, axe)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def states(page, site, path: str) -> set[tuple[date, str]]:
    """What a calendar program reads at the secret address: each day and its state."""
    answer = page.request.get(site + path)
    assert answer.status == 200
    calendar = Calendar.from_ical(answer.body())
    return {
        (one.decoded("dtstart").date(), str(one["status"]))
        for one in calendar.walk("VEVENT")
    }
