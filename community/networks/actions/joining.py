"""Becoming a member of a network, and leaving it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.accounts.models import User
from community.networks.actions.counting import add_member, drop_member, locked
from community.networks.actions.refusals import (
    AlreadyMemberError,
    CannotJoinError,
    LastLeadError,
)
from community.networks.models import (
    LONGEST_REQUEST,
    Invitation,
    JoinRequest,
    Membership,
    Network,
)
from community.networks.notify import accepted, asked, declined
from community.networks.permissions import forget_roles
from community.profiles.labels import tidy_lines

_State = JoinRequest.State


@transaction.atomic
def join_network(user: User, network: Network) -> Membership:
    """Join at once: an open network, or one that one was invited to.

    Joining twice changes nothing. Raises CannotJoinError where one must ask or wait for
    an invitation.
    """
    network = locked(network)
    is_member = Membership.objects.filter(network=network, user=user).exists()
    invitations = Invitation.objects.filter(network=network, user=user)
    is_open = network.joining == Network.Joining.OPEN
    if not (is_member or is_open or invitations.exists()):
        raise CannotJoinError(_reason(network))
    invitations.delete()
    _close_requests(network, user)
    return add_member(network, user)


def _reason(network: Network) -> str:
    if network.joining == Network.Joining.REQUEST:
        return _(
            "To this network one is admitted on request. Say why you would like to."
        )
    return _("To this network one is invited by those who lead it.")


def _close_requests(network: Network, user: User) -> None:
    # What was asked for has come about by another way.
    open_ones = JoinRequest.objects.open().filter(network=network, user=user)
    open_ones.update(state=_State.ACCEPTED, decided_at=timezone.now())


@transaction.atomic
def ask_to_join(user: User, network: Network, text: str) -> JoinRequest:
    """Ask those in charge; asking again replaces the text of the open request.

    Raises AlreadyMemberError, CannotJoinError where one cannot ask, ValidationError on
    'text'.
    """
    network = locked(network)
    if Membership.objects.filter(network=network, user=user).exists():
        raise AlreadyMemberError
    if network.joining != Network.Joining.REQUEST:
        raise CannotJoinError(_wrong_way(network))
    said = _checked(text)
    request, made = JoinRequest.objects.open().update_or_create(
        network=network,
        user=user,
        defaults={"text": said},
        create_defaults={"text": said, "state": _State.OPEN},
    )
    if made:
        asked(request)
    return request


def _wrong_way(network: Network) -> str:
    if network.joining == Network.Joining.OPEN:
        return _("This network is open: join it without asking.")
    return _reason(network)


def _checked(text: str) -> str:
    said = tidy_lines(text)
    if len(said) > LONGEST_REQUEST:
        message = _("At most %(most)s characters; this text has %(number)s.")
        values = {"most": LONGEST_REQUEST, "number": len(said)}
        raise ValidationError({"text": message % values})
    return said


def withdraw_request(request: JoinRequest) -> None:
    """Take one's open request back; a decided one stays as it is."""
    JoinRequest.objects.open().filter(pk=request.pk).delete()


@transaction.atomic
def decide_request(request: JoinRequest, by: User, *, accept: bool) -> JoinRequest:
    """Accept or decline an open request; what is decided already stays decided."""
    network = locked(request.network_id)
    found: JoinRequest = JoinRequest.objects.select_related("user").get(pk=request.pk)
    if found.state != _State.OPEN:
        return found
    found.state = _State.ACCEPTED if accept else _State.DECLINED
    found.decided_by, found.decided_at = by, timezone.now()
    found.save(update_fields=["state", "decided_by", "decided_at"])
    if accept:
        add_member(network, found.user)
        accepted(found, by)
    else:
        declined(found, by)
    return found


@transaction.atomic
def leave_network(user: User, network: Network) -> None:
    """Whoever is no member stays none. Raises LastLeadError for the only lead of a
    network that has other members."""
    network = locked(network)
    own = Membership.objects.filter(network=network, user=user)
    membership = own.select_related("network", "user").first()
    if membership is None:
        return
    refuse_last_lead(membership)
    drop_member(membership)
    forget_roles(user)


def refuse_last_lead(membership: Membership) -> None:
    """Raises LastLeadError if the network would be left to itself."""
    others = Membership.objects.filter(network=membership.network_id).exclude(
        pk=membership.pk
    )
    is_lead = membership.role == Membership.Role.LEAD
    if is_lead and others.exists() and not others.leads().exists():
        raise LastLeadError
