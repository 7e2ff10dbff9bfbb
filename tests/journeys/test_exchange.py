"""Filling in a profile from a file, in a real browser."""

import json
import os

import pytest

from community.profiles.actions import disclose, start_profile
from tests.factories.people import PASSWORD, UserFactory
from tests.profiles.test_importing import RESUME

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("EXCHANGE_SHOTS")


def log_in(page, live_server, user):
    page.goto(f"{live_server.url}/en/account/login/")
    page.get_by_label("E-mail").first.fill(user.email)
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/" not in url)


def shot(page, name):
    if SHOTS:
        page.set_viewport_size({"width": 1200, "height": 900})
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 360, "height": 800})
        page.screenshot(path=f"{SHOTS}/{name}-dark.png", full_page=True)
        page.emulate_media(color_scheme="light")


def test_a_file_is_read_chosen_from_and_taken(page, live_server, cms_tree):
    user = UserFactory(email="arta@example.org", display_name="Arta")
    profile = start_profile(user)
    disclose(profile.pk, user, "A partner in Ferizaj asks for a welder")
    log_in(page, live_server, user)
    page.goto(f"{live_server.url}/en/profile/import/")
    shot(page, "upload")
    file = {
        "name": "resume.json",
        "mimeType": "application/json",
        "buffer": json.dumps(RESUME).encode(),
    }
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("heading", name="Choose what to take over").wait_for()
    shot(page, "preview")
    page.set_viewport_size({"width": 320, "height": 700})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320

    page.get_by_role("button", name="Take over what is ticked").click()

    page.get_by_text("things were taken over").first.wait_for()
    page.goto(f"{live_server.url}/en/profile/disclosures/")
    shot(page, "disclosures")
    page.get_by_text("A partner in Ferizaj").wait_for()
