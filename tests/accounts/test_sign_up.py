"""Signing up: account, mail, confirmation."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from community.accounts.models import User
from tests.accounts.steps import is_logged_in, link_in, log_in, path_in, sign_up
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SUBJECT = "Please confirm your e-mail address"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://diaspora.example"


@pytest.mark.parametrize("language", ["sq", "en", "de"])
def test_sign_up_sends_mail_in_the_language_with_a_link_in_it(client, language):
    response = sign_up(client, language)

    assert response["Location"] == f"/{language}/account/confirm-email/"
    user = User.objects.get(email="arta@example.org")
    assert (user.display_name, user.interface_language) == ("Arta Krasniqi", language)
    [message] = mail.outbox
    with translation.override(language):
        assert message.subject == gettext(SUBJECT)
    assert message.to == ["arta@example.org"]
    assert link_in(message).startswith(
        f"https://diaspora.example/{language}/account/confirm-email/"
    )


def test_sign_up_then_confirm_then_log_in(client):
    sign_up(client)
    path = path_in(mail.outbox[0])

    assert client.get(path).status_code == 200
    assert not EmailAddress.objects.get().verified, (
        "opening the link must change nothing"
    )
    assert client.post(path)["Location"] == "/en/account/login/"
    assert EmailAddress.objects.get().verified
    assert log_in(client, "arta@example.org")["Location"] == "/en/account/"
    assert is_logged_in(client)


def test_sign_up_keeps_the_address_in_lower_case_and_any_case_logs_in(client):
    sign_up(client, email="Arta@Example.ORG")
    client.post(path_in(mail.outbox[0]))

    assert User.objects.get().email == "arta@example.org"
    assert log_in(client, "ARTA@example.org")["Location"] == "/en/account/"


def seen(response, address: str) -> tuple:
    """All that somebody sees of an answer who wants to know whose address is known."""
    cookies = {
        name: {key: value for key, value in cookie.items() if key != "expires"}
        for name, cookie in response.cookies.items()
    }
    body = response.content.decode().replace(address, "ADDRESS")
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
        )
        for client, address in ((new, "new@example.org"), (known, "known@example.org"))
    }

    assert answers["new@example.org"] == answers["known@example.org"]
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


@pytest.mark.parametrize("key", ["nonsense", "MQ:1abc:xyz", "x" * 900])
def test_confirmation_with_a_wrong_key_changes_nothing(client, key):
    path = f"/en/account/confirm-email/{key}/"

    assert (client.get(path).status_code, client.post(path).status_code) == (200, 404)


def test_opening_a_link_of_somebody_else_does_not_log_one_out(client):
    sign_up(Client())
    client.force_login(UserFactory())

    assert client.get(path_in(mail.outbox[0])).status_code == 200
    assert is_logged_in(client)


def test_confirmation_link_works_once(client):
    sign_up(client)
    path = path_in(mail.outbox[0])
    client.post(path)

    assert client.post(path).status_code == 404


def test_signed_up_members_are_led_away_from_the_form(client):
    client.force_login(UserFactory())

    assert client.get("/en/account/signup/")["Location"] == "/en/account/"
