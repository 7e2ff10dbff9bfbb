"""What of the networks an erasure takes along."""

from community.accounts.actions.erasing import steps
from community.networks.actions import ask_to_join, invite_to_network, recount
from community.networks.models import Invitation, JoinRequest, Network
from tests.factories import talk
from tests.networks.conftest import role


def test_an_erased_member_is_in_no_network_and_the_numbers_are_true(
    network, closed, arta, lead
):
    talk.join(arta, network)
    ask_to_join(arta, closed, "I am a judge in Peja.")
    invite_to_network(talk.network("arts"), arta, lead)
    assert Network.objects.get(pk=network.pk).member_count == 2

    for step in steps():
        step(arta)

    assert role(arta, network) == ""
    assert Network.objects.get(pk=network.pk).member_count == 1
    assert not JoinRequest.objects.exists()
    assert not Invitation.objects.exists()
    assert recount() == 0
