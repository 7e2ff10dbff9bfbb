"""A member takes a copy of their data along, asks for the erasure, and stays after all."""

import io
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from community.accounts.actions import give_consent, make_export
from community.accounts.models import DataRequest
from tests.factories.people import PASSWORD
from tests.journeys.conftest import PHONE
from tests.journeys.steps import log_in
from tests.profiles.own import make_member

EXPORT, ERASURE = "/en/account/privacy/export/", "/en/account/privacy/erasure/"


@pytest.fixture
def workers(monkeypatch):
    """Jobs wait until the test does them."""
    waiting = SimpleNamespace(later=lambda _pk: None)
    monkeypatch.setattr("community.accounts.tasks.export_data", waiting)


def test_copy_and_a_change_of_mind(site, page, workers, axe):
    member = make_member().user
    give_consent(member, "directory")
    log_in(page, site, member.email)

    page.goto(f"{site}{EXPORT}")
    page.get_by_role("button", name="Make a copy").click()
    copy = DataRequest.objects.get()
    expect(page.locator("progress")).to_have_attribute("value", "0")
    DataRequest.objects.update(state="running", progress=40)
    expect(page.locator("progress")).to_have_attribute("value", "40")
    assert axe(page) == []
    make_export(copy.pk)
    page.get_by_role("link", name="Fetch").click()
    with page.expect_download() as waited:
        page.get_by_role("button", name="Download").click()
    names = zipfile.ZipFile(
        io.BytesIO(Path(waited.value.path()).read_bytes())
    ).namelist()
    assert {"index.html", "profiles-profile.csv", "accounts-user.json"} <= set(names)
    page.goto(f"{site}{EXPORT}")
    expect(page.locator("main")).to_contain_text("It was fetched")

    page.goto(f"{site}{ERASURE}")
    assert axe(page) == []
    page.get_by_label("I want my account").check()
    page.get_by_role("button", name="Erase my account").click()
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"**{ERASURE}")
    expect(page.locator("main")).to_contain_text("Until then you can change your mind")
    assert DataRequest.objects.erasures().get().due_at > timezone.now()
    assert axe(page) == []
    page.get_by_role("button", name="Keep my account").click()
    expect(page.locator(".toast")).to_contain_text("Your account stays")
    assert DataRequest.objects.erasures().get().state == "cancelled"


def test_screens_fit_a_small_phone(site, page):
    member = make_member().user
    page.set_viewport_size(PHONE)
    log_in(page, site, member.email)

    for path in (EXPORT, ERASURE):
        page.goto(f"{site}{path}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], path
