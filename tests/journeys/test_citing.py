"""A reader cites a work and takes works along; an editor imports a file."""

import pytest
from playwright.sync_api import BrowserContext, Page

from cms.library.models import Work, WorkContributor
from home.actions import EDITORS
from tests.factories.content import make_work
from tests.factories.people import UserFactory
from tests.journeys.steps import log_in
from tests.journeys.test_accessibility import problems

FILE = """@book{one, title = {Historia e Kosov\\"es}, author = {Gashi, Arta}, year = 1998}
@book{two, title = {Wrong}, isbn = {123}}
"""


@pytest.fixture
def work(cms_tree, transactional_db) -> Work:
    titles = {"sq": "Forca e lidhjeve të dobëta", "en": "The Strength of Weak Ties"}
    work = make_work(
        cms_tree,
        titles,
        kind="article-journal",
        year=1973,
        container="American Journal of Sociology",
        volume="78",
        issue="6",
        pages="1360-1380",
        doi="10.1086/225469",
    )
    WorkContributor.objects.create(work=work, given="Mark S.", family="Granovetter")
    return work


def test_a_reader_copies_a_citation(
    site, page: Page, context: BrowserContext, work, axe
):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/en/library/the-strength-of-weak-ties/")
    page.get_by_text("Cite this work").click()

    copy = page.locator("[data-copy=citation-apa]")
    copy.click()

    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "Granovetter, M. S. (1973). The Strength of Weak Ties. American Journal of "
        "Sociology, 78(6), 1360\u20131380. https://doi.org/10.1086/225469"
    )
    page.locator(".cite-languages").get_by_text("Shqip").click()
    page.locator("#citation-apa[lang=sq]").wait_for()
    assert axe(page) == []


def test_a_reader_without_script_cites_too(site, browser, work):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/library/the-strength-of-weak-ties/")
    page.get_by_text("Cite this work").click()
    page.get_by_text("Citations and files for reference managers").click()

    assert (
        page.locator("#citation-vancouver").inner_text().startswith("Granovetter MS.")
    )
    context.close()


def test_the_citations_are_accessible(site, page, work, axe):
    paths = [f"/{code}/library/cite/{work.uid}/" for code in ("sq", "en", "de")]

    assert problems(page, site, paths, axe) == {}


def test_an_editor_imports_a_file(site, page, cms_tree, tmp_path, axe):
    file = tmp_path / "works.bib"
    file.write_text(FILE, encoding="utf-8")
    editor = UserFactory(groups=[EDITORS["en"]])
    log_in(page, site, editor.email)

    page.goto(f"{site}/admin/library/import/")
    page.set_input_files("input[type=file]", str(file))
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Add 1 work").click()

    page.get_by_text("1 work was added.").wait_for()
    assert Work.objects.get().year == 1998
