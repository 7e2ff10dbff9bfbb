"""Networks through the API: the same rules, the same actions."""

import pytest

from community.networks.actions import ask_to_join, invite_to_network, join_network
from tests.factories import talk
from tests.networks.conftest import listed, role

LIST = "/api/v1/networks/"
ONE = f"{LIST}medicine/"
JSON = "application/json"


def test_visitors_list_networks(network, closed, client):
    answer = client.get(f"{LIST}?limit=1&locale=de").json()

    assert [one["code"] for one in answer["items"]] == ["law"]
    assert answer["items"][0] == {
        "code": "law",
        "name": "Law de",
        "names": {"sq": "Law sq", "en": "Law en", "de": "Law de"},
        "joining": "request",
        "is_public": False,
        "members": 0,
        "role": "",
        "can": [],
    }
    rest = client.get(f"{LIST}?limit=1&cursor={answer['next']}").json()
    assert [(one["code"], one["can"]) for one in rest["items"]] == [
        ("medicine", ["read"])
    ]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=abc", "cursor=x", "locale=fr", "colour=red"]
)
def test_wrong_parameters_are_named(network, client, query):
    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 400
    assert list(response.json()["errors"]) == [query.split("=")[0]]


def test_one_network_with_those_in_charge(network, client, lead):
    assert client.get(ONE).json()["in_charge"] == []

    client.force_login(lead)
    answer = client.get(ONE).json()

    assert [one["person"]["name"] for one in answer["in_charge"]] == ["Lirije Leka"]
    assert answer["role"] == "lead"
    assert answer["can"] == ["leave", "read", "members", "moderate", "lead"]
    assert client.get(f"{LIST}nowhere/").status_code == 404


def test_members_for_members(network, client, arta, lead):
    assert client.get(f"{ONE}members/").status_code == 403

    client.force_login(arta)
    answer = client.get(f"{ONE}members/?q=lirije").json()

    assert (answer["total"], answer["items"][0]["role"]) == (1, "lead")
    assert answer["items"][0]["person"]["name"] == "Lirije Leka"
    assert client.get(f"{ONE}members/?q=nobody").json()["items"] == []


def test_members_of_a_closed_network_are_its_own(closed, client, arta):
    client.force_login(arta)
    assert client.get(f"{LIST}law/members/").status_code == 403


def test_join_and_leave(network, client, arta):
    client.force_login(arta)

    joined = client.post(f"{ONE}join/", "{}", JSON)
    assert (joined.status_code, joined.json()["role"]) == (200, "member")
    assert client.delete(f"{ONE}join/").json()["role"] == ""
    assert role(arta, network) == ""


def test_asking_and_deciding(closed, client, arta, lead):
    client.force_login(arta)
    wrong = client.post(f"{LIST}law/join/", {"text": "x" * 600}, JSON)
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["text"])
    asked = client.post(f"{LIST}law/join/", {"text": "Please"}, JSON).json()
    assert (asked["is_asked"], asked["can"]) == (True, ["withdraw"])
    assert client.get(f"{LIST}law/requests/").status_code == 404

    talk.join(lead, closed, role="lead")
    client.force_login(lead)
    [request] = client.get(f"{LIST}law/requests/").json()
    assert request["text"] == "Please"
    place = f"{LIST}law/requests/{request['id']}/"
    assert client.post(place, {"answer": "?"}, JSON).status_code == 400
    assert client.post(place, {"answer": "accept"}, JSON).json()["state"] == "accepted"
    assert role(arta, closed) == "member"
    assert client.post(f"{LIST}law/requests/9/", {}, JSON).status_code == 404


def test_an_invitation_only_network_says_so(db, client, arta):
    talk.network("diplomacy", joining="invitation")
    client.force_login(arta)

    response = client.post(f"{LIST}diplomacy/join/", "{}", JSON)

    assert (response.status_code, list(response.json()["errors"])) == (400, ["network"])


def test_own_networks(network, closed, client, arta, lead):
    join_network(arta, network)
    ask_to_join(arta, closed, "Please")
    invite_to_network(talk.network("arts"), arta, lead)
    client.force_login(arta)

    answer = client.get("/api/v1/me/networks/").json()

    assert [one["network"] for one in answer["memberships"]] == ["medicine"]
    assert [one["text"] for one in answer["requests"]] == ["Please"]
    assert [one["network"] for one in answer["invitations"]] == ["arts"]
    assert answer["suggested"] == []


def test_lists_need_few_queries(network, client, lead, django_assert_max_num_queries):
    for number in range(4):
        talk.network(f"n{number}")
        join_network(listed(f"Person {number}"), network)
    client.force_login(lead)

    with django_assert_max_num_queries(14):
        client.get(LIST)
    with django_assert_max_num_queries(14):
        client.get(f"{ONE}members/")
