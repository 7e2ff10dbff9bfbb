"""The account itself: one for each address, in whatever case it is written."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError

from community.accounts.models import User, tidy_name
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_accounts_are_one_for_each_address():
    UserFactory(email="arta@example.org")

    with pytest.raises(IntegrityError, match="duplicate key"):
        UserFactory(email="arta@example.org")


def test_address_in_capitals_never_reaches_the_table():
    with pytest.raises(IntegrityError, match="email_in_lower_case"):
        User.objects.create(email="Arta@example.org", display_name="Arta")


def test_validation_names_the_address_that_is_taken_in_any_case():
    UserFactory(email="arta@example.org")
    double = User(email="ARTA@example.org", display_name="Arta", password="x")

    with pytest.raises(ValidationError) as refused:
        double.full_clean()

    assert (
        "email" in refused.value.message_dict or "__all__" in refused.value.message_dict
    )


def test_create_user_demands_an_address():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_create_superuser_from_the_command_line(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery staple")

    call_command(
        "createsuperuser",
        interactive=False,
        email="Admin@Example.org",
        display_name="Administrata",
        verbosity=0,
    )

    user = User.objects.get_by_natural_key("ADMIN@example.org")
    assert (user.email, user.is_superuser, user.is_staff) == (
        "admin@example.org",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Arta \t Krasniqi\n", "Arta Krasniqi"),
        ("Zoë\u200b Gërvalla", "Zoë Gërvalla"),
        ("\u202egro.live", "gro.live"),
        ("Дејан Ђорђевић", "Дејан Ђорђевић"),
    ],
)
def test_tidy_name_leaves_what_can_be_seen(typed, shown):
    assert tidy_name(typed) == shown
    assert tidy_name(shown) == shown


def test_reached_by_finds_logins_and_confirmed_further_addresses():
    user = UserFactory(email="arta@example.org")
    user.emailaddress_set.create(email="second@example.org", verified=True)
    user.emailaddress_set.create(email="third@example.org", verified=False)

    found = [
        list(User.objects.reached_by(f"{name}@EXAMPLE.org"))
        for name in ("arta", "second", "third", "ghost")
    ]

    assert found == [[user], [user], [], []]
