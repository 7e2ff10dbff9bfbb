"""Where one is logged in, and logging out elsewhere (G13)."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone, translation

from community.accounts.actions import note_session
from community.accounts.devices import device_words, is_handheld
from tests.accounts.steps import is_logged_in, log_in
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/en/account/sessions/"
FIREFOX = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
SAMSUNG = (
    "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("user_agent", "words", "handheld"),
    [
        (FIREFOX, "Firefox on Windows", False),
        (IPHONE, "Safari on iPhone", True),
        (EDGE, "Edge on Mac", False),
        (SAMSUNG, "Samsung Internet on Android", True),
        ("curl/8.1", "Unknown device", False),
        ("", "Unknown device", False),
        ("Linux something", "Linux", False),
    ],
)
def test_browsers_in_words(user_agent, words, handheld):
    with translation.override("en"):
        assert (device_words(user_agent), is_handheld(user_agent)) == (words, handheld)


@pytest.fixture
def arta():
    return UserFactory(email="arta@example.org")


@pytest.fixture
def desk(arta) -> Client:
    client = Client(HTTP_USER_AGENT=FIREFOX)
    log_in(client, arta.email)
    return client


@pytest.fixture
def telephone(arta) -> Client:
    client = Client(HTTP_USER_AGENT=IPHONE, REMOTE_ADDR="203.0.113.77")
    log_in(client, arta.email)
    return client


def test_the_list_shows_each_session_and_no_address(desk, telephone):
    body = desk.get(PAGE).content.decode()

    assert re.findall(r"(\w+ on \w+)", body.partition("<main")[2])[:3:2] == [
        "Firefox on Windows",
        "Safari on iPhone",
    ]
    assert "203.0.113" not in body


def test_log_out_elsewhere_takes_effect_at_once(desk, telephone):
    assert is_logged_in(telephone)

    response = desk.post(PAGE)

    assert response["Location"] == PAGE
    assert not is_logged_in(telephone)
    assert is_logged_in(desk)
    assert UserSession.objects.count() == 1


def test_one_session_is_ended_alone(desk, telephone, arta):
    third = Client()
    log_in(third, arta.email)
    listed = UserSession.objects.get(user_agent=IPHONE)

    desk.post(f"{PAGE}{listed.pk}/end/")

    assert [is_logged_in(client) for client in (desk, telephone, third)] == [
        True,
        False,
        True,
    ]


def test_ending_the_own_session_logs_out(desk):
    listed = UserSession.objects.get()

    assert desk.post(f"{PAGE}{listed.pk}/end/")["Location"] == "/en/account/login/"
    assert not is_logged_in(desk)


def test_sessions_of_others_are_out_of_reach(desk):
    other = Client()
    log_in(other, UserFactory(email="besa@example.org").email)
    foreign = UserSession.objects.get(user__email="besa@example.org")

    assert desk.post(f"{PAGE}{foreign.pk}/end/").status_code == 404
    desk.post(PAGE)
    assert is_logged_in(other)


def test_getting_the_address_that_ends_a_session_ends_nothing(desk, telephone):
    listed = UserSession.objects.get(user_agent=IPHONE)

    assert desk.get(f"{PAGE}{listed.pk}/end/").status_code == 405
    assert is_logged_in(telephone)


def test_a_session_that_logged_out_leaves_the_list(desk, telephone):
    telephone.post("/en/account/logout/")

    assert "iPhone" not in desk.get(PAGE).content.decode()


def test_a_new_password_ends_the_others_and_this_one_stays_listed(desk, telephone):
    new = {"oldpassword": PASSWORD, "password1": "a much better password"}
    desk.post("/en/account/password/change/", new)

    assert not is_logged_in(telephone)
    body = desk.get(PAGE).content.decode()
    assert "Firefox on Windows" in body
    assert "iPhone" not in body


@pytest.mark.parametrize(
    ("network", "kept"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::/64", "2001:db8:1:2::"),
        ("", "0.0.0.0"),  # noqa: S104
    ],
)
def test_no_whole_address_is_kept(arta, network, kept):
    note_session(arta, key="k", network=network, user_agent="x" * 900)

    found = UserSession.objects.get()
    assert (found.ip, len(found.user_agent)) == (kept, 200)


def test_a_session_in_use_costs_nothing_until_it_is_noted_again(
    desk, django_assert_num_queries
):
    desk.get("/en/account/challenge/")

    # Session, account and the limit; the list of sessions is left alone for five minutes.
    with django_assert_num_queries(3):
        desk.get("/en/account/challenge/")


def test_sessions_that_ran_out_are_forgotten(desk, arta):
    later = timezone.now() + timedelta(days=16)

    with time_machine.travel(later):
        log_in(Client(HTTP_USER_AGENT=IPHONE), arta.email)

    assert [session.user_agent for session in UserSession.objects.all()] == [IPHONE]
