"""A visitor says that an answer did not help, says why, and thinks better of it."""

import pytest
from playwright.sync_api import expect

from cms.faq.models import FaqFeedback
from tests.factories.content import make_entry, make_topic

COMMENT = "Which office is it? ë ç ß"


@pytest.fixture
def address(site, cms_tree):
    topic = make_topic(cms_tree, {"sq": "Puna", "en": "Working"})
    make_entry(topic, {"sq": "Si njihet?", "en": "How is it recognised?"})
    return f"{site}/en/faq/working/how-is-it-recognised/"


def kept():
    return list(FaqFeedback.objects.values_list("locale", "helpful", "comment"))


def journey(page, address):
    page.goto(address)
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert kept() == [("en", False, "")]

    page.get_by_label("What was missing or unclear?").fill(COMMENT)
    page.get_by_role("button", name="Send the comment").click()
    expect(page.locator("#feedback")).to_contain_text("Your comment is kept")
    assert kept() == [("en", False, COMMENT)]

    page.get_by_role("button", name="Change my answer to yes").click()
    expect(page.locator("#feedback")).to_contain_text("this was helpful")
    assert kept() == [("en", True, COMMENT)]


def test_with_javascript_on_the_page_itself(address, page, context):
    journey(page, address)

    assert page.url == address
    assert context.cookies() == []


def test_without_javascript_on_a_screen_of_its_own(address, browser):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()

    journey(page, address)

    assert "/en/faq-feedback/" in page.url
    page.get_by_role("link", name="Back to the answer").click()
    assert page.url == address
    assert context.cookies() == []
    context.close()


def test_by_keyboard_the_focus_goes_to_the_thank_you(address, page):
    page.goto(address)
    page.get_by_role("button", name="Yes", exact=True).focus()

    page.keyboard.press("Enter")

    title = page.get_by_role("heading", name="Thank you")
    expect(title).to_be_focused()
    # (a busy machine settles what was swapped in after the key, and the focus with it)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(
        0
    )
    page.keyboard.press("Tab")
    expect(page.get_by_label("What was missing or unclear?")).to_be_focused()


def test_too_many_answers_keep_what_was_typed(address, page):
    page.goto(address)
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    for n in range(9):
        page.get_by_role("button", name="Change my answer").click()
        wanted = "yes" if n % 2 else "no"
        expect(page.get_by_role("button", name=f"to {wanted}")).to_be_visible()

    page.get_by_label("What was missing or unclear?").fill(COMMENT)
    page.get_by_role("button", name="Send the comment").click()

    expect(page.get_by_role("alert")).to_contain_text("in ten minutes")
    expect(page.get_by_label("What was missing or unclear?")).to_have_value(COMMENT)
    assert FaqFeedback.objects.get().comment == ""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_everybody_can_use_it(address, page, axe, theme, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(address)
    assert axe(page) == []

    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
