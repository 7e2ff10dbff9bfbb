"""Everybody's accounts in Wagtail's admin: list, find, make, edit, delete."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from wagtail.users.models import UserProfile

from community.accounts.actions import run_erasure
from community.accounts.models import DataRequest, User
from home.actions import EDITORS
from tests.accounts.steps import is_logged_in, log_in
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
USERS = "/admin/users/"


@pytest.fixture
def admin(client) -> User:
    user = UserFactory(email="admin@example.org", is_superuser=True)
    client.force_login(user)
    return user


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


def test_account_is_erased_in_the_admin_not_deleted(client, admin, cms_tree):
    user = UserFactory(groups=[EDITORS["sq"]])
    page = cms_tree["home", "sq"]
    page.owner = user
    page.save()
    page.save_revision(user=user)

    asked = client.get(f"{USERS}delete/{user.pk}/")
    response = client.post(f"{USERS}delete/{user.pk}/", {"reason": "By letter."})

    assert (asked.status_code, response.status_code) == (200, 302)
    request = DataRequest.objects.get(user=user)
    assert (request.state, request.by) == ("waiting", admin)
    DataRequest.objects.update(due_at=request.created_at)
    run_erasure(request.pk)
    page.refresh_from_db()
    assert page.owner.display_name == ""
    assert client.get(f"/admin/pages/{page.pk}/history/").status_code == 200
    assert client.get(USERS).status_code == 200


def test_administrators_do_not_lock_themselves_out(client, admin):
    edit(client, admin, is_active="", is_superuser="")

    admin.refresh_from_db()
    assert (admin.is_active, admin.is_superuser) == (True, True)
    client.post(f"{USERS}delete/{admin.pk}/")
    assert User.objects.filter(pk=admin.pk).exists()
