"""A member looks after their privacy: agrees by mail, withdraws, blocks somebody."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from community.accounts.actions import load_consents
from community.accounts.models import Block, Consent
from community.profiles.actions import disclose
from tests.factories.directory import make_person
from tests.factories.people import UserFactory
from tests.journeys.steps import log_in
from tests.journeys.test_accessibility import problems

CENTRE = "/en/account/privacy/"


@pytest.fixture
def two(site):
    load_consents()
    return make_person("Arta Gashi"), make_person("Besim Hoxha")


def test_mail_is_agreed_to_by_mail_and_withdrawn_at_once(site, page, two):
    arta, _besim = two
    log_in(page, site, arta.user.email)
    page.goto(f"{site}{CENTRE}")

    page.locator("#newsletter button[value=give]").click()
    expect(page.locator("#newsletter")).to_contain_text("We wait for your answer")
    assert not Consent.objects.filter(
        user=arta.user, purpose__code="newsletter", is_given=True
    ).exists()
    path = re.search(r"https?://[^/]+(/\S+/confirm/\S+/)", mail.outbox[-1].body)[1]
    page.goto(f"{site}{path}")
    page.locator("main form button").first.click()
    page.goto(f"{site}{CENTRE}")
    expect(page.locator("#newsletter")).to_contain_text("You have agreed since")

    page.locator("#newsletter button[value=withdraw]").click()
    expect(page.locator("#newsletter")).to_contain_text("You withdrew this")


def test_somebody_is_blocked_by_keyboard_and_let_near_again(site, page, two):
    arta, besim = two
    log_in(page, site, arta.user.email)
    page.goto(f"{site}/en/people/{besim.slug}/")

    page.locator(".person-block summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/profile/blocked/")
    expect(page.locator("main")).to_contain_text("Besim Hoxha")
    assert Block.objects.get().blocked == besim.user
    page.get_by_role("button", name="Unblock").click()
    expect(page.locator("main")).to_contain_text("You have blocked nobody")
    assert not Block.objects.exists()


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_the_screens_are_accessible(site, page, axe, two, code):
    arta, besim = two
    Block.objects.create(by=arta.user, blocked=besim.user)
    disclose(arta.pk, UserFactory(is_superuser=True), "A project in Peja")
    log_in(page, site, arta.user.email)
    paths = [
        f"/{code}/account/privacy/",
        f"/{code}/account/privacy/history/",
        f"/{code}/account/",
        f"/{code}/profile/blocked/",
        f"/{code}/profile/disclosures/",
    ]

    assert problems(page, site, paths, axe) == {}
