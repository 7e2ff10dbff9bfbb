"""An editor writes in Albanian, publishes, and translates into English."""

from playwright.sync_api import Page, expect

from cms.news.models import NewsPage
from home.actions import EDITORS
from tests.factories.people import UserFactory
from tests.journeys.steps import log_in


def test_editor_publishes_in_albanian_and_translates_to_english(site, page, cms_tree):
    editor = UserFactory(groups=list(EDITORS.values()))
    log_in(page, site, editor.email, to="/admin/")

    write_news(page, site, cms_tree["news", "sq"].pk)
    translate_to_english(page, site)

    expect_on_site(page, site)
    expect_in_api(page, site)


def write_news(page: Page, site: str, index: int) -> None:
    page.goto(f"{site}/admin/pages/add/news/newspage/{index}/")
    page.fill("#id_title", "Biblioteka u hap")
    page.fill("#id_lead", "Nga sot lexoni në tri gjuhë.")
    publish(page)
    expect(page.locator(".messages")).to_contain_text("Biblioteka u hap")


def publish(page: Page) -> None:
    page.locator(
        "footer [data-drilldown-toggle], footer [data-w-dropdown-target=toggle]"
    ).first.click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_load_state()


def translate_to_english(page: Page, site: str) -> None:
    source = NewsPage.objects.get(title="Biblioteka u hap")
    page.goto(f"{site}/admin/localize/submit/page/{source.pk}/")
    page.get_by_label("English").check()
    page.locator("main form [type=submit]").last.click()
    translate(page, "Biblioteka u hap", "The library is open")
    translate(
        page,
        "Nga sot lexoni në tri gjuhë.",
        "From today you can read in three languages.",
    )
    page.get_by_role("button", name="Publish in English").click()
    expect(page.locator(".messages")).to_contain_text("Published")


def translate(page: Page, source: str, target: str) -> None:
    segment = page.locator("li").filter(has_text=source).last
    segment.get_by_role("button", name="Translate").click()
    page.locator("main textarea").fill(target)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(target, exact=True).first).to_be_visible()


def expect_on_site(page: Page, site: str) -> None:
    page.goto(f"{site}/en/news/")
    page.get_by_role("link", name="The library is open").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The library is open")


def expect_in_api(page: Page, site: str) -> None:
    items = page.request.get(f"{site}/api/v1/news/?locale=en").json()["items"]
    assert [item["title"] for item in items] == ["The library is open"]
    assert [item["is_fallback"] for item in items] == [False]
