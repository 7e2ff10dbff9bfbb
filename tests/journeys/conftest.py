"""A real Chromium against a live server."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(__file__).parent / "vendor" / "axe-4.12.1.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 700}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's synchronous interface runs an event loop in the test's own thread,
    # which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "The journeys need Chromium: install the package chromium."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile. A journey fails on script errors and on requests to other hosts."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on(
        "console",
        lambda message: (
            errors.append(message.text)
            if "Content Security Policy" in message.text
            else None
        ),
    )
    tab.on(
        "request",
        lambda request: (
            errors.append(f"request to {request.url}")
            if not request.url.startswith(
                ("http://127.0.0.1", "http://localhost", "data:", "blob:")
            )
            else None
        ),
    )
    yield tab
    assert errors == []


@pytest.fixture
def site(transactional_db, live_server, cms_tree, settings) -> str:
    """Address of a live server that stands on the tree of the tests."""
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Violations of WCAG 2.2 A and AA (and axe's best practices) on the page shown.

    With `rules`, of these rules alone; `inside` the first element of this selector.
    """
    source = AXE.read_text(encoding="utf-8")

    def run(
        page: Page, rules: list[str] | None = None, inside: str = "html"
    ) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        options = {"resultTypes": ["violations"]} | (
            {"runOnly": {"type": "rule", "values": rules}} if rules else {}
        )
        call = "async ([where, o]) => await axe.run(document.querySelector(where), o)"
        result = page.evaluate(call, [inside, options])
        return [
            f"{found['id']}: {json.dumps([node['html'][:160] for node in found['nodes']][:3])}"
            for found in result["violations"]
        ]

    return run
