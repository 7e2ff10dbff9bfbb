"""Two members and a moderator in one topic, in a browser: asking, answering, closing."""

import re

import pytest
from playwright.sync_api import Page, expect

from community.forums.models import Topic, TopicUser
from tests.factories import talk
from tests.factories.people import UserFactory
from tests.journeys.conftest import DESKTOP
from tests.journeys.steps import log_in


@pytest.fixture
def people(transactional_db):
    network = talk.network()
    talk.forum(network)
    return {
        name: talk.join(UserFactory(display_name=name), network, role=role)
        for name, role in (
            ("Arta Gashi", "member"),
            ("Besim Hoxha", "member"),
            ("Mimoza Krasniqi", "moderator"),
        )
    }


@pytest.fixture
def second(browser) -> Page:
    """Somebody else's browser."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_question_is_asked_answered_and_closed(site, page, second, people) -> None:
    arta, besim, mimoza = people.values()
    log_in(page, site, arta.email)
    ask(page, site)
    topic = Topic.objects.get()
    log_in(second, site, besim.email)
    answer(second, site, topic, page)
    see_what_is_new(page, site)
    change_and_look_back(second, site)
    log_in_as_moderator(second, site, mimoza, topic)
    page.reload()
    expect(page.get_by_text("Mimoza Krasniqi closed the topic.")).to_be_visible()
    expect(page.locator("#reply-form")).to_have_count(0)


def ask(page: Page, site: str) -> None:
    """With a tool, a key, and the preview, which is what is shown later."""
    page.goto(f"{site}/en/forum/medicine-general/")
    page.get_by_role("link", name="Start the first topic").click()
    page.get_by_label("Title").fill("Which papers does a nurse need?")
    page.get_by_label("Question", exact=True).check()
    text = page.locator("textarea[name=text]")
    text.click()
    page.keyboard.press("Control+b")
    page.keyboard.type("diplomas")
    expect(text).to_have_value("**diplomas**")
    preview = page.locator(".editor-shown strong")
    expect(preview).to_have_text("diplomas")
    expect(page.locator(".draft-state")).to_have_text("Draft saved")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/which-papers-does-a-nurse-need/")
    expect(page.locator("#p1 strong")).to_have_text("diplomas")


def answer(page: Page, site: str, topic: Topic, waiting: Page) -> None:
    """With a quote and a member's name, without leaving the page."""
    page.goto(f"{site}/en/forum/topic/{topic.pk}/")
    page.locator("#p1 [data-quote]").click()
    text = page.locator("textarea[name=text]")
    expect(text).to_have_value(re.compile(r"\[quote \d+\]\ndiplomas\n\[/quote\]"))
    page.keyboard.type("Ask @Arta")
    page.get_by_role("option", name="Arta Gashi").click()
    page.keyboard.type("knows.")
    page.get_by_role("button", name="Send answer").click()
    expect(page.locator("#p2 .mention")).to_have_text("@Arta Gashi")
    expect(page.locator("#p2 .quote-from")).to_have_text("Arta Gashi wrote:")
    expect(page.locator("textarea[name=text]")).to_have_value("")


def see_what_is_new(page: Page, site: str) -> None:
    """The bar of new posts, the reaction, and the answer that is accepted."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("link", name="1 new post").click()
    expect(page.locator("#p2")).to_be_visible()
    page.locator("#p2 [data-react]").click()
    page.get_by_role("button", name="Thank you").click()
    expect(page.locator("#p2 .reaction")).to_have_attribute("aria-pressed", "true")
    page.locator("#p2").get_by_role("button", name="This helped").click()
    expect(page.locator("#p2 .post-solution")).to_contain_text("Accepted answer")
    page.wait_for_timeout(2500)  # what was on the screen is told after a moment
    assert TopicUser.objects.get(user__display_name="Arta Gashi").last_read == 2


def change_and_look_back(page: Page, site: str) -> None:
    page.locator("#p2").get_by_role("link", name="Edit").click()
    text = page.locator("textarea[name=text]")
    text.fill(text.input_value().replace("knows.", "knows it."))
    page.get_by_role("button", name="Save").click()
    page.locator("#p2").get_by_role("link", name="edited").click()
    expect(page.locator(".change ins")).to_have_text(" it")


def log_in_as_moderator(page: Page, site: str, mimoza, topic: Topic) -> None:
    page.context.clear_cookies()
    log_in(page, site, mimoza.email)
    page.goto(f"{site}/en/forum/topic/{topic.pk}/")
    page.get_by_role("link", name="Moderate").click()
    page.locator("#close_reason").fill("Answered.")
    page.get_by_role("button", name="Close", exact=True).click()
    page.wait_for_url("**/which-papers-does-a-nurse-need/")
