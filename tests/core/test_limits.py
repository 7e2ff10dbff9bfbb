"""Counting without keeping addresses, and never one too many (goal G11)."""

import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import redis
import time_machine
from django.db import connection
from django.test import RequestFactory

from cms.core import limits
from cms.core.limits import client_network, is_over_limit, wait
from cms.core.models import RateCount
from tests.provision import redis_server

pytestmark = pytest.mark.django_db


def request(address="192.0.2.1", forwarded=None):
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)


def over(asked, most=3):
    return is_over_limit(asked, "test", most=most, seconds=60)


def test_the_limit_is_never_passed():
    assert [over(request()) for _n in range(5)] == [False, False, False, True, True]
    assert over(request("192.0.2.2")) is False


def test_the_window_ends():
    with time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False) as clock:
        assert [over(request()) for _n in range(4)][-1] is True
        clock.shift(61)
        assert over(request()) is False


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_what_counts_as_one_visitor(one, other, same):
    networks = {client_network(request(one)), client_network(request(other))}

    assert (len(networks) == 1) is same


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, "203.0.113.5", "192.0.2.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "1.1.1.1, 2.2.2.2, 203.0.113.5", "203.0.113.5"),
        (2, "1.1.1.1, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, None, "192.0.2.1"),
        (1, "not an address", ""),
    ],
)
def test_forged_headers_count_for_nothing(settings, proxies, forwarded, found):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    assert client_network(request(forwarded=forwarded)) == found


def test_a_socket_without_address_has_one_counter():
    assert client_network(request("")) == ""


def test_no_address_is_kept_and_names_change_daily(monkeypatch):
    names = []
    monkeypatch.setattr(
        limits, "_counted", lambda name, seconds: names.append(name) or (1, 60)
    )

    for day in (4, 5):
        with time_machine.travel(datetime(2026, 5, day, 12, tzinfo=UTC), tick=False):
            over(request())

    assert len(set(names)) == 2
    assert [name for name in names if "192" in name] == []


def test_who_waits_is_told_how_long():
    with time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False) as clock:
        assert wait("test", "arta", most=1, seconds=60) == 0
        clock.shift(20)
        assert wait("test", "arta", most=1, seconds=60) == 40
        clock.shift(40)
        assert wait("test", "arta", most=1, seconds=60) == 0


def test_dead_counters_go_as_others_are_counted():
    with time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False) as clock:
        for n in range(12):
            wait("test", f"subject {n}", most=1, seconds=60)
        assert RateCount.objects.count() == 12
        clock.shift(61)
        wait("test", "one", most=1, seconds=60)
        wait("test", "another", most=1, seconds=60)

    assert RateCount.objects.count() == 2


def burst(times: int, most: int) -> int:
    """How many of so many, all at once, are let through."""

    def try_once(_n: int) -> bool:
        try:
            return not is_over_limit(request(), "burst", most=most, seconds=60)
        finally:
            connection.close()

    with ThreadPoolExecutor(30) as pool:
        return sum(pool.map(try_once, range(times)))


@pytest.mark.django_db(transaction=True)
def test_a_burst_never_passes_the_limit():
    assert burst(150, most=10) == 10


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    command = [str(redis_server()), "--port", str(port), "--bind", "127.0.0.1"]
    server = subprocess.Popen([*command, "--save", "", "--dir", str(folder)])
    url = f"redis://127.0.0.1:{port}/0"
    client = redis.Redis.from_url(url)
    for _n in range(100):
        try:
            client.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    yield url
    client.close()
    server.terminate()
    server.wait()


@pytest.mark.django_db(transaction=True)
def test_a_burst_never_passes_the_limit_of_redis(settings, redis_url):
    settings.REDIS_URL = redis_url

    assert burst(150, most=10) == 10
    assert 0 < wait("burst", "192.0.2.1", most=10, seconds=60) <= 60
    assert not RateCount.objects.exists()


def test_while_redis_is_down_the_database_counts(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{free.getsockname()[1]}/0"

    found = [is_over_limit(request(), "test", most=2, seconds=60) for _n in range(4)]

    assert found == [False, False, True, True]
