"""Our own screens in the editors' admin, and those of citing and of readers' answers."""

import datetime

import pytest
from playwright.sync_api import Page

from cms.faq.models import FaqFeedback
from tests.factories.content import make_entry, make_topic, make_work
from tests.factories.people import UserFactory
from tests.journeys.steps import log_in
from tests.journeys.test_accessibility import LOOKS, SETTLED, TITLES, problems

RECORDS = """@book{one, title = {A bridge}, author = {Gashi, Arta}, year = {1998}}
@book{two, title = {English title}, year = {1998}, keywords = {no subject}}
@book{three, year = {1999}}
"""
REPORTS = ("/admin/faq/helpful/", "/admin/faq/reviews/")


@pytest.fixture
def entry(cms_tree, transactional_db):
    """A question that waits for review and that readers spoke of."""
    long_ago = datetime.date(2020, 1, 1)
    entry = make_entry(
        make_topic(cms_tree, TITLES), TITLES, last_reviewed=long_ago, review_every=30
    )
    for helpful in (True, False):
        FaqFeedback.objects.create(
            key=entry["sq"].translation_key,
            locale="sq",
            helpful=helpful,
            comment="Cila zyrë? " * 12,
        )
    return entry


@pytest.fixture
def editor(page, site):
    """Language in which the admin is shown → a page that is logged in."""

    def log_in_as(code: str) -> Page:
        user = UserFactory(is_superuser=True, interface_language=code)
        log_in(page, site, user.email)
        return page

    return log_in_as


def looks(page: Page, axe) -> dict[str, list[str]]:
    """What axe finds in our part of the screen, by width and colour scheme."""
    found = {}
    for size, scheme, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(SETTLED)
        seen = axe(page, rules, "main")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            seen.append("wider than the screen")
        if seen:
            found[f"{page.url} {size['width']} {scheme}"] = seen
    return found


@pytest.mark.parametrize("code", ["sq", "de"])
def test_the_reports_are_accessible(site, axe, editor, entry, code):
    page = editor(code)

    for path in REPORTS:
        page.goto(site + path)
        assert page.locator("table.listing tbody tr").count() == 1
        assert looks(page, axe) == {}


@pytest.mark.parametrize("code", ["sq", "de"])
def test_the_import_is_accessible(site, axe, editor, cms_tree, code):
    make_work(cms_tree, {"en": "English title"})
    page = editor(code)

    page.goto(f"{site}/admin/library/import/")
    assert looks(page, axe) == {}
    file = {"name": "a.bib", "mimeType": "text/plain", "buffer": RECORDS.encode()}
    page.set_input_files("input[type=file]", files=[file])
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("table.listing")

    assert page.locator("table.listing tbody tr").count() == 3
    assert looks(page, axe) == {}


@pytest.mark.parametrize("code", ["sq", "de"])
def test_citing_and_answering_are_accessible(site, page, axe, cms_tree, entry, code):
    work = make_work(cms_tree, TITLES, doi="10.1086/225469")
    paths = [
        f"/{code}/library/cite/{work.uid}/",
        f"/{code}/faq-feedback/{entry[code].translation_key}/",
    ]

    assert problems(page, site, paths, axe) == {}
