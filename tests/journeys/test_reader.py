"""A reader without an account: languages, library, questions, news."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories.content import make_entry, make_news, make_topic, make_work

TITLES = {
    "sq": "Historia e shkurtër",
    "en": "A short history",
    "de": "Kurze Geschichte",
}


def switch_to(page: Page, code: str) -> None:
    page.locator(f"header a[hreflang={code}]:visible").first.click()
    page.wait_for_load_state()


def test_reader_switches_language_on_a_work_and_stays_on_it(site, page, cms_tree):
    make_work(cms_tree, TITLES)
    page.goto(f"{site}/sq/biblioteka/")
    page.get_by_role("link", name=TITLES["sq"]).first.click()

    for code in ("en", "de", "sq"):
        switch_to(page, code)

        expect(page.get_by_role("heading", level=1)).to_have_text(TITLES[code])
        assert page.locator("html").get_attribute("lang") == code


def test_reader_of_german_sees_an_albanian_text_marked_as_such(site, page, cms_tree):
    make_work(cms_tree, {"sq": TITLES["sq"]})
    page.goto(f"{site}/de/bibliothek/")
    page.get_by_role("link", name=TITLES["sq"]).first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES["sq"])
    assert page.url.startswith(f"{site}/de/")
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.locator("main [lang=sq]").count() > 0
    expect(page.locator(".fallback-notice")).to_be_visible()


@pytest.mark.parametrize("typed", ["Aerzte", "Ärzte", "ärzte"])
def test_questions_are_filtered_while_typing(site, page, cms_tree, typed):
    topic = make_topic(cms_tree, {"de": "Beruf"})
    make_entry(topic, {"de": "Wie arbeiten Ärzte auf Besuch?"})
    make_entry(topic, {"de": "Was kostet ein Arbeitsplatz?"})
    page.goto(f"{site}/de/fragen/")
    expect(page.locator("main")).to_contain_text("Was kostet ein Arbeitsplatz?")

    page.locator("main input[name=q]").press_sequentially(typed, delay=20)

    expect(page.locator("main")).not_to_contain_text("Was kostet ein Arbeitsplatz?")
    expect(page.locator("main")).to_contain_text("Wie arbeiten Ärzte auf Besuch?")
    page.wait_for_url("**q=*")


def test_questions_are_filtered_without_javascript(site, browser, cms_tree):
    topic = make_topic(cms_tree, {"sq": "Puna"})
    make_entry(topic, {"sq": "Si njihet diploma?"})
    make_entry(topic, {"sq": "Ku gjej një tavolinë pune?"})
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/sq/pyetje/")

    page.locator("main input[name=q]").fill("tavoline")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_load_state()

    expect(page.locator("main")).to_contain_text("Ku gjej një tavolinë pune?")
    expect(page.locator("main")).not_to_contain_text("Si njihet diploma?")
    page.context.close()


def test_wrong_year_is_named_beside_the_field_and_nothing_is_lost(site, page, cms_tree):
    make_work(cms_tree, TITLES)

    page.goto(f"{site}/en/library/?q=history&year_min=soon")

    expect(page.locator("input[name=q]").last).to_have_value("history")
    field = page.locator("input[name=year_min]")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby").split()
    messages = [page.locator(f"#{name}").inner_text() for name in described]
    assert any("number" in message for message in messages)


def test_whole_way_to_a_news_item_by_keyboard(site, page, cms_tree):
    make_news(cms_tree, {"en": "An item"})
    page.goto(f"{site}/en/news/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    page.keyboard.press("Enter")
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == "An item":
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("An item")


def test_unknown_address_answers_in_the_readers_language(site, page, cms_tree):
    for code, words in (
        ("sq", "Në këtë adresë nuk ka asgjë."),
        ("en", "There is nothing at this address."),
        ("de", "Unter dieser Adresse gibt es nichts."),
    ):
        response = page.goto(f"{site}/{code}/nowhere/")

        assert response.status == 404
        expect(page.locator("main")).to_contain_text(words)
