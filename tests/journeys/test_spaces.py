"""Spaces: their pages for everybody, wide and narrow, and hours in the admin."""

import pytest

from cms.core.languages import CODES
from cms.core.rows.refresh import together
from community.spaces.models import OpeningRule, Space
from home.actions import MODERATORS
from home.demo.spaces import planned_spaces
from home.demo.texts import fill
from home.demo.tree import plant
from tests.factories.people import UserFactory
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.steps import log_in

PATHS = ("/en/spaces/", "/en/spaces/prizren-space/", "/de/coworking-spaces/")


@pytest.fixture
def demo(site, cms_tree):
    homes = {code: cms_tree["home", code] for code in CODES}
    with together():
        for plan in planned_spaces():
            plant(plan, homes)
            fill(plan)
    return site


def test_pages_of_spaces_are_accessible_and_fit_a_phone(demo, page, axe):
    found = {}
    for path in PATHS:
        for size in (DESKTOP, PHONE):
            for scheme in ("light", "dark"):
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                page.goto(demo + path)
                name = f"{path} {size['width']} {scheme}"
                found[name] = axe(page)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= size["width"], name

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_hours_that_come_again_are_added_without_a_script(demo, page, axe):
    user = UserFactory(groups=[MODERATORS])
    log_in(page, demo, user.email)
    space = Space.objects.get(slug="peja")
    page.goto(f"{demo}/admin/snippets/spaces/space/edit/{space.pk}/")

    page.locator("#id_opening_rules-ADD").click()
    row = "#inline_child_opening_rules-1"
    page.locator(f"{row} select[name$='-way']").select_option("weekly")
    page.locator(f"{row} input[name$='-from']").fill("2027-01-02")
    page.locator(f"{row} input[name$='-every']").fill("2")
    page.locator(f"{row} input[value=SA]").check()
    page.locator(f"{row} input[name$='-opens']").fill("10:00")
    page.locator(f"{row} input[name$='-closes']").fill("14:00")
    assert axe(page, inside=f"{row} .date-set") == []
    page.locator("button.action-save, [type=submit].action-save").first.click()
    page.wait_for_url("**/snippets/spaces/space/")

    added = OpeningRule.objects.filter(space=space).latest("pk")
    assert (
        added.dates == "DTSTART:20270102T000000\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"
    )
