"""What people do in several journeys."""

from playwright.sync_api import Page

from tests.factories.people import PASSWORD


def log_in(page: Page, site: str, email: str, *, to: str = "") -> None:
    page.goto(f"{site}/en/account/login/{'?next=' + to if to else ''}")
    fill_in_log_in(page, email)


def fill_in_log_in(page: Page, email: str) -> None:
    """On the page that asks for it."""
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
