"""Joining, asking, inviting, roles, and the numbers that must be true after all of it."""

import random

import pytest
from django.core.exceptions import ValidationError

from community.accounts.actions import block
from community.networks.actions import (
    AlreadyMemberError,
    CannotInviteError,
    CannotJoinError,
    LastLeadError,
    RefusedError,
    ask_to_join,
    change_role,
    decide_request,
    decline_invitation,
    forget_member,
    invite_to_network,
    join_network,
    leave_network,
    recount,
    remove_member,
    withdraw_request,
)
from community.networks.models import Invitation, JoinRequest, Membership, Network
from community.networks.notify import NetworkHappening, _listeners
from tests.factories import talk
from tests.factories.people import UserFactory
from tests.networks.conftest import role

HEARD: list[NetworkHappening] = []


def hear(happening):
    HEARD.append(happening)


@pytest.fixture
def heard(settings, django_capture_on_commit_callbacks):
    """What is told while a function runs: (kind, to)."""
    settings.HAPPENINGS = ("tests.networks.test_actions.hear",)
    _listeners.cache_clear()

    def run(step):
        HEARD.clear()
        with django_capture_on_commit_callbacks(execute=True):
            step()
        return [(one.kind, set(one.to)) for one in HEARD]

    yield run
    _listeners.cache_clear()


def members(network):
    return Network.objects.get(pk=network.pk).member_count


def membership(user, network):
    return Membership.objects.get(user=user, network=network)


def test_an_open_network_is_joined_at_once_and_once(network, arta):
    join_network(arta, network)
    join_network(arta, network)

    assert (role(arta, network), members(network)) == ("member", 1)


def test_a_network_on_request_is_not_joined_but_asked(closed, arta):
    with pytest.raises(CannotJoinError):
        join_network(arta, closed)

    request = ask_to_join(arta, closed, "I am a judge.")
    ask_to_join(arta, closed, "I am a judge in Peja.")

    assert JoinRequest.objects.get(pk=request.pk).text == "I am a judge in Peja."
    assert (role(arta, closed), JoinRequest.objects.count()) == ("", 1)


def test_an_open_network_is_not_asked(network, arta):
    with pytest.raises(CannotJoinError):
        ask_to_join(arta, network, "Please")


def test_whoever_is_in_it_does_not_ask(closed, arta):
    talk.join(arta, closed)

    with pytest.raises(AlreadyMemberError):
        ask_to_join(arta, closed, "Please")


def test_a_request_has_an_end(closed, arta):
    with pytest.raises(ValidationError) as wrong:
        ask_to_join(arta, closed, "x" * 501)

    assert list(wrong.value.message_dict) == ["text"]


def test_accepting_makes_a_member_and_is_told(closed, arta, heard):
    lead = talk.join(UserFactory(), closed, role="lead")
    made = []
    asked = heard(lambda: made.append(ask_to_join(arta, closed, "Please")))

    told = heard(lambda: decide_request(made[0], lead, accept=True))

    assert asked == [("asked-to-join", {lead.pk})]
    assert told == [("accepted", {arta.pk})]
    assert (role(arta, closed), members(closed)) == ("member", 2)


def test_declining_is_told_and_final(closed, arta, heard):
    lead = talk.join(UserFactory(), closed, role="lead")
    request = ask_to_join(arta, closed, "Please")

    told = heard(lambda: decide_request(request, lead, accept=False))
    decide_request(request, lead, accept=True)

    assert told == [("declined", {arta.pk})]
    assert role(arta, closed) == ""


def test_a_withdrawn_request_is_gone_a_decided_one_is_not(closed, arta):
    request = ask_to_join(arta, closed, "")
    withdraw_request(request)
    assert not JoinRequest.objects.exists()

    request = ask_to_join(arta, closed, "")
    decide_request(request, UserFactory(), accept=False)
    withdraw_request(request)
    assert JoinRequest.objects.get().state == "declined"


def test_an_invitation_opens_the_door(db, arta, heard):
    network = talk.network("diplomacy", joining="invitation")
    lead = talk.join(UserFactory(), network, role="lead")
    with pytest.raises(CannotJoinError):
        join_network(arta, network)

    told = heard(lambda: invite_to_network(network, arta, lead))
    invite_to_network(network, arta, lead)
    join_network(arta, network)

    assert told == [("invited", {arta.pk})]
    assert (role(arta, network), Invitation.objects.count()) == ("member", 0)


def test_an_invitation_settles_an_open_request(closed, arta, lead):
    request = ask_to_join(arta, closed, "Please")
    invite_to_network(closed, arta, lead)

    join_network(arta, closed)

    request.refresh_from_db()
    assert (request.state, role(arta, closed)) == ("accepted", "member")


def test_a_declined_invitation_is_gone(network, arta, lead):
    invitation = invite_to_network(network, arta, lead)

    decline_invitation(invitation)

    assert not Invitation.objects.exists()


def test_who_blocked_somebody_is_not_invited_by_them(network, arta, lead):
    block(arta, lead)

    with pytest.raises(CannotInviteError):
        invite_to_network(network, arta, lead)


def test_who_is_in_it_is_not_invited(network, lead, mod):
    with pytest.raises(AlreadyMemberError):
        invite_to_network(network, mod, lead)


def test_the_last_lead_stays_until_there_is_another(network, lead, mod):
    with pytest.raises(LastLeadError):
        leave_network(lead, network)
    with pytest.raises(LastLeadError):
        change_role(membership(lead, network), "member")
    with pytest.raises(LastLeadError):
        remove_member(membership(lead, network))

    change_role(membership(mod, network), "lead")
    leave_network(lead, network)

    assert (role(lead, network), role(mod, network)) == ("", "lead")


def test_a_lead_alone_may_go(network, lead):
    leave_network(lead, network)

    assert members(network) == 0


def test_an_unknown_role_is_refused(network, lead, mod):
    with pytest.raises(ValidationError) as wrong:
        change_role(membership(mod, network), "queen")

    assert list(wrong.value.message_dict) == ["role"]


def test_erasure_takes_the_memberships_and_their_number(network, closed, lead):
    talk.join(lead, closed)
    assert (members(network), members(closed)) == (1, 1)

    forget_member(lead)
    forget_member(lead)

    assert (members(network), members(closed)) == (0, 0)
    assert recount() == 0


def storm_step(chance, user, network, boss):
    """One of the things that change memberships, by chance."""
    own = Membership.objects.filter(network=network, user=user).first()
    asked = JoinRequest.objects.open().filter(network=network).first()
    new_role = chance.choice(Membership.Role.values)
    accept = chance.random() < 0.7
    steps = [
        lambda: join_network(user, network),
        lambda: ask_to_join(user, network, ""),
        lambda: asked and decide_request(asked, boss, accept=accept),
        lambda: invite_to_network(network, user, boss),
        lambda: leave_network(user, network),
        lambda: own and change_role(own, new_role),
        lambda: own and remove_member(own),
    ]
    chance.choices(steps, (3, 1, 1, 1, 1, 1, 1))[0]()


@pytest.mark.parametrize("seed", range(4))
def test_after_a_storm_no_number_has_drifted(db, seed):
    chance = random.Random(seed)  # noqa: S311
    networks = [
        talk.network(f"n{number}", joining=joining)
        for number, joining in enumerate(("open", "request", "invitation"))
    ]
    users = [UserFactory() for _one in range(6)]
    refused = 0

    for _one in range(150):
        try:
            storm_step(chance, chance.choice(users), chance.choice(networks), users[0])
        except RefusedError:
            refused += 1

    assert 0 < refused < 110
    assert Membership.objects.exists()
    assert recount() == 0


def test_a_wrong_number_is_mended(network, lead):
    Network.objects.filter(pk=network.pk).update(member_count=7)

    assert recount() == 1
    assert members(network) == 1
