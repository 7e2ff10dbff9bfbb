"""A visitor becomes a member: sign-up, the mail, the first login."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from community.accounts.models import User
from tests.factories.people import PASSWORD

SUBJECT_LANGUAGES = ["sq", "en", "de"]


@pytest.mark.parametrize("code", SUBJECT_LANGUAGES)
def test_visitor_signs_up_confirms_by_mail_and_logs_in(site, page, cms_tree, code):
    page.goto(f"{site}/{code}/")
    page.locator("header a[href*='/account/signup/']:visible").first.click()
    page.fill("input[name=display_name]", "Arta Krasniqi")
    page.fill("input[name=email]", "arta@example.org")
    page.fill("input[name=password1]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/account/confirm-email/")

    (message,) = mail.outbox
    assert message.to == ["arta@example.org"]
    link = re.search(rf"{site}/{code}/account/confirm-email/\S+", message.body).group()
    page.goto(link)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()

    page.goto(f"{site}/{code}/account/login/")
    page.fill("input[name=login]", "Arta@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/{code}/account/")

    expect(page.locator("header")).to_contain_text("Arta Krasniqi")
    account = User.objects.get(email="arta@example.org")
    assert account.interface_language == code


def test_weak_password_is_named_beside_the_field_and_the_rest_is_kept(
    site, page, cms_tree
):
    page.goto(f"{site}/en/account/signup/")
    page.fill("input[name=display_name]", "Arta")
    page.fill("input[name=email]", "arta@example.org")
    page.fill("input[name=password1]", "12345")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()

    password = page.locator("input[name=password1]")
    expect(password).to_have_attribute("aria-invalid", "true")
    expect(page.locator("input[name=email]")).to_have_value("arta@example.org")
    expect(page.locator("input[name=display_name]")).to_have_value("Arta")
    assert mail.outbox == []
