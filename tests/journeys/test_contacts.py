"""Contacts are brought in and invited; one joins and is found, another wants to be gone."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from community.accounts.actions import load_consents
from community.accounts.models import ImportBatch, ImportedContact, User
from community.profiles.audiences import Audience
from community.profiles.querysets import Directory
from home.actions import CONTACTS
from tests.contacts.files import as_csv, bring_in, invited
from tests.factories.people import PASSWORD, UserFactory
from tests.journeys.steps import log_in
from tests.journeys.test_accessibility import problems
from tests.journeys.test_admin_accessibility import looks

PEOPLE = [
    ["Emri", "E-mail", "Telefoni", "Shteti", "Qyteti", "Profesioni", "Gjuha"],
    ["Arta Gashi", "arta@example.org", "+41 44 000", "Zvicra", "Cyrih", "Mjeke", "EN"],
    ["Besa Hoxha", "besa@example.org", "", "Gjermania", "Berlin", "Juriste", "DE"],
    ["Dren Berisha", "dren@example.org", "", "Gjermania", "Bonn", "Kuzhinier", "EN"],
    ["Era Krasniqi", "era@example.org", "", "Kosova", "Gjakovë", "Mësuese", "SQ"],
    ["Faton Shala", "faton@example.org", "", "Austria", "Vjenë", "Inxhinier", ""],
]


@pytest.fixture
def desk(page, site, transactional_db) -> Page:
    load_consents()
    staff = UserFactory(groups=[CONTACTS], interface_language="en")
    log_in(page, site, staff.email)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def link_to(address: str) -> tuple[str, str]:
    """(the link to all that is held, the link to be left alone) of the mail."""
    (message,) = (m for m in mail.outbox if m.to == [address])
    claim, leave = re.findall(r"https?://\S+", message.body)
    return claim, leave


def bring_five(desk: Page, site: str) -> None:
    desk.goto(f"{site}/admin/contacts/")
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": as_csv(PEOPLE)}
    desk.set_input_files("input[type=file]", files=[file])
    press(desk, "Upload")
    expect(desk.locator("[name=column_name]")).to_have_value("0")
    expect(desk.locator("[name=column_country]")).to_have_value("3")
    desk.locator("[name=lawful_basis]").select_option("interest")
    desk.locator("[name=source]").fill("Conference in Prishtina")
    desk.locator("[name=collected_on]").fill("2019-08-05")
    press(desk, "Check the file")
    press(desk, "Import 5 contacts")
    expect(desk.locator("table.funnel")).to_contain_text("Imported")


def test_from_the_file_to_the_directory(desk, site, browser):
    bring_five(desk, site)
    press(desk, "Send invitations")
    assert len(mail.outbox) == 5
    claim, _leave = link_to("arta@example.org")

    person = browser.new_context(locale="en-GB").new_page()
    person.goto(claim)
    expect(person.locator("main")).to_contain_text("Conference in Prishtina")
    expect(person.locator("main")).to_contain_text("+41 44 000")
    expect(person.get_by_label("Be listed in the directory")).not_to_be_checked()
    person.locator("[name=password1]").fill(PASSWORD)
    person.get_by_label("Be listed in the directory").check()
    person.get_by_role("button", name="Join", exact=True).click()
    person.wait_for_url("**/en/profile/step/1/")

    expect(person.get_by_label("Headline")).to_have_value("Mjeke")
    assert User.objects.filter(email="arta@example.org").exists()
    members = Directory(Audience.MEMBERS)
    assert members.matching("arta gashi").count() == 1
    assert members.count() == 1, "the other four are invisible"
    person.goto(f"{site}/en/people/")
    expect(person.locator("main")).to_contain_text("Arta Gashi")
    desk.reload()
    row = desk.locator("table.funnel tr", has_text="Agreed to be listed")
    expect(row).to_contain_text("20 %")
    assert ImportedContact.objects.filter(state="claimed", email="").count() == 1
    person.context.close()


def test_gone_with_one_click(desk, site, browser):
    bring_five(desk, site)
    press(desk, "Send invitations")
    _claim, leave = link_to("besa@example.org")

    context = browser.new_context(locale="de-DE", java_script_enabled=False)
    person = context.new_page()
    person.goto(leave)
    assert ImportedContact.objects.filter(email="besa@example.org").exists()
    person.locator("main form button").click()
    person.wait_for_load_state()

    assert not ImportedContact.objects.filter(email="besa@example.org").exists()
    assert ImportBatch.objects.get().deleted == 1
    person.goto(leave)
    expect(person.locator("main form")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_the_screens_are_accessible(site, page, axe, cms_tree, code):
    load_consents()
    invited(PEOPLE)
    paths = [
        re.sub(r"^https?://[^/]+/\w\w/", f"/{code}/", link)
        for link in (*link_to("arta@example.org"), "http://x/en/account/claim/none/")
    ]
    found = problems(page, site, paths, axe)
    log_in(page, site, UserFactory().email)
    paths = [f"/{code}/account/invite/", paths[0]]

    assert found | problems(page, site, paths, axe) == {}


@pytest.mark.parametrize("code", ["sq", "de"])
def test_the_desk_is_accessible(site, page, axe, cms_tree, code):
    user = UserFactory(is_superuser=True, interface_language=code)
    done = bring_in(PEOPLE)
    log_in(page, site, user.email)

    page.goto(f"{site}/admin/contacts/")
    assert looks(page, axe) == {}
    file = {
        "name": "people.csv",
        "mimeType": "text/csv",
        "buffer": as_csv([*PEOPLE, ["Wrong", "no address"]]),
    }
    page.set_input_files("input[type=file]", files=[file])
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("[name=column_email]")
    assert looks(page, axe) == {}
    page.locator("[name=lawful_basis]").select_option("interest")
    page.locator("[name=source]").fill("Conference in Prishtina")
    page.locator("[name=collected_on]").fill("2019-08-05")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_selector(".contact-counts")
    assert looks(page, axe) == {}
    page.goto(f"{site}/admin/contacts/{done.pk}/")
    page.wait_for_selector("table.funnel")
    assert looks(page, axe) == {}
