"""Wagtail's admin: its one door, one's own account in it, and everybody's accounts."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
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


@pytest.fixture
def admin(client) -> User:
    user = UserFactory(email="admin@example.org", is_superuser=True)
    client.force_login(user)
    return user


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


def names_in(response) -> list[str]:
    return [user.display_name for user in response.context["users"]]


@pytest.mark.parametrize(
    ("ordering", "names"),
    [("name", ["arta", "Besa", "Cana"]), ("-name", ["Cana", "Besa", "arta"])],
)
def test_accounts_are_listed_by_name(client, admin, ordering, names):
    User.objects.filter(pk=admin.pk).update(display_name="arta")
    UserFactory(display_name="Cana")
    UserFactory(display_name="Besa")

    assert names_in(client.get(USERS, {"ordering": ordering})) == names


@pytest.mark.parametrize(
    "ordering", ["email", "-last_login", "is_superuser", "first_name", "x"]
)
def test_accounts_are_listed_in_any_other_order(client, admin, ordering):
    assert client.get(USERS, {"ordering": ordering}).status_code == 200


@pytest.mark.parametrize("query", ["besa", "second@", "Gashi"])
def test_accounts_are_found_by_name_and_address(client, admin, query):
    UserFactory(display_name="Besa Gashi", email="second@example.org")

    assert names_in(client.get(USERS, {"q": query})) == ["Besa Gashi"]


def test_account_is_made_in_the_admin_and_confirms_its_address_first(
    client, admin, cms_tree
):
    values = {
        "email": "New.Editor@example.org",
        "display_name": "Redaktore",
        "interface_language": "de",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [Group.objects.get(name=EDITORS["de"]).pk],
    }
    page = client.get(f"{USERS}new/")

    response = client.post(f"{USERS}new/", values)

    assert 'name="display_name"' in page.content.decode()
    assert response["Location"] == USERS
    user = User.objects.get(display_name="Redaktore")
    assert user.email == "new.editor@example.org"
    assert UserProfile.objects.get(user=user).preferred_language == "de"
    client.logout()
    assert log_in(client, "new.editor@example.org")["Location"].endswith(
        "/confirm-email/"
    )
    assert mail.outbox[0].to == ["new.editor@example.org"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ADMIN@example.org"),
        ("email", "no address"),
        ("display_name", "  "),
        ("password2", "another password"),
        ("interface_language", "fr"),
    ],
)
def test_account_is_not_made_from_wrong_values(client, admin, field, value):
    values = {
        "email": "new@example.org",
        "display_name": "New",
        "interface_language": "de",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    response = client.post(f"{USERS}new/", {**values, field: value})

    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert User.objects.count() == 1


def edit(client, user: User, **changes):
    values = {
        "email": user.email,
        "display_name": user.display_name,
        "interface_language": user.interface_language,
        "is_active": "on",
        **changes,
    }
    return client.post(f"{USERS}edit/{user.pk}/", values)


def test_account_is_edited_in_the_admin(client, admin):
    user = UserFactory(display_name="Arta")

    page = client.get(f"{USERS}edit/{user.pk}/")
    response = edit(client, user, display_name="Arta Krasniqi")

    assert page.status_code == 200
    assert response["Location"] == USERS
    user.refresh_from_db()
    assert user.display_name == "Arta Krasniqi"
    assert EmailAddress.objects.get(user=user).verified


def test_address_that_an_administrator_changes_must_be_confirmed_and_the_old_one_is_dead(
    client, admin
):
    user = UserFactory(email="old@example.org")

    edit(client, user, email="New@example.org")

    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.primary, address.verified) == (
        "new@example.org",
        True,
        False,
    )
    client.logout()
    assert log_in(client, "old@example.org").status_code == 200
    assert log_in(client, "new@example.org")["Location"].endswith("/confirm-email/")


def test_account_that_an_administrator_closes_is_out_at_once(client, admin):
    user = UserFactory()
    other = Client()
    other.force_login(user)
    assert is_logged_in(other)

    edit(client, user, is_active="")

    assert not is_logged_in(other)


def test_account_is_deleted_in_the_admin(client, admin, cms_tree):
    user = UserFactory(groups=[EDITORS["sq"]])
    page = cms_tree["home", "sq"]
    page.owner = user
    page.save()
    page.save_revision(user=user)

    asked = client.get(f"{USERS}delete/{user.pk}/")
    response = client.post(f"{USERS}delete/{user.pk}/")

    assert (asked.status_code, response.status_code) == (200, 302)
    assert not User.objects.filter(pk=user.pk).exists()
    page.refresh_from_db()
    assert page.owner is None
    assert client.get(f"/admin/pages/{page.pk}/history/").status_code == 200


def test_administrators_do_not_lock_themselves_out(client, admin):
    edit(client, admin, is_active="", is_superuser="")

    admin.refresh_from_db()
    assert (admin.is_active, admin.is_superuser) == (True, True)
    client.post(f"{USERS}delete/{admin.pk}/")
    assert User.objects.filter(pk=admin.pk).exists()


def test_editors_do_not_see_the_accounts(client, editor):
    client.force_login(editor)

    assert client.get(USERS).status_code == 302
    assert client.get(f"{USERS}new/").status_code == 302
