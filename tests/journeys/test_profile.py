"""A new member makes a profile, is found by it, and hides a field of it."""

import pytest
from playwright.sync_api import expect

from community.profiles.audiences import Audience
from community.profiles.models import Profile
from community.profiles.querysets import Directory
from tests.factories.people import UserFactory
from tests.factories.taxonomy import make_skill
from tests.journeys.steps import log_in
from tests.journeys.test_accessibility import problems
from tests.profiles.own import make_member, make_occupation, picture

SCREENS = (
    *("", "skills/", "visibility/", "photo/edit/", "preview/members/"),
    *("preview/public/", "edit/work/", "edit/place/", "parts/experience/add/"),
    *("step/1/", "step/2/", "step/3/", "step/4/"),
)


def save(page):
    page.locator(".guided-buttons button[type=submit]").click()


def test_a_new_member_goes_through_the_steps_and_is_listed(site, page, cms_tree):
    make_occupation(en="Specialist doctors", de="Fachärzte")
    make_skill({"en": "Cardiology", "de": "Kardiologie"})
    member = UserFactory(display_name="Arta Gashi")
    log_in(page, site, member.email)
    page.get_by_role("link", name="Finish your profile").click()

    page.wait_for_url("**/step/1/")
    page.get_by_label("Headline").fill("Cardiologist in Zürich")
    expect(page.locator(".guided-card")).to_contain_text("Cardiologist in Zürich")
    page.set_input_files(
        "input[type=file]",
        {"name": "me.png", "mimeType": "image/png", "buffer": picture().read()},
    )
    save(page)

    page.wait_for_url("**/step/2/")
    page.get_by_label("Occupation").press_sequentially("fach")
    page.get_by_role("radio", name="Specialist doctors").check()
    page.locator("#has-text").press_sequentially("kardio")
    page.locator("#has-found").get_by_role("button", name="Cardiology").click()
    expect(page.locator(".skills-held")).to_contain_text("Cardiology")
    expect(page.locator("#has-text")).to_be_focused()
    expect(page.get_by_label("Occupation", exact=False).first).to_have_value("fach")
    save(page)

    page.wait_for_url("**/step/3/")
    page.get_by_label("Country where you live").select_option("CH")
    page.get_by_label("While visiting Kosovo").check()
    page.locator("#id_languages-0-language").select_option("sq")
    page.locator("#id_languages-0-level").select_option("native")
    save(page)

    page.wait_for_url("**/step/4/")
    page.get_by_role("button", name="+ Cardiology").click()
    expect(page.locator("#skills-offers .skills-held")).to_contain_text("Cardiology")
    page.get_by_label("Yes, list me in the directory.").check()
    save(page)

    page.wait_for_url("**/en/profile/")
    expect(page.locator(".toast")).to_contain_text("in the directory now")
    expect(page.locator("main")).to_contain_text("You are in the directory")
    found = Directory(Audience.MEMBERS).matching("kardiologie").having("c=CH")
    assert found.count() == 1
    assert Profile.objects.get().photo

    page.goto(f"{site}/en/profile/visibility/")
    page.get_by_role("group", name="Country").get_by_label(
        "Members", exact=True
    ).click()
    page.locator(".vis-save button").click()
    page.wait_for_load_state()
    expect(page.locator(".toast")).to_contain_text("Saved")
    assert found.count() == 0


def test_a_step_by_keyboard_alone(site, page, cms_tree):
    make_skill({"en": "Cardiology"})
    member = UserFactory(display_name="Arta Gashi")
    log_in(page, site, member.email)
    page.goto(f"{site}/en/profile/step/2/")
    page.get_by_label("Position").focus()
    page.keyboard.type("Head of clinic")
    page.keyboard.press("Tab")
    page.keyboard.type("City hospital")
    page.keyboard.press("Tab")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.keyboard.type("cardiol")
    page.locator("#has-found button").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".skills-held")).to_contain_text("Cardiology")
    page.get_by_label("Position").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/step/3/")
    profile = Profile.objects.get(user=member)
    assert (profile.position, profile.employer, profile.years) == (
        "Head of clinic",
        "City hospital",
        12,
    )


def test_the_steps_work_without_script(site, browser, cms_tree):
    make_occupation("2211", en="General doctors")
    make_occupation("2212", en="Specialist doctors")
    make_skill({"en": "Cardiology"})
    member = UserFactory(display_name="Arta Gashi")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, site, member.email)
    page.goto(f"{site}/en/profile/step/2/")
    page.get_by_label("Occupation").fill("doctors")
    page.locator("#has-text").fill("cardiology")
    save(page)
    expect(page.locator(".skills-held")).to_contain_text("Cardiology")
    expect(page.get_by_label("Occupation").first).to_have_value("doctors")
    save(page)
    page.get_by_role("radio", name="Specialist doctors").check()
    save(page)

    page.wait_for_url("**/step/3/")
    assert Profile.objects.get(user=member).occupation.code == "2212"
    context.close()


@pytest.mark.parametrize("code", ["sq", "en", "de"])
def test_own_screens_are_accessible(site, page, axe, cms_tree, code):
    profile = make_member(occupation=make_occupation(en="Specialist doctors"))
    log_in(page, site, profile.user.email)

    paths = [f"/{code}/profile/{name}" for name in SCREENS]
    assert problems(page, site, paths, axe) == {}
