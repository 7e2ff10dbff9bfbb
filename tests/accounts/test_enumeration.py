"""Nobody learns from an answer whether an address has an account (G12)."""

import re

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.steps import ask_for_reset, log_in, sign_up
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|nonce=|data-challenge=)"[^"]*"')
ADDRESSES = {
    "unknown": "u-nobody@example.org",
    "known": "k-member@example.org",
    "unconfirmed": "u-fresh@example.org",
    "deactivated": "d-gone@example.org",
}


@pytest.fixture(autouse=True)
def _accounts(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    UserFactory(email=ADDRESSES["known"])
    UserFactory(email=ADDRESSES["unconfirmed"], confirmed=False)
    UserFactory(email=ADDRESSES["deactivated"], is_active=False)


def seen(response, address: str) -> tuple:
    """Status, all headers, cookies and body, without tokens and the address typed."""
    headers = {
        name: value
        for name, value in response.headers.items()
        if name not in ("Content-Length", "Set-Cookie", "Expires")
    }
    cookies = {
        name: {key: value for key, value in cookie.items() if key != "expires"}
        for name, cookie in response.cookies.items()
    }
    body = TOKEN.sub("", response.content.decode()).replace(address, "ADDRESS")
    return response.status_code, headers, cookies, body


def log_in_wrongly(client, address):
    return log_in(client, address, "not the password")


def sign_up_anew(client, address):
    return sign_up(client, email=address)


@pytest.mark.parametrize(
    ("ask", "mails"), [(log_in_wrongly, 0), (ask_for_reset, 1), (sign_up_anew, 1)]
)
def test_all_addresses_get_the_same_answers(ask, mails):
    answers = {}
    for number, (kind, address) in enumerate(ADDRESSES.items()):
        mail.outbox.clear()
        client = Client(REMOTE_ADDR=f"192.0.2.{number + 1}")
        first = ask(client, address)
        following = client.get(first.headers.get("Location", "/en/account/login/"))
        again = ask(client, address)
        answers[kind] = [seen(one, address) for one in (first, following, again)]
        assert {tuple(message.to) for message in mail.outbox} <= {(address,)}
        assert len(mail.outbox) in (mails, 2 * mails), kind

    for kind in ("known", "unconfirmed", "deactivated"):
        assert answers[kind] == answers["unknown"], kind


def test_mails_go_out_in_the_same_number():
    counts = {}
    for ask in (ask_for_reset, sign_up_anew):
        for number, (kind, address) in enumerate(ADDRESSES.items()):
            mail.outbox.clear()
            ask(Client(REMOTE_ADDR=f"192.0.2.{number + 1}"), address)
            counts[ask.__name__, kind] = len(mail.outbox)

    assert set(counts.values()) == {1}


@pytest.mark.parametrize("path", ["login/code/", "login/code/confirm/"])
def test_there_is_no_login_by_a_code_from_a_mail(client, path):
    assert client.get(f"/en/account/{path}").status_code in (302, 404)
    answer = client.post(f"/en/account/{path}", {"email": ADDRESSES["known"]})

    assert answer.status_code in (302, 404, 405)
    assert not mail.outbox
