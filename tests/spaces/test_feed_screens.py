"""A member's own addresses of calendars, on their screen and in the API."""

import html
import re

import pytest

from community.spaces.actions import issue_feed_token
from community.spaces.actions.feeds import MOST_FEEDS
from community.spaces.models import FeedToken, Space
from tests.factories.people import UserFactory

SCREEN = "/en/account/calendars/"
API = "/api/v1/me/space-feeds/"


@pytest.fixture
def page(client, arta):
    client.force_login(arta)
    return client


def address_in(response) -> str:
    (found,) = re.findall(
        r'<code id="made-address">(.*?)</code>', response.content.decode()
    )
    return html.unescape(found)


def path_of(address: str) -> str:
    assert address.startswith("http://127.0.0.1:8000/")
    return address.removeprefix("http://127.0.0.1:8000")


def test_an_address_is_shown_once_and_works(page, arta):
    assert "You have no address yet." in page.get(SCREEN).content.decode()

    made = page.post(SCREEN)
    path = path_of(address_in(made))

    assert path.startswith("/en/spaces/mine/")
    assert page.get(path)["Content-Type"].startswith("text/calendar")
    assert f"webcal://127.0.0.1:8000{path}" in made.content.decode()
    again = page.get(SCREEN).content.decode()
    assert path.split("/")[-1] not in again
    assert "Never read yet." not in again
    assert "My own bookings" in again
    assert "no-store" in made["Cache-Control"]


def test_a_revoked_address_is_gone_from_the_list(page, arta):
    path = path_of(address_in(page.post(SCREEN)))
    token = FeedToken.objects.get()

    answer = page.post(f"{SCREEN}{token.pk}/revoke/", follow=True)

    assert "This address does not work any more." in answer.content.decode()
    assert "You have no address yet." in answer.content.decode()
    assert page.get(path).status_code == 404
    assert page.post(f"{SCREEN}{token.pk}/revoke/").status_code == 404


def test_nobody_revokes_anothers(page, manager):
    token, _secret = issue_feed_token(manager)

    assert page.post(f"{SCREEN}{token.pk}/revoke/").status_code == 404

    assert FeedToken.objects.valid().count() == 1


def test_managers_make_one_for_their_space(client, manager, space):
    client.force_login(manager)
    shown = client.get(SCREEN).content.decode()
    assert "All bookings in Prishtina en" in shown

    made = client.post(SCREEN, {"space": space.pk})

    assert client.get(path_of(address_in(made))).status_code == 200
    assert FeedToken.objects.get().space == space


def test_others_are_offered_no_space(page, arta, space):
    assert "All bookings in" not in page.get(SCREEN).content.decode()

    page.post(SCREEN, {"space": space.pk})

    assert FeedToken.objects.get().space is None


def test_a_manager_cannot_choose_another_space(client, manager, space):
    other = Space.objects.create(
        slug="peja", name_sq="P", name_en="P", name_de="P", address="1", city="Peja"
    )
    client.force_login(manager)

    answer = client.post(SCREEN, {"space": other.pk})

    assert 'id="made-address"' not in answer.content.decode()
    assert not FeedToken.objects.exists()


def test_addresses_are_counted(page, arta):
    for _ in range(MOST_FEEDS):
        issue_feed_token(arta)

    answer = page.post(SCREEN, follow=True)

    assert "You have very many addresses." in answer.content.decode()
    assert FeedToken.objects.count() == MOST_FEEDS
    assert page.post(API, {}, "application/json").status_code == 409


def test_the_screen_names_public_feeds_of_shown_spaces(page, space):
    address = "/en/spaces/prishtina/calendar.ics"
    assert address in page.get(SCREEN).content.decode()

    Space.objects.update(is_open=False)

    assert address not in page.get(SCREEN).content.decode()


def test_the_screen_takes_few_statements(
    page, arta, space, django_assert_max_num_queries
):
    for _ in range(5):
        issue_feed_token(arta)
    page.get(SCREEN)

    with django_assert_max_num_queries(16):
        page.get(SCREEN)


def test_the_api_makes_lists_and_revokes(page, arta):
    made = page.post(API, {"locale": "de"}, "application/json")
    assert made.status_code == 201
    told = made.json()
    path = path_of(told.pop("address"))
    assert path.startswith("/de/spaces/mine/")
    assert page.get(path).status_code == 200

    (listed,) = page.get(API).json()
    assert {**listed, "last_used_on": None} == told
    assert listed["last_used_on"]
    assert listed["space"] is None

    assert page.delete(f"{API}{told['id']}/").status_code == 204
    assert page.get(API).json() == []
    assert page.get(path).status_code == 404
    assert page.delete(f"{API}{told['id']}/").status_code == 404


def test_the_api_knows_who_manages_what(client, arta, manager, space):
    body = {"space": "prishtina"}
    client.force_login(arta)
    assert client.post(API, body, "application/json").status_code == 403
    Space.objects.update(is_open=False)
    assert client.post(API, body, "application/json").status_code == 404

    client.force_login(manager)
    made = client.post(API, body, "application/json")

    assert (made.status_code, made.json()["space"]) == (201, "prishtina")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"locale": "fr"}, "locale"),
        ({"space": "not a slug"}, "space"),
        ({"space": "x" * 41}, "space"),
        ({"space": 7.5}, "space"),
    ],
)
def test_wrong_input_is_named(page, body, name):
    answer = page.post(API, body, "application/json")

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [name]


def test_visitors_have_no_calendars(client, db):
    assert client.get(API).status_code == 403
    assert client.get(SCREEN).status_code == 302
    assert client.post(SCREEN).status_code == 302


def test_another_members_number_is_not_found(page, db):
    token, _secret = issue_feed_token(UserFactory())

    assert page.delete(f"{API}{token.pk}/").status_code == 404
    assert FeedToken.objects.valid().count() == 1
