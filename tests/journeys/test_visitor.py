"""A visitor becomes a member: sign-up and the code from the mail."""

import pytest
from django.core import mail
from playwright.sync_api import expect

from cms.core.models import RateCount
from community.accounts.models import User
from tests.accounts.steps import code_in
from tests.factories.people import PASSWORD
from tests.factories.provider import FakeProvider, as_setting

SUBJECT_LANGUAGES = ["sq", "en", "de"]


@pytest.mark.parametrize("code", SUBJECT_LANGUAGES)
def test_visitor_signs_up_and_types_the_code_from_the_mail(site, page, cms_tree, code):
    screens: list[str] = []
    page.on("framenavigated", lambda frame: screens.append(frame.url))
    page.goto(f"{site}/{code}/account/signup/")
    page.fill("input[name=display_name]", "Arta Krasniqi")
    page.fill("input[name=email]", "arta@example.org")
    page.fill("input[name=password1]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/account/confirm-email/")

    (message,) = mail.outbox
    assert message.to == ["arta@example.org"]
    page.fill("input[name=code]", code_in(message))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**/{code}/profile/step/1/")

    expect(page.locator("header")).to_contain_text("Arta Krasniqi")
    account = User.objects.get(email="arta@example.org")
    assert account.interface_language == code
    # The form, the code, and there one is: three fields and a code to type.
    assert len(screens) <= 4
    # The task was solved, so the slower path for people without script is unused.
    used = RateCount.objects.filter(name__contains="challenge-used").count()
    assert used == 1
    assert not RateCount.objects.filter(name__contains="plain").exists()


def test_sign_up_works_without_script(site, browser, cms_tree):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/account/signup/")
    page.fill("input[name=display_name]", "Arta Krasniqi")
    page.fill("input[name=email]", "arta@example.org")
    page.fill("input[name=password1]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.fill("input[name=code]", code_in(mail.outbox[0]))
    page.locator("main form button[type=submit]").first.click()

    expect(page.locator("header")).to_contain_text("Arta Krasniqi")
    context.close()


def test_a_look_at_the_password(site, page, cms_tree):
    page.goto(f"{site}/en/account/signup/")
    page.fill("input[name=password1]", PASSWORD)

    page.get_by_role("button", name="Show").click()

    field = page.locator("input[name=password1]")
    expect(field).to_have_attribute("type", "text")
    expect(page.get_by_role("button", name="Show")).to_have_attribute(
        "aria-pressed", "true"
    )


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


def test_visitor_comes_by_an_account_elsewhere(site, page, cms_tree, settings):
    """The strict policy forbids a form to lead to another site; this one arrives."""
    fake = FakeProvider()
    fake.person = {
        "sub": "1",
        "name": "Arta Krasniqi",
        "email": "arta@example.org",
        "email_verified": True,
    }
    settings.SOCIALACCOUNT_PROVIDERS = as_setting(fake)
    page.goto(f"{site}/en/account/signup/")

    page.get_by_role("button", name="Continue with House").click()
    page.wait_for_url("**/en/profile/step/1/")

    expect(page.locator("header")).to_contain_text("Arta Krasniqi")
    fake.stop()
