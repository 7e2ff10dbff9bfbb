"""Counting without keeping addresses."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from cms.core import limits
from cms.core.limits import client_network, is_over_limit


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
        limits, "_counted", lambda name, seconds: names.append(name) or 1
    )

    for day in (4, 5):
        with time_machine.travel(datetime(2026, 5, day, 12, tzinfo=UTC), tick=False):
            over(request())

    assert len(set(names)) == 2
    assert [name for name in names if "192" in name] == []


def test_a_broken_cache_holds_nobody_back(monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", broken)

    assert over(request(), most=0) is False
