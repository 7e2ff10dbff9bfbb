"""Further e-mail addresses of an account."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import translation
from django.utils.translation import gettext

from community.accounts.models import User
from tests.accounts.steps import code_in, log_in, path_in, type_code
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/account/email/"
CONFIRM = "/en/account/confirm-email/"


@pytest.fixture
def arta(client) -> User:
    user = UserFactory(email="arta@example.org", interface_language="en")
    log_in(client, "arta@example.org")
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    return user


def addresses_of(user: User) -> set[tuple[str, bool, bool]]:
    found = EmailAddress.objects.filter(user=user)
    return set(found.values_list("email", "verified", "primary"))


def test_adding_and_confirming_an_address_then_making_it_the_main_one(client, arta):
    client.post(PAGE, {"action_add": "", "email": "Arta.New@example.org"})
    type_code(client, code_in(mail.outbox[0]))
    client.post(PAGE, {"action_primary": "", "email": "arta.new@example.org"})

    assert addresses_of(arta) == {
        ("arta@example.org", True, False),
        ("arta.new@example.org", True, True),
    }
    arta.refresh_from_db()
    assert arta.email == "arta.new@example.org"
    # The former address hears of it: its owner may not have done this.
    assert mail.outbox[-1].to == ["arta@example.org"]
    assert mail.outbox[-1].subject == "Your e-mail address was changed"


def test_addresses_are_changed_only_soon_after_typing_the_password(client, arta):
    session = client.session
    session["account_authentication_methods"][-1]["at"] -= 3600
    session.save()

    response = client.post(PAGE, {"action_add": "", "email": "arta.new@example.org"})
    again = client.get(response["Location"])
    client.post(response["Location"], {"password": "wrong"})
    assert addresses_of(arta) == {("arta@example.org", True, True)}
    client.post(response["Location"], {"password": PASSWORD})

    assert response["Location"].startswith("/en/account/reauthenticate/")
    assert again.status_code == 200
    type_code(client, code_in(mail.outbox[0]))
    assert ("arta.new@example.org", True, False) in addresses_of(arta)


def test_address_of_another_account_can_be_named_but_not_taken(client, arta):
    UserFactory(email="besa@example.org", confirmed=False)

    response = client.post(PAGE, {"action_add": "", "email": "besa@example.org"})
    assert response["Location"] == CONFIRM, "as for any other address"
    type_code(client, code_in(mail.outbox[0]))
    client.post(PAGE, {"action_primary": "", "email": "besa@example.org"})

    assert addresses_of(arta) == {("arta@example.org", True, True)}
    arta.refresh_from_db()
    assert arta.email == "arta@example.org"


def test_the_main_address_stays(client, arta):
    client.post(PAGE, {"action_remove": "", "email": "arta@example.org"})

    assert addresses_of(arta) == {("arta@example.org", True, True)}


def test_an_account_has_five_addresses_at_most(client, arta):
    for n in range(5):
        mail.outbox.clear()
        client.post(PAGE, {"action_add": "", "email": f"arta{n}@example.org"})
        if mail.outbox:
            type_code(client, code_in(mail.outbox[0]))

    assert len(addresses_of(arta)) == 5


def test_mail_to_a_further_address_speaks_its_owners_language(client):
    user = UserFactory(email="besa@example.org", interface_language="de")
    EmailAddress.objects.create(user=user, email="b@example.org", verified=True)

    client.post("/sq/account/password/reset/", {"email": "b@example.org"})

    [message] = mail.outbox
    with translation.override("de"):
        assert message.subject == gettext("Choose a new password")
    assert path_in(message).startswith("/de/")


def test_a_throw_away_address_is_not_added(client, arta):
    response = client.post(PAGE, {"action_add": "", "email": "arta@mailinator.com"})

    assert list(response.context["form"].errors) == ["email"]
    assert addresses_of(arta) == {("arta@example.org", True, True)}
