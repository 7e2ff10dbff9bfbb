"""A member searches the directory, narrows it by keyboard and keeps the search."""

import pytest
from playwright.sync_api import expect

from community.profiles.models import Label, Occupation, SavedSearch
from tests.factories.directory import make_person
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.steps import log_in

COLOURS = ["color-contrast"]


@pytest.fixture
def people(site):
    """Arta writes Albanian, Besim is a developer in Berlin."""
    parent = None
    for code in ("2", "22", "221", "2212"):
        parent = Occupation.objects.create(code=code, level=len(code), parent=parent)
        for language, text in (("sq", "Mjekë"), ("en", "Doctors"), ("de", "Ärzte")):
            Label.objects.create(
                occupation=parent,
                language=language,
                text=f"{text} {code}",
                kind="preferred",
            )
    make_skill({"sq": "Kardiologji", "de": "Kardiologie"}, slug="cardiology")
    arta = make_person(
        "Arta Gashi", occupation="2212", headline="Mjeke në Cyrih", country="CH",
        city="Zürich", has=["cardiology"], availability=["visit"], languages=["sq"],
    )  # fmt: skip
    besim = make_person("Besim Hoxha", country="DE", city="Berlin")
    UserFactory(email="reader@example.org")
    return arta, besim


def test_german_words_find_an_albanian_profile(site, page, people):
    log_in(page, site, "reader@example.org")
    page.goto(f"{site}/de/people/")
    expect(page.locator(".card-person")).to_have_count(2)

    page.locator("#people-q").press_sequentially("Kardiologie", delay=15)

    expect(page.locator(".card-person")).to_have_count(1)
    expect(page.locator(".person-headline")).to_have_text("Mjeke në Cyrih")
    assert page.locator(".person-headline").get_attribute("lang") == "sq"
    page.locator(".card-person a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Arta Gashi")


def test_suggestions_are_chosen_by_keyboard(site, page, people):
    page.goto(f"{site}/de/people/")

    page.locator("#people-q").press_sequentially("mjek", delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    page.wait_for_url("**occupation=2212*")


def test_facets_work_by_keyboard_and_the_search_is_kept(site, page, people):
    log_in(page, site, "reader@example.org")
    page.goto(f"{site}/en/people/")

    page.locator("#facet-country-ch").focus()
    page.keyboard.press("Space")

    expect(page.locator(".card-person")).to_have_count(1)
    page.wait_for_url("**country=CH*")
    assert page.evaluate("document.activeElement.id") == "facet-country-ch"

    page.locator(".people-save a").click()
    page.fill("input[name=name]", "Swiss colleagues")
    page.locator("input[value=weekly]").check()
    page.locator(".saved-form button").click()
    page.wait_for_url("**/people/searches/")
    search = SavedSearch.objects.get()
    assert (search.query, search.alert) == ("country=CH", "weekly")
    page.get_by_role("link", name="Swiss colleagues").first.click()
    expect(page.locator(".card-person")).to_have_count(1)


def test_everything_works_without_script(site, browser, people):
    page = browser.new_context(java_script_enabled=False).new_page()
    log_in(page, site, "reader@example.org")
    page.goto(f"{site}/en/people/")

    page.locator("#people-q").fill("berlin")
    page.locator("#people-q").press("Enter")
    page.wait_for_load_state()

    expect(page.locator(".card-person")).to_have_count(1)
    page.context.close()


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_screens_are_accessible_in_both_themes_and_narrow(
    site, page, people, axe, code
):
    log_in(page, site, "reader@example.org")
    slug = people[0].slug
    paths = (
        "",
        "?q=nobody+at+all",
        "?country=CH",
        "?country=QQ",
        "map/",
        "values/country/",
        "searches/",
        "searches/new/?country=CH",
        f"{slug}/",
    )
    for path in paths:
        for size, theme in ((DESKTOP, "light"), (PHONE, "dark")):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            page.goto(f"{site}/{code}/people/{path}")
            found = axe(page, None if theme == "light" else COLOURS)
            assert found == [], (path, theme)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], (path, theme)
