"""Signing up: account, mail, confirmation by a code."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from community.accounts.models import User
from tests.accounts.steps import (
    code_in,
    is_logged_in,
    link_in,
    log_in,
    sign_up,
    type_code,
)
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
CONFIRM = "/en/account/confirm-email/"
SUBJECT = "Please confirm your e-mail address"

# Where a new member goes on: the guided profile.
WELCOME = "/en/profile/start/"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://diaspora.example"


@pytest.mark.parametrize("language", ["sq", "en", "de"])
def test_sign_up_sends_mail_in_the_language_with_a_code_in_it(client, language):
    response = sign_up(client, language)

    assert response["Location"] == f"/{language}/account/confirm-email/"
    user = User.objects.get(email="arta@example.org")
    assert (user.display_name, user.interface_language) == ("Arta Krasniqi", language)
    [message] = mail.outbox
    with translation.override(language):
        assert message.subject == gettext(SUBJECT)
    assert message.to == ["arta@example.org"]
    assert len(code_in(message)) >= 6


def test_sign_up_then_the_code_and_one_is_logged_in(client):
    sign_up(client)

    assert not is_logged_in(client)
    assert not EmailAddress.objects.get().verified
    assert type_code(client, code_in(mail.outbox[0]))["Location"] == WELCOME
    assert EmailAddress.objects.get().verified
    assert is_logged_in(client)


def test_sign_up_keeps_the_address_in_lower_case_and_any_case_logs_in(client):
    sign_up(client, email="Arta@Example.ORG")
    type_code(client, code_in(mail.outbox[0]))
    client.post("/en/account/logout/")

    assert User.objects.get().email == "arta@example.org"
    assert log_in(client, "ARTA@example.org")["Location"] == "/en/account/"


def test_a_code_opens_only_the_window_that_it_was_asked_from(client):
    sign_up(client)
    stranger = Client()

    response = type_code(stranger, code_in(mail.outbox[0]))

    assert response["Location"] == "/en/account/login/"
    assert not EmailAddress.objects.get().verified


def test_a_new_code_replaces_the_former(client):
    sign_up(client)
    former = code_in(mail.outbox[0])
    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        client.post("/en/account/confirm-email/", {"action": "resend"})

        assert code_in(mail.outbox[1]) != former
        assert type_code(client, former).status_code == 200
        assert type_code(client, code_in(mail.outbox[1]))["Location"] == WELCOME


def seen(response, address: str) -> tuple:
    """All that somebody sees of an answer who wants to know whose address is known."""
    cookies = {
        name: {key: value for key, value in cookie.items() if key != "expires"}
        for name, cookie in response.cookies.items()
    }
    body = TOKEN.sub("", response.content.decode()).replace(address, "ADDRESS")
    return response.status_code, response.headers.get("Location"), body, cookies


@pytest.mark.parametrize("confirmed", [True, False])
def test_second_sign_up_looks_like_the_first_and_tells_the_owner(confirmed):
    owner = UserFactory(
        email="known@example.org", confirmed=confirmed, interface_language="de"
    )
    new, known = Client(), Client()

    answers = {
        address: (
            seen(sign_up(client, email=address), address),
            seen(client.get("/en/account/confirm-email/"), address),
            seen(type_code(client, "000-000"), address),
            seen(client.post(CONFIRM, {"action": "resend"}), address),
            seen(type_code(client, "000-000"), address),
            seen(type_code(client, "000-000"), address),
            seen(client.get("/en/account/login/"), address),
        )
        for client, address in ((new, "new@example.org"), (known, "known@example.org"))
    }

    assert answers["new@example.org"] == answers["known@example.org"]
    assert answers["new@example.org"][5][1] == "/en/account/login/", "no more tries"
    assert [message.to for message in mail.outbox] == [
        ["new@example.org"],
        ["known@example.org"],
    ]
    with translation.override("de"):
        assert mail.outbox[1].subject == gettext("You already have an account")
    assert link_in(mail.outbox[1]).startswith(
        "https://diaspora.example/de/account/password/reset/"
    )
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)
    assert User.objects.count() == 2


def test_sign_up_with_a_known_address_in_capitals_makes_no_second_account(client):
    UserFactory(email="known@example.org")

    assert sign_up(client, email="KNOWN@example.org").status_code == 302
    assert User.objects.count() == 1


def test_sign_up_sent_twice_at_the_same_moment(client, monkeypatch):
    UserFactory(email="arta@example.org")
    # What the slower request saw when it asked: nobody has this address.
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email",
        lambda email, user=None: True,
    )

    response = sign_up(client)

    assert (response.status_code, User.objects.count()) == (302, 1)
    assert mail.outbox[0].subject == "You already have an account"


def test_weak_password_is_refused_beside_the_field_and_the_rest_kept(client):
    response = sign_up(client, password1="arta")

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (200, ["password1"])
    assert 'value="Arta Krasniqi"' in response.content.decode()
    assert 'value="arta@example.org"' in response.content.decode()
    assert 'value="arta"' not in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["   ", "\u200b\u200b", "\u202e", "42", "x" * 81])
def test_sign_up_refuses_a_name_that_is_none(client, name):
    response = sign_up(client, display_name=name)

    assert list(response.context["form"].errors) == ["display_name"]
    assert not User.objects.exists()


def test_sign_up_tidies_the_name(client):
    sign_up(client, display_name="  Arta \u202e  Krasniqi\u200b ")

    assert User.objects.get().display_name == "Arta Krasniqi"


@pytest.mark.parametrize("field", ["display_name", "email", "password1"])
def test_sign_up_with_nul_is_a_bad_request(client, field):
    assert sign_up(client, **{field: "a\x00b"}).status_code == 400


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "a" * 64 + "@" + ".".join(["b" * 60] * 4) + ".example.org"),
        ("email", "not an address"),
        ("password1", "correct horse " * 20),
    ],
)
def test_sign_up_refuses_what_cannot_be_kept(client, field, value):
    response = sign_up(client, **{field: value})

    assert list(response.context["form"].errors) == [field]


def test_signed_up_members_are_led_away_from_the_form(client):
    client.force_login(UserFactory())

    assert client.get("/en/account/signup/")["Location"] == "/en/account/"


def test_a_filled_trap_makes_no_account_and_tells_nothing(client):
    response = sign_up(client, homepage="https://spam.example/")

    assert response["Location"] == "/en/account/confirm-email/"
    assert (User.objects.count(), mail.outbox) == (0, [])


def test_sign_up_by_passkey_gives_nothing_away_either():
    UserFactory(email="known@example.org")
    answers = []
    for address in ("new@example.org", "known@example.org"):
        client = Client()
        values = {"display_name": "Arta", "email": address}
        answers.append(
            (
                seen(client.post("/en/account/signup/passkey/", values), address),
                seen(client.get(CONFIRM), address),
                seen(client.get("/en/account/security/webauthn/signup/"), address),
            )
        )

    assert answers[0] == answers[1]
    assert answers[0][0][1] == CONFIRM
