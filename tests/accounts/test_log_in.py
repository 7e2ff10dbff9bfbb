"""Logging in and out, sessions, limits."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.steps import is_logged_in, log_in
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def answer(client: Client, email: str) -> tuple:
    response = log_in(client, email, "not the password")
    body = TOKEN.sub("", response.content.decode()).replace(email, "ADDRESS")
    return response.status_code, body


def test_wrong_password_and_unknown_account_get_the_same_answer():
    UserFactory(email="known@example.org")

    known, unknown = (
        answer(Client(), "known@example.org"),
        answer(Client(), "ghost@example.org"),
    )

    assert known == unknown
    assert "The e-mail address or the password is not right." in known[1]
    assert not mail.outbox


def test_unconfirmed_account_is_not_let_in_and_gets_the_link_again(client):
    UserFactory(email="new@example.org", confirmed=False)

    response = log_in(client, "new@example.org")

    assert response["Location"] == "/en/account/confirm-email/"
    assert [message.to for message in mail.outbox] == [["new@example.org"]]
    assert not is_logged_in(client)


def test_inactive_account_is_not_let_in(client):
    UserFactory(email="gone@example.org", is_active=False)

    response = log_in(client, "gone@example.org")

    assert response["Location"] == "/en/account/inactive/"
    assert client.get("/en/account/inactive/").status_code == 200
    assert not is_logged_in(client)


def test_deactivating_ends_a_session_at_once(client):
    user = UserFactory()
    client.force_login(user)
    assert is_logged_in(client)

    type(user).objects.update(is_active=False)

    assert not is_logged_in(client)


def test_log_in_leads_to_the_account_in_the_members_language(client):
    UserFactory(email="arta@example.org", interface_language="sq")

    assert log_in(client, "arta@example.org")["Location"] == "/sq/account/"


@pytest.mark.parametrize("language", ["", "xx"])
def test_log_in_with_a_language_that_is_gone_falls_back_to_the_sites(client, language):
    user = UserFactory(email="arta@example.org")
    type(user).objects.update(interface_language=language)

    assert log_in(client, "arta@example.org")["Location"] == "/sq/account/"


def test_log_in_leads_where_one_wanted_to_go(client):
    UserFactory(email="arta@example.org", interface_language="sq")

    response = log_in(client, "arta@example.org", next="/de/account/settings/")

    assert response["Location"] == "/de/account/settings/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
    ],
)
def test_log_in_and_out_never_lead_to_another_site(client, elsewhere):
    UserFactory(email="arta@example.org")

    assert (
        log_in(client, "arta@example.org", next=elsewhere)["Location"] == "/en/account/"
    )
    again = client.get("/en/account/login/", {"next": elsewhere})
    assert again["Location"] == "/en/account/"
    out = client.post("/en/account/logout/", {"next": elsewhere})
    assert out["Location"] == "/en/"


def test_session_key_changes_at_log_in_and_is_dead_after_log_out(client):
    UserFactory(email="arta@example.org")
    session = client.session
    session["seen"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = client.cookies["sessionid"].value

    log_in(client, "arta@example.org")
    inside = client.cookies["sessionid"].value
    client.post("/en/account/logout/")

    assert inside not in (before, "")
    for key in (before, inside):
        thief = Client()
        thief.cookies["sessionid"] = key
        assert not is_logged_in(thief)


def test_session_lasts_as_long_as_the_browser_unless_asked(client):
    UserFactory(email="arta@example.org")

    assert log_in(client, "arta@example.org").cookies["sessionid"]["max-age"] == ""
    stays = log_in(Client(), "arta@example.org", remember="on").cookies["sessionid"]
    assert stays["max-age"] == 14 * 24 * 60 * 60


def test_logging_out_takes_a_post(client):
    client.force_login(UserFactory())

    assert client.get("/en/account/logout/").status_code == 200
    assert is_logged_in(client)
    assert client.post("/en/account/logout/")["Location"] == "/en/"
    assert not is_logged_in(client)


def test_too_many_logins_from_one_place_are_429_with_a_page(client):
    answers = [log_in(client, f"nobody{n}@example.org", "x") for n in range(31)]

    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert answers[-1]["Content-Type"].startswith("text/html")
    assert answers[-1].content


def test_sixth_wrong_password_for_one_account_closes_it_for_a_while(client):
    UserFactory(email="arta@example.org")

    for _n in range(5):
        log_in(client, "Arta@example.org", "wrong")
    response = log_in(client, "arta@example.org", PASSWORD)

    assert "Too many attempts to log in." in response.content.decode()
    assert not is_logged_in(client)


def test_a_limit_is_not_passed_by_a_header_that_anybody_can_send(client):
    answers = [
        client.post(
            "/en/account/login/",
            {"login": f"nobody{n}@example.org", "password": "x"},
            headers={"X-Forwarded-For": f"192.0.2.{n}"},
        ).status_code
        for n in range(31)
    ]

    assert answers[-1] == 429


@pytest.mark.parametrize(
    "name", ["login", "signup", "logout", "settings", "password/reset"]
)
def test_forms_without_their_token_are_refused_with_a_page(name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(UserFactory())

    response = strict.post(f"/en/account/{name}/", {})

    assert response.status_code == 403
    assert "This form is no longer valid." in response.content.decode()


def test_account_screens_are_kept_by_no_cache(client):
    client.force_login(UserFactory())

    for name in ("", "settings/", "email/", "password/change/"):
        assert "no-store" in client.get(f"/en/account/{name}")["Cache-Control"]


@pytest.mark.parametrize("name", ["", "settings/", "email/", "password/change/"])
def test_account_screens_ask_visitors_to_log_in(client, name):
    response = client.get(f"/de/account/{name}")

    assert response["Location"] == f"/de/account/login/?next=/de/account/{name}"
