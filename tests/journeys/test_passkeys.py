"""Passkeys and codes in a real browser, with an authenticator that Chromium plays."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from community.accounts.models import User
from tests.accounts.steps import code_in
from tests.factories.people import PASSWORD, UserFactory
from tests.journeys.steps import log_in

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def local_site(site: str) -> str:
    """By name: a number is no domain, and a passkey belongs to a domain."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def authenticator(context: BrowserContext, page: Page) -> str:
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    found = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return found["authenticatorId"]


def send(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_member_signs_up_and_logs_in_with_a_passkey(
    local_site, page, cms_tree, authenticator
):
    page.goto(f"{local_site}/en/account/signup/")
    page.get_by_role("link", name="Sign up with a passkey").click()
    page.fill("input[name=display_name]", "Arta Krasniqi")
    page.fill("input[name=email]", "arta@example.org")
    send(page, "Continue")
    page.wait_for_url("**/account/confirm-email/")
    page.fill("input[name=code]", code_in(mail.outbox[0]))
    send(page, "Confirm")
    expect(page.get_by_role("heading", name="Make your passkey")).to_be_visible()
    send(page, "Make the passkey")
    page.wait_for_url("**/en/profile/step/1/")

    account = User.objects.get()
    assert not account.has_usable_password()
    assert Authenticator.objects.get().user == account
    page.goto(f"{local_site}/en/account/logout/")
    page.locator("main form button[type=submit]").click()
    page.goto(f"{local_site}/en/account/login/")
    send(page, "Log in with a passkey")
    page.wait_for_url("**/en/account/")

    expect(page.locator("header")).to_contain_text("Arta Krasniqi")


def test_member_adds_a_passkey_and_uses_it_as_second_factor(
    local_site, page, cms_tree, authenticator
):
    member = UserFactory(email="arta@example.org")
    log_in(page, local_site, member.email)
    page.goto(f"{local_site}/en/account/security/webauthn/add/")
    page.fill("input[name=password]", PASSWORD)
    send(page, "Continue")
    page.fill("input[name=name]", "Telephone")
    send(page, "Make the passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.context.clear_cookies()

    log_in(page, local_site, member.email)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    send(page, "Use the passkey")
    page.wait_for_url("**/en/account/")


def test_member_sets_up_an_app_and_is_asked_for_its_code(local_site, page, cms_tree):
    member = UserFactory(email="arta@example.org")
    log_in(page, local_site, member.email)
    page.goto(f"{local_site}/en/account/security/totp/activate/")
    page.fill("input[name=password]", PASSWORD)
    send(page, "Continue")
    secret = page.locator(".secret-key code").inner_text()
    assert re.fullmatch(r"[A-Z2-7]{16,}", secret)
    page.fill("input[name=code]", code_now(secret))
    send(page, "Switch it on")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    recovery = page.locator(".codes code").first.inner_text()
    page.context.clear_cookies()

    log_in(page, local_site, member.email)
    page.fill("input[name=code]", "000000")
    send(page, "Log in")
    expect(page.locator("main")).to_contain_text("This is not right")
    page.fill("input[name=code]", recovery)
    send(page, "Log in")
    page.wait_for_url("**/en/account/")
    assert secret not in str(Authenticator.objects.values_list("data"))
