"""The calendar of a space in a browser: read in three languages and all sizes, by keyboard,
with htmx and without any script."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cms.core.languages import CODES
from cms.core.rows.refresh import together
from community.spaces.models import Resource
from home.demo.spaces import planned_spaces
from home.demo.texts import fill
from home.demo.tree import plant
from tests.factories import places
from tests.journeys.conftest import DESKTOP
from tests.journeys.test_accessibility import COLOURS, SETTLED

PHONE = {"width": 360, "height": 740}
FRONTS = {
    "sq": "/sq/hapesirat/prizren/",
    "en": "/en/spaces/prizren-space/",
    "de": "/de/coworking-spaces/space-prizren/",
}
LOOKS = (
    (DESKTOP, "light", None),
    (DESKTOP, "dark", COLOURS),
    (PHONE, "dark", COLOURS),
    (PHONE, "light", None),
)


@pytest.fixture
def demo(site, cms_tree):
    """The demo's spaces; in the one of Prizren something is booked next week."""
    homes = {code: cms_tree["home", code] for code in CODES}
    with together():
        for plan in planned_spaces():
            plant(plan, homes)
            fill(plan)
    rooms = Resource.objects.filter(space__slug="prizren").select_related("space")
    monday = next_monday()
    for number, room in enumerate(rooms):
        start = datetime.combine(monday, datetime.min.time(), UTC)
        hours = timedelta(hours=9 + number % 3)
        places.booking(room, None, start + hours, 120)
    return site


def next_monday():
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


@pytest.mark.parametrize("code", CODES)
def test_the_calendar_is_accessible_and_fits_a_phone(demo, page, axe, code):
    found = {}
    for view in ("week", "month", "day", "agenda"):
        page.goto(f"{demo}{FRONTS[code]}?view={view}&date={next_monday()}")
        for size, scheme, rules in LOOKS:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_selector(f"html[data-bs-theme={scheme}]")
            page.evaluate(SETTLED)
            seen = axe(page, rules)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                seen.append("wider than the screen")
            if seen:
                found[f"{view} {size['width']} {scheme}"] = seen

    assert found == {}


def test_the_next_week_is_swapped_in_and_the_focus_stays(demo, page):
    page.goto(demo + FRONTS["en"])
    page.evaluate("window.stays = true")
    before = page.locator(".cal-title h3").text_content()

    page.locator("#cal-after").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".cal-title h3")).not_to_have_text(before)
    assert f"date={next_monday()}" in page.url
    assert page.evaluate("window.stays")
    expect(page.locator("#cal-after")).to_be_focused()
    announced = page.locator(".cal-title h3").text_content().strip()
    expect(page.locator("#announcer")).to_have_text(announced)
    page.go_back()
    expect(page.locator(".cal-title h3")).to_have_text(before)


def test_arrow_keys_lead_from_field_to_field(demo, page):
    page.goto(f"{demo}{FRONTS['en']}?date={next_monday()}")
    fields = page.locator(".cal-week tbody td a")
    assert page.locator(".cal-week tbody td a[tabindex='0']").count() == 1

    fields.first.focus()
    start = page.evaluate("document.activeElement.href")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.href") != start
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.href") == start
    page.keyboard.press("ArrowDown")
    row = "document.activeElement.closest('tr').rowIndex"
    assert page.evaluate(row) == 2
    page.keyboard.press("PageDown")
    expect(page.locator("#cal-after")).to_be_focused()
    after = next_monday() + timedelta(days=7)
    page.wait_for_url(f"**date={after}*")


def test_without_a_script_everything_is_reached(demo, browser):
    context = browser.new_context(java_script_enabled=False, viewport=DESKTOP)
    page = context.new_page()
    page.goto(f"{demo}{FRONTS['de']}?date={next_monday()}")
    assert page.locator(".cal-week tbody td a").count() > 20
    assert page.locator(".cal-week a[tabindex]").count() == 0

    page.locator("#cal-date").fill("")
    page.locator("#cal-kind").select_option("room")
    page.locator("#cal-go").click()
    page.wait_for_url("**kind=room**")
    expect(page.locator(".cal-week tbody tr")).to_have_count(2)
    page.locator("#cal-month").click()
    page.locator(".cal-month td.is-today a").click()
    page.wait_for_url("**view=day**")
    context.close()
