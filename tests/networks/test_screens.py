"""The index, the page of a network, and what members do below it."""

import pytest

from community.forums.views.front import activity
from community.networks.actions import ask_to_join, invite_to_network, join_network
from community.networks.models import Invitation, JoinRequest, Membership, Network
from community.profiles.actions import change_profile, show_fields
from community.profiles.audiences import Audience
from tests.factories import talk
from tests.factories.people import UserFactory
from tests.networks.conftest import listed, role

FRONT = "/en/networks/medicine/"


def text_of(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


# The pages -----------------------------------------------------------------------------


def test_visitors_read_what_a_network_is(front, network, client):
    talk.topic(talk.forum(network), talk.join(UserFactory(), network), "Night shifts")

    index = text_of(client, "/en/networks/")
    page = text_of(client, FRONT)

    assert "Medicine" in index
    assert "1 member" in index
    assert "Night shifts" in page
    assert "What we do." in page
    assert "Sign up and join" in page
    assert "csrfmiddlewaretoken" not in page


def test_the_page_is_public_for_visitors_and_not_for_members(front, client, arta):
    assert "public" in client.get(FRONT)["Cache-Control"]

    client.force_login(arta)

    assert "public" not in client.get(FRONT).get("Cache-Control", "")


def test_a_german_reader_gets_the_text_that_there_is(front, client):
    page = text_of(client, "/de/netzwerke/medicine/")

    assert "Medicine" in page
    assert '<h1 lang="en">' in page


def test_each_member_sees_what_they_can_do(front, network, client, arta):
    client.force_login(arta)
    assert "Join this network" in text_of(client, FRONT)

    join_network(arta, network)

    page = text_of(client, FRONT)
    assert "You belong to this network" in page
    assert "Join this network" not in page


def test_a_closed_network_shows_no_talk_to_others(front, network, client, arta, lead):
    Network.objects.update(is_public=False)
    talk.topic(talk.forum(network), lead, "Secret matters")
    client.force_login(lead)
    assert "Secret matters" in text_of(client, FRONT)

    client.force_login(arta)
    page = text_of(client, FRONT)

    assert "Secret matters" not in page
    assert "New in the network" not in page
    assert "posts in the last half year" not in page


def test_visitors_meet_those_in_charge_who_show_their_name(front, client, lead):
    assert "Lirije" not in text_of(client, FRONT)

    show_fields(lead.profile, {"name": 31})

    assert "Lirije Leka" in text_of(client, FRONT)


def test_the_chart_counts_posts_by_week(front, network, client, lead):
    topic = talk.topic(talk.forum(network), lead)
    talk.post(topic, lead)

    bars = activity(network)

    assert [bar.number for bar in bars] == [0] * 25 + [2]
    assert bars[-1].height > bars[0].height
    assert text_of(client, FRONT).count("<rect") == 26


def test_the_page_needs_few_queries(
    front, network, client, lead, mod, django_assert_max_num_queries
):
    forum = talk.forum(network)
    for number in range(4):
        talk.topic(forum, lead, f"Topic number {number}")
    client.get(FRONT)

    with django_assert_max_num_queries(7):
        client.get(FRONT)
    client.force_login(mod)
    client.get(FRONT)
    with django_assert_max_num_queries(12):
        client.get(FRONT)


# Joining -------------------------------------------------------------------------------


def post(client, url, data=None, status=302):
    response = client.post(url, data or {})
    assert response.status_code == status, url
    return response


def test_joining_and_leaving_by_buttons(front, network, client, arta):
    client.force_login(arta)

    joined = post(client, f"{FRONT}join/")
    assert (joined["Location"], role(arta, network)) == (FRONT, "member")

    post(client, f"{FRONT}leave/")
    assert role(arta, network) == ""


def test_a_request_is_written_decided_and_withdrawn(closed, client, arta, lead):
    client.force_login(arta)
    assert "Those who lead" in text_of(client, "/en/networks/law/ask/")

    too_long = post(client, "/en/networks/law/ask/", {"text": "x" * 600}, 422)
    assert "x" * 600 in too_long.content.decode()
    post(client, "/en/networks/law/ask/", {"text": "I am a judge"})
    assert JoinRequest.objects.get().text == "I am a judge"
    assert "Waiting for an answer" in text_of(client, "/en/networks/mine/")
    post(client, "/en/networks/law/ask/withdraw/")
    assert not JoinRequest.objects.exists()

    request = ask_to_join(arta, closed, "Again")
    talk.join(lead, closed, role="lead")
    client.force_login(lead)
    assert "Again" in text_of(client, "/en/networks/law/requests/")
    post(client, f"/en/networks/law/requests/{request.pk}/", {"answer": "maybe"})
    assert role(arta, closed) == ""
    post(client, f"/en/networks/law/requests/{request.pk}/", {"answer": "accept"})
    assert role(arta, closed) == "member"


def test_requests_are_for_those_in_charge(closed, client, arta):
    talk.join(arta, closed)
    client.force_login(arta)

    text_of(client, "/en/networks/law/requests/", 404)
    text_of(client, "/en/networks/law/invitations/", 404)
    text_of(client, "/en/networks/nothing/members/", 404)


def test_inviting_from_the_page_of_a_person(network, client, arta, lead):
    person = f"/en/people/{arta.profile.slug}/"
    invite = f"/en/networks/invite/{arta.profile.slug}/"
    outsider = listed("Jeton")
    client.force_login(outsider)
    assert "Invite to a network" not in text_of(client, person)
    text_of(client, invite, 403)

    client.force_login(lead)
    assert invite in text_of(client, person)
    assert "Medicine" in text_of(client, invite)
    post(client, invite, {"network": "no-such"}, 422)
    post(client, invite, {"network": "medicine"})
    assert Invitation.objects.get().user == arta
    assert "Arta Gashi" in text_of(client, "/en/networks/medicine/invitations/?q=jet")

    client.force_login(arta)
    assert "You are invited" in text_of(client, "/en/networks/mine/")
    post(client, "/en/networks/medicine/decline/")
    assert not Invitation.objects.exists()


def test_an_invitation_can_be_withdrawn(network, client, arta, lead):
    made = invite_to_network(network, arta, lead)
    client.force_login(lead)

    post(client, f"/en/networks/medicine/invitations/{made.pk}/withdraw/")

    assert not Invitation.objects.exists()


# Members -------------------------------------------------------------------------------

MEMBERS = "/en/networks/medicine/members/"


def test_fellow_members_see_what_is_for_their_networks(network, client, arta, lead):
    """And nobody else does, neither in the list nor on the page (G28)."""
    change_profile(arta.profile, {"headline": "Dean of hearts"})
    show_fields(arta.profile, {"headline": int(Audience.NETWORKS)})
    join_network(arta, network)
    outsider = listed("Jeton Outsider")
    person = f"/en/people/{arta.profile.slug}/"

    client.force_login(lead)
    assert "Dean of hearts" in text_of(client, MEMBERS)
    assert "Dean of hearts" in text_of(client, person)
    api = f"/api/v1/people/{arta.profile.slug}/"
    assert client.get(api).json()["headline"] == "Dean of hearts"

    client.force_login(outsider)
    seen = text_of(client, MEMBERS)
    assert "Arta Gashi" in seen
    assert "Dean of hearts" not in seen
    assert "Dean of hearts" not in text_of(client, person)
    assert client.get(api).json()["headline"] == ""


def test_search_finds_nobody_by_a_field_for_networks_alone(network, client, arta):
    show_fields(arta.profile, {"headline": int(Audience.NETWORKS)})
    join_network(arta, network)
    outsider = talk.join(listed("Jeton Fellow"), talk.network("law"))
    client.force_login(outsider)
    assert "Arta" in text_of(client, MEMBERS + "?q=gashi")

    assert "Arta" not in text_of(client, MEMBERS + "?q=cardiologist+lecturer")


def test_the_list_holds_members_alone_and_those_of_the_directory(
    network, client, arta, lead
):
    talk.join(UserFactory(display_name="Hidden Person"), network)
    client.force_login(arta)

    seen = text_of(client, MEMBERS)

    assert "Lirije Leka" in seen
    assert "Hidden Person" not in seen
    assert "people-grid" in seen
    client.force_login(lead)
    assert "Hidden Person" in text_of(client, MEMBERS)


def test_members_are_for_members(network, closed, client, arta):
    assert client.get(MEMBERS).status_code == 302

    client.force_login(arta)
    text_of(client, "/en/networks/law/members/", 404)


def test_a_foreign_cursor_is_nothing(network, client, arta):
    client.force_login(arta)

    text_of(client, MEMBERS + "?cursor=abc", 404)
    text_of(client, MEMBERS + "?q=%00&cursor=", 400)


def test_leads_change_roles_and_moderators_do_not(network, client, lead, mod):
    own = Membership.objects.get(user=mod)
    client.force_login(mod)
    post(client, f"{MEMBERS}{own.pk}/role/", {"role": "lead"}, 403)

    client.force_login(lead)
    post(client, f"{MEMBERS}{own.pk}/role/", {"role": "queen"})
    assert role(mod, network) == "moderator"
    post(client, f"{MEMBERS}{own.pk}/role/", {"role": "lead"})
    assert role(mod, network) == "lead"
    post(client, f"{MEMBERS}{own.pk}/remove/")
    assert role(mod, network) == ""


def test_the_last_lead_is_told_why_they_stay(network, client, lead, mod):
    client.force_login(lead)
    response = client.post(f"{FRONT}leave/", follow=True)

    assert "needs somebody who leads it" in response.content.decode()


def test_the_list_needs_as_many_queries_for_one_as_for_many(
    network, client, lead, django_assert_max_num_queries
):
    for number in range(5):
        join_network(listed(f"Person {number}"), network)
    client.force_login(lead)
    client.get(MEMBERS)

    with django_assert_max_num_queries(14):
        client.get(MEMBERS)


def test_networks_are_suggested_by_occupation(network, client, arta):
    from tests.profiles.own import make_occupation  # noqa: PLC0415

    doctor = make_occupation("2212", en="Specialist doctors")
    arta.profile.occupation = doctor
    arta.profile.save()
    network.occupations.add(doctor.parent)
    client.force_login(arta)
    assert "Networks for you" in text_of(client, "/en/networks/mine/")

    join_network(arta, network)

    assert "Networks for you" not in text_of(client, "/en/networks/mine/")


@pytest.mark.parametrize("part", ["join", "ask", "leave", "decline", "ask/withdraw"])
def test_an_unknown_network_is_nothing(client, arta, part):
    client.force_login(arta)

    post(client, f"/en/networks/nowhere/{part}/", {}, 404)
