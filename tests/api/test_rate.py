"""The API has one generous limit for each visitor's network and for each member."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client

from cms.core.api import rate
from cms.core.limits import Allowance
from cms.core.models import RateCount
from tests.factories.people import UserFactory

ADDRESS = "/api/v1/locales/"
NOON = datetime(2026, 5, 4, 12, 0, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _few(settings):
    settings.API_RATE = 10
    rate._allowance.cache_clear()
    with time_machine.travel(NOON, tick=False):
        yield
    rate._allowance.cache_clear()


def statuses(number: int, client: Client, address: str = ADDRESS) -> list[int]:
    return [client.get(address).status_code for _n in range(number)]


def test_one_too_many_is_a_problem_that_says_when(cms_tree):
    client = Client()
    assert statuses(10, client) == [200] * 10

    answer = client.get(ADDRESS, headers={"Accept-Language": "en"})

    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "45"
    assert answer.json()["title"] == "Too Many Requests"
    assert "public" not in answer.get("Cache-Control", "")
    assert Client(REMOTE_ADDR="203.0.113.9").get(ADDRESS).status_code == 200


def test_the_next_minute_begins_anew(cms_tree):
    assert statuses(11, Client())[-1] == 429

    with time_machine.travel(NOON.replace(minute=1), tick=False):
        assert statuses(11, Client()) == [200] * 10 + [429]


def test_members_are_counted_by_account_and_more_loosely_by_network(cms_tree):
    members = [Client() for _n in range(6)]
    for client in members:
        client.force_login(UserFactory())

    assert statuses(11, members[0]) == [200] * 10 + [429]
    for client in members[1:5]:
        statuses(10, client)
    # Fifty of the network, and the one refused, are counted.
    assert statuses(1, members[5]) == [429]
    moved = members[5].get(ADDRESS, REMOTE_ADDR="203.0.113.9")
    assert moved.status_code == 200


def test_made_up_origins_count_for_nothing(cms_tree):
    found = [
        Client(HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").get(ADDRESS) for n in range(12)
    ]

    assert [answer.status_code for answer in found] == [200] * 10 + [429] * 2


def test_no_limit_when_it_is_switched_off(cms_tree, settings):
    settings.API_RATE = 0

    assert statuses(30, Client()) == [200] * 30


@pytest.mark.django_db
def test_who_asks_seldom_is_counted_without_the_database(django_assert_num_queries):
    allowance = Allowance("test", 100, 1)

    with django_assert_num_queries(0):
        assert [allowance.wait("a") for _n in range(50)] == [0] * 50
    assert allowance.wait("a") == 0
    assert RateCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("processes", "most"), [(1, 40), (3, 40), (8, 10)])
def test_all_processes_together_never_pass_the_limit(processes, most):
    allowances = [Allowance("test", most, processes) for _n in range(processes)]

    def try_once(number: int) -> bool:
        try:
            return allowances[number % processes].wait("subject") == 0
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        passed = sum(pool.map(try_once, range(200)))

    assert passed == most
