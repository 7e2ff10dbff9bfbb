"""Asking somebody to join."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.accounts.models import Block, User
from community.networks.actions.counting import locked
from community.networks.actions.refusals import AlreadyMemberError, CannotInviteError
from community.networks.models import Invitation, Membership, Network
from community.networks.notify import invited

MOST_OPEN = 500  # invitations of a network that nobody has answered


@transaction.atomic
def invite_to_network(network: Network, user: User, by: User) -> Invitation:
    """Inviting twice changes nothing. Raises AlreadyMemberError, CannotInviteError."""
    network = locked(network)
    if not user.is_active or Block.objects.filter(by=user, blocked=by).exists():
        raise CannotInviteError(_("This member cannot be invited."))
    if Membership.objects.filter(network=network, user=user).exists():
        raise AlreadyThereError
    if Invitation.objects.filter(network=network).count() >= MOST_OPEN:
        raise CannotInviteError(
            _("Too many invitations wait for an answer. Withdraw some of them first.")
        )
    invitation, made = Invitation.objects.get_or_create(
        network=network, user=user, defaults={"by": by}
    )
    if made:
        invited(invitation)
    return invitation


class AlreadyThereError(AlreadyMemberError):
    def __str__(self) -> str:
        return _("This person belongs to the network already.")


def decline_invitation(invitation: Invitation) -> None:
    """The member does not want to; nobody is told. They can be invited again."""
    Invitation.objects.filter(pk=invitation.pk).delete()


def withdraw_invitation(invitation: Invitation) -> None:
    """Those in charge take it back."""
    Invitation.objects.filter(pk=invitation.pk).delete()
