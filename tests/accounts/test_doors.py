"""All ways into an account share one budget; spellings and headers buy nothing (G11)."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from community.accounts.models import User
from community.accounts.views.limited import DOORS, RATES, SHARED
from tests.accounts.steps import code_in, is_logged_in, log_in, sign_up, type_code
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
# The package has a function of this name.
limited = import_module("community.accounts.views.limited")


@pytest.fixture(autouse=True)
def _ours_alone(settings):
    settings.ACCOUNT_RATE_LIMITS = False


def knock(number: int, client: Client) -> int:
    """One try that does not lead in, each time at the next door."""
    doors = (
        ("login/", {"login": f"g{number}@example.org", "password": "x"}),
        ("password/reset/", {"email": f"g{number}@example.org"}),
        ("signup/", {"email": f"g{number}@example.org"}),
        ("confirm-email/", {"code": "1"}),
        ("security/authenticate/", {"code": "1"}),
    )
    path, values = doors[number % len(doors)]
    return client.post(f"/en/account/{path}", values).status_code


def test_every_door_is_a_limited_route():
    assert sorted(DOORS - RATES.keys()) == []
    doors = [RATES[name] for name in DOORS]
    assert SHARED.most >= max(rate.most for rate in doors), "one door can be used up"
    assert SHARED.seconds > max(rate.seconds for rate in doors)


def test_all_doors_share_one_budget(monkeypatch):
    monkeypatch.setattr(limited, "SHARED", SHARED._replace(most=12))

    found = [knock(number, Client()) for number in range(20)]

    assert [status == 429 for status in found] == [False] * 12 + [True] * 8
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert knock(0, elsewhere) == 200


def test_what_leads_in_is_given_back(monkeypatch):
    monkeypatch.setattr(limited, "SHARED", SHARED._replace(most=3))
    for number in range(9):
        UserFactory(email=f"m{number}@example.org")

    found = [log_in(Client(), f"m{n}@example.org").status_code for n in range(9)]

    assert found == [302] * 9
    assert [log_in(Client(), "ghost@example.org").status_code for _n in range(4)] == [
        *[200] * 3,
        429,
    ]


def test_signing_up_costs_one_and_its_code_nothing(monkeypatch):
    monkeypatch.setattr(limited, "SHARED", SHARED._replace(most=2))
    client = Client()

    sign_up(client)
    assert type_code(client, code_in(mail.outbox[0])).status_code == 302

    assert is_logged_in(client)
    assert [knock(0, Client()), knock(0, Client())] == [200, 429]


def test_a_network_of_version_6_is_one(monkeypatch):
    monkeypatch.setattr(limited, "SHARED", SHARED._replace(most=10))

    found = [
        knock(number, Client(REMOTE_ADDR=f"2001:db8:1:2::{number:x}"))
        for number in range(12)
    ]

    assert [status == 429 for status in found] == [False] * 10 + [True] * 2
    assert knock(0, Client(REMOTE_ADDR="2001:db8:1:3::1")) == 200


@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_made_up_addresses_of_origin_count_for_nothing(settings, monkeypatch, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    monkeypatch.setattr(limited, "SHARED", SHARED._replace(most=10))
    seen = ["203.0.113.5", "10.0.0.1"][:proxies]

    found = []
    for number in range(12):
        made_up = [f"198.51.100.{number}", f"2001:db8::{number}"]
        client = Client(HTTP_X_FORWARDED_FOR=", ".join([*made_up, *seen]))
        found.append(knock(number, client))

    assert [status == 429 for status in found] == [False] * 10 + [True] * 2


SPELLINGS = [
    "arta@example.org",
    "ARTA@EXAMPLE.ORG",
    " arta@example.org",
    "arta@example.org\t",
    "Arta@Example.Org",
    "\N{FULLWIDTH LATIN SMALL LETTER A}rta@example.org",
    "arta@example.org\N{ZERO WIDTH SPACE}",
    "ar\N{SOFT HYPHEN}ta@example.org",
    "arta\N{FULLWIDTH COMMERCIAL AT}example.org",
    "\N{NO-BREAK SPACE}arta@example.org",
]


@pytest.mark.parametrize(
    ("path", "name", "most"),
    [("login/", "login", 10), ("signup/", "email", 5), ("password/reset/", "email", 5)],
)
def test_spellings_of_an_address_are_one(settings, path, name, most):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    found = []
    for number in range(most + 1):
        client = Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
        values = {name: SPELLINGS[number % len(SPELLINGS)], "password": "x"}
        found.append(client.post(f"/en/account/{path}", values).status_code)

    assert [status == 429 for status in found] == [False] * most + [True]


def test_dots_and_tags_make_other_addresses(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    for address in ("a.rta@example.org", "arta+x@example.org", "arta@example.com"):
        for number in range(10):
            client = Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
            assert log_in(client, address, "x").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_burst_at_all_doors_never_passes_the_budget(monkeypatch):
    monkeypatch.setattr(limited, "SHARED", SHARED._replace(most=10))

    def try_once(number: int) -> int:
        try:
            return knock(number, Client())
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(try_once, range(60)))

    assert len([status for status in found if status != 429]) == 10


def test_another_main_address_ends_the_other_sessions(client):
    user = UserFactory(email="arta@example.org")
    other = Client()
    for one in (client, other):
        log_in(one, "arta@example.org")
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    page = "/en/account/email/"
    client.post(page, {"action_add": "", "email": "new@example.org"})
    type_code(client, code_in(mail.outbox[0]))
    assert is_logged_in(other)

    client.post(page, {"action_primary": "", "email": "new@example.org"})

    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert is_logged_in(client)
    assert not is_logged_in(other)


def test_a_new_password_by_mail_ends_every_session(client):
    UserFactory(email="arta@example.org")
    other = Client()
    log_in(other, "arta@example.org")

    user = User.objects.get()
    user.set_password("a much better password")
    user.save()

    assert not is_logged_in(other)
