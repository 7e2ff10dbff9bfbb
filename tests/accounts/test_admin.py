"""Wagtail's admin: its one door, and one's own account in it."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.users.models import UserProfile

from community.accounts.models import User
from home.actions import EDITORS
from tests.accounts.steps import is_logged_in, log_in
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
USERS = "/admin/users/"
ALBANIAN = '<html lang="sq"'


@pytest.fixture
def editor(cms_tree) -> User:
    return UserFactory(
        email="editor@example.org",
        display_name="Redaksia",
        interface_language="sq",
        time_zone="Europe/Zurich",
        groups=[EDITORS["sq"]],
    )


def test_visitor_is_led_to_our_login_and_from_there_back_into_the_admin(client, editor):
    login_path = client.get("/admin/pages/", headers={"Accept-Language": "de"})[
        "Location"
    ]

    values = {"login": "editor@example.org", "password": PASSWORD}
    response = client.post(login_path, values)

    assert login_path == "/de/account/login/?next=/admin/pages/"
    assert response["Location"] == "/admin/pages/"
    assert client.get("/admin/", follow=True).status_code == 200


def test_wagtails_own_login_is_ours(client):
    response = client.get("/admin/login/?next=/admin/pages/")

    assert response["Location"] == "/sq/account/login/?next=%2Fadmin%2Fpages%2F"
    posted = client.post(
        "/admin/login/", {"username": "a@example.org", "password": "x"}
    )
    assert posted.status_code in (302, 405)


@pytest.mark.parametrize("step", ["", "done/", "confirm/1/x/", "complete/"])
def test_wagtails_own_password_reset_is_off(client, step):
    assert client.get(f"/admin/password_reset/{step}").status_code == 404
    assert (
        client.post(f"/admin/password_reset/{step}", {"email": "a@b.ch"}).status_code
        == 404
    )
    assert not mail.outbox


def test_logging_out_of_the_admin_ends_the_session(client, editor):
    client.force_login(editor)

    client.post("/admin/logout/")

    assert not is_logged_in(client)


def test_admin_speaks_the_editors_language_and_zone(client, editor):
    log_in(client, "editor@example.org")

    profile = UserProfile.objects.get(user=editor)
    assert (profile.preferred_language, profile.current_time_zone) == (
        "sq",
        "Europe/Zurich",
    )
    assert ALBANIAN in client.get("/admin/").content.decode()


def test_admin_speaks_the_editors_language_before_wagtail_knows_them(client, editor):
    client.force_login(editor)
    assert not UserProfile.objects.exists()

    page = client.get("/admin/", headers={"Accept-Language": "de"})

    assert ALBANIAN in page.content.decode()


def test_members_who_may_not_enter_get_no_profile_in_wagtail(client):
    UserFactory(email="arta@example.org")

    log_in(client, "arta@example.org")

    assert not UserProfile.objects.exists()


OWN = {
    "settings-display_name": "Redaksia e re",
    "settings-interface_language": "de",
    "settings-reading_languages": ["sq", "de"],
    "settings-time_zone": "Europe/Berlin",
    "theme-theme": "dark",
    "theme-contrast": "system",
    "theme-density": "default",
}


def test_own_account_in_the_admin_saves_the_same_settings(client, editor):
    log_in(client, "editor@example.org")
    path = reverse("wagtailadmin_account")

    page = client.get(path)
    response = client.post(path, OWN)

    assert (page.status_code, response.status_code) == (200, 302)
    names = {
        panel.name for tab in page.context["panels_by_tab"].values() for panel in tab
    }
    assert names == {"settings", "theme", "notifications"}
    editor.refresh_from_db()
    assert (editor.display_name, editor.interface_language) == ("Redaksia e re", "de")
    profile = UserProfile.objects.get(user=editor)
    assert (profile.preferred_language, profile.current_time_zone, profile.theme) == (
        "de",
        "Europe/Berlin",
        "dark",
    )


def test_own_account_in_the_admin_refuses_what_the_settings_refuse(client, editor):
    log_in(client, "editor@example.org")

    response = client.post("/admin/account/", {**OWN, "settings-time_zone": "nowhere"})

    assert response.status_code == 200
    editor.refresh_from_db()
    assert editor.display_name == "Redaksia"


def test_own_account_in_the_admin_is_for_those_who_may_enter(client):
    assert "/account/login/" in client.get("/admin/account/")["Location"]
    client.force_login(UserFactory())
    assert client.get("/admin/account/").status_code == 403


def test_editors_do_not_see_the_accounts(client, editor):
    client.force_login(editor)

    assert client.get(USERS).status_code == 302
    assert client.get(f"{USERS}new/").status_code == 302
