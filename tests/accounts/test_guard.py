"""What holds off sign-ups by the thousand: tasks, lasting addresses, limits (G11)."""

import json
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import altcha
import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from community.accounts import challenges
from community.accounts.challenges import is_solved, new_challenge
from community.accounts.disposable import is_disposable
from community.accounts.models import User
from tests.accounts.steps import ask_for_reset, code_in, log_in, sign_up, type_code
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
CONFIRM = "/en/account/confirm-email/"


@pytest.fixture(autouse=True)
def _light(monkeypatch):
    monkeypatch.setattr(challenges, "ROUNDS", 10)


def solution(task: dict | None = None) -> str:
    task = altcha.Challenge.from_dict(task or new_challenge())
    return altcha.Payload(task, altcha.solve_challenge(task)).to_base64()


def changed(answer: str, **parameters: object) -> str:
    content = json.loads(b64decode(answer))
    content["challenge"]["parameters"] |= parameters
    return b64encode(json.dumps(content).encode()).decode()


def test_a_task_comes_from_the_site_and_its_solution_counts_once(client):
    response = client.get("/en/account/challenge/")
    answer = solution(response.json())

    assert response["Cache-Control"].startswith("max-age=0")
    assert is_solved(answer)
    assert not is_solved(answer), "used up"


@pytest.mark.parametrize(
    "answer", ["", "nonsense", "e30=", "bnVsbA==", "W10=", "x" * 5000]
)
def test_nonsense_is_no_solution(answer):
    assert not is_solved(answer)


def test_a_task_that_was_made_easier_or_longer_is_not_ours():
    answer = solution()

    assert not is_solved(changed(answer, keyPrefix=""))
    assert not is_solved(changed(answer, expiresAt=9_999_999_999))
    assert is_solved(answer)


def test_a_task_of_another_site_is_not_ours(settings):
    answer = solution()
    settings.SECRET_KEY = "x" * 50

    assert not is_solved(answer)


def test_a_solution_runs_out():
    answer = solution()

    with time_machine.travel(timezone.now() + timedelta(seconds=601)):
        assert not is_solved(answer)


def test_sign_up_with_a_solution_and_not_with_the_same_again(client):
    answer = solution()

    assert sign_up(client, effort=answer).status_code == 302
    again = sign_up(Client(), email="b@example.org", effort=answer)
    assert again.status_code == 200
    assert "Please send the form again." in again.content.decode()
    assert User.objects.count() == 1


def test_a_slip_does_not_use_the_solution_up(client):
    answer = solution()

    assert sign_up(client, effort=answer, password1="short").status_code == 200
    assert sign_up(client, effort=answer).status_code == 302


def test_without_script_a_few_an_hour(client):
    answers = [sign_up(Client(), email=f"a{n}@example.org") for n in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Without JavaScript" in answers[-1].content.decode()
    assert sign_up(client, email="b@example.org", effort=solution()).status_code == 302


def test_a_reset_asks_for_a_task_too(client):
    UserFactory(email="arta@example.org")

    refused = client.post(
        "/en/account/password/reset/", {"email": "arta@example.org", "effort": "no"}
    )
    assert refused.status_code == 200
    assert ask_for_reset(client, "arta@example.org").status_code == 302


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("a@mailinator.com", True),
        ("a@MAILINATOR.com.", True),
        ("a@any.host.mailinator.com", True),
        ("a@mailinator.com.example", False),
        ("a@gmail.com", False),
        ("a@example.org", False),
        ("a@xn--mailinatr-m8a.com", False),
        ("a@bücher.example", False),
        ("a@" + "x" * 70 + ".example", False),
        ("nothing", False),
    ],
)
def test_what_counts_as_thrown_away(address, found):
    assert is_disposable(address) is found


def test_operators_add_and_take_away(settings):
    settings.EMAIL_DOMAINS_DENIED = ["example.org"]
    settings.EMAIL_DOMAINS_ALLOWED = ["good.example.org", "mailinator.com"]

    assert is_disposable("a@example.org")
    assert is_disposable("a@bad.example.org")
    assert not is_disposable("a@good.example.org")
    assert not is_disposable("a@mailinator.com")


def test_sign_up_names_a_throw_away_address_beside_the_field(client):
    response = sign_up(client, email="arta@mailinator.com")

    assert list(response.context["form"].errors) == ["email"]
    assert "last for minutes only" in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("path", "values", "most", "within"),
    [
        ("login/", {"login": "ghost@example.org", "password": "x"}, 10, 300),
        ("signup/", {"email": "ghost@example.org"}, 5, 60),
        ("password/reset/", {"email": "ghost@example.org"}, 5, 60),
    ],
)
def test_one_address_from_many_places(settings, path, values, most, within):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = False

    answers = [
        Client().post(
            f"/en/account/{path}",
            values,
            headers={"X-Forwarded-For": f"198.51.100.{n}"},
        )
        for n in range(most + 1)
    ]

    assert [answer.status_code == 429 for answer in answers] == [False] * most + [True]
    assert 0 < int(answers[-1]["Retry-After"]) <= within


def test_one_household_cannot_pass_by_taking_other_addresses(settings):
    settings.ACCOUNT_RATE_LIMITS = False

    answers = [
        Client(REMOTE_ADDR=f"2001:db8:1:2::{n:x}").get("/en/account/challenge/")
        for n in range(61)
    ]

    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    other = Client(REMOTE_ADDR="2001:db8:1:3::1").get("/en/account/challenge/")
    assert other.status_code == 200


@pytest.mark.parametrize("path", ["confirm-email/", "security/authenticate/"])
def test_codes_cannot_be_tried_out(settings, path):
    settings.ACCOUNT_RATE_LIMITS = False

    answers = [Client().post(f"/en/account/{path}", {"code": "1"}) for _n in range(21)]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]


@pytest.mark.django_db(transaction=True)
def test_a_burst_of_logins_never_passes_the_limit(settings):
    settings.ACCOUNT_RATE_LIMITS = False

    def try_once(n: int) -> int:
        try:
            return log_in(Client(), f"ghost{n}@example.org", "x").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(30) as pool:
        found = list(pool.map(try_once, range(60)))

    assert (found.count(200), found.count(429)) == (30, 30)


def test_after_redis_died_people_sign_up_log_in_and_are_limited(settings, client):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    backend = "cms.core.caches.PatientRedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": settings.REDIS_URL}}
    UserFactory(email="besa@example.org")

    assert sign_up(client, effort=solution())["Location"] == CONFIRM
    assert (
        type_code(client, code_in(mail.outbox[0]))["Location"] == "/en/profile/start/"
    )
    found = [log_in(Client(), "besa@example.org").status_code for _n in range(11)]
    assert found == [302] * 10 + [429]
