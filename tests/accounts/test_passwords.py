"""Choosing a new password, by mail and from inside."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from tests.accounts.steps import ask_for_reset, is_logged_in, link_in, log_in, path_in
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW = "a much better password"


def test_reset_of_known_and_unknown_get_the_same_answer():
    UserFactory(email="known@example.org")

    answers = []
    for address in ("known@example.org", "ghost@example.org"):
        client = Client()
        response = ask_for_reset(client, address)
        page = client.get(response["Location"]).content.decode()
        answers.append((response.status_code, response["Location"], page))

    assert answers[0] == answers[1]
    assert [message.subject for message in mail.outbox] == [
        "Choose a new password",
        "There is no account with this address",
    ]


def test_reset_mail_speaks_the_owners_language_whatever_screen_asked(client, settings):
    settings.SITE_URL = "https://diaspora.example"
    UserFactory(email="arta@example.org", interface_language="sq")

    ask_for_reset(client, "Arta@example.org", language="de")

    [message] = mail.outbox
    with translation.override("sq"):
        assert message.subject == gettext("Choose a new password")
    assert link_in(message).startswith(
        "https://diaspora.example/sq/account/password/reset/key/"
    )


def test_reset_mail_to_a_stranger_leads_to_signing_up_in_the_screens_language(client):
    ask_for_reset(client, "ghost@example.org", language="de")

    assert path_in(mail.outbox[0]) == "/de/account/signup/"


def test_reset_ignores_a_forged_host(client, settings):
    settings.SITE_URL = "https://diaspora.example"
    UserFactory(email="arta@example.org")

    client.post(
        "/en/account/password/reset/",
        {"email": "arta@example.org"},
        headers={"host": "localhost", "X-Forwarded-Host": "evil.example"},
    )

    assert link_in(mail.outbox[0]).startswith("https://diaspora.example/")


def test_reset_by_mail_changes_the_password_once_and_ends_sessions(client):
    user = UserFactory(email="arta@example.org")
    elsewhere = Client()
    elsewhere.force_login(user)
    ask_for_reset(client, "arta@example.org")
    path = path_in(mail.outbox[0])

    form_path = client.get(path)["Location"]
    done = client.post(form_path, {"password1": NEW})

    assert done["Location"] == "/en/account/password/reset/key/done/"
    assert not is_logged_in(client)
    assert not is_logged_in(elsewhere)
    assert "too old or has already been used" in client.get(path).content.decode()
    assert mail.outbox[1].to == ["arta@example.org"]
    assert mail.outbox[1].subject == "Your password was changed"
    assert log_in(client, "arta@example.org", NEW)["Location"] == "/en/account/"


def test_reset_refuses_a_weak_password(client):
    UserFactory(email="arta@example.org")
    ask_for_reset(client, "arta@example.org")
    form_path = client.get(path_in(mail.outbox[0]))["Location"]

    response = client.post(form_path, {"password1": "1234567890"})

    assert list(response.context["form"].errors) == ["password1"]


def test_reset_is_not_for_inactive_accounts(client):
    UserFactory(email="gone@example.org", is_active=False)

    ask_for_reset(client, "gone@example.org")

    assert [m.subject for m in mail.outbox] == ["There is no account with this address"]


@pytest.mark.parametrize("key", ["1-nonsense", "zzzzzzzzzzzzz-x-y", "0-set-password"])
def test_reset_with_a_wrong_key_says_so(client, key):
    response = client.get(f"/en/account/password/reset/key/{key}/")

    assert response.status_code == 200
    assert "too old or has already been used" in response.content.decode()


def test_too_many_resets_for_one_address_are_429(client):
    answers = [ask_for_reset(client, "arta@example.org").status_code for _n in range(6)]

    assert answers == [302] * 5 + [429]


def test_change_keeps_this_session_and_ends_the_others(client):
    user = UserFactory(email="arta@example.org")
    elsewhere = Client()
    elsewhere.force_login(user)
    log_in(client, "arta@example.org")
    assert is_logged_in(elsewhere)

    values = {"oldpassword": PASSWORD, "password1": NEW}
    response = client.post("/en/account/password/change/", values)

    assert response["Location"] == "/en/account/password/change/"
    assert is_logged_in(client)
    assert not is_logged_in(elsewhere)
    assert [message.subject for message in mail.outbox] == ["Your password was changed"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"oldpassword": "wrong", "password1": NEW}, "oldpassword"),
        ({"oldpassword": PASSWORD, "password1": "short"}, "password1"),
        ({"oldpassword": PASSWORD, "password1": "artakrasniqi"}, "password1"),
    ],
)
def test_change_refuses(client, values, field):
    user = UserFactory(display_name="Artakrasniqi")
    client.force_login(user)

    response = client.post("/en/account/password/change/", values)

    assert list(response.context["form"].errors) == [field]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
