"""Who may do what in networks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from community.networks.models import Invitation, JoinRequest, Membership, Network
from community.networks.querysets import IN_CHARGE


def role_in(user: Any, network: Network) -> str:
    """'member', 'moderator' or 'lead'; '' for whoever does not belong to it.

    Read once for all networks and kept with the user object of the request.
    """
    return roles_of(user).get(network.pk, "")


def roles_of(user: Any) -> dict[int, str]:
    """Role by the number of the network, for one reader; {} for a visitor."""
    if not user.is_authenticated:
        return {}
    if not hasattr(user, "_network_roles"):
        rows = Membership.objects.filter(user=user).values_list("network", "role")
        user._network_roles = dict(rows)
    roles: dict[int, str] = user._network_roles
    return roles


def forget_roles(user: Any) -> None:
    """After a membership changed: the next question reads it again."""
    # (The user of a request is a proxy, whose own __dict__ is another.)
    if hasattr(user, "_network_roles"):
        del user._network_roles


def can_read_network(user: Any, network: Network) -> bool:
    """What its forums say: everyone's, or its members' alone."""
    return network.is_public or bool(role_in(user, network)) or can_keep_networks(user)


def can_keep_networks(user: Any) -> bool:
    """Staff who found networks and stand in for moderators in all of them."""
    # (the forums read this with the rest of what is a member's own: one statement)
    known: bool | None = getattr(user, "_keeps_networks", None)
    if known is None:
        known = user.has_perm("networks.change_network")
    return bool(user.is_active and known)


def can_moderate_network(user: Any, network: Network) -> bool:
    """Its moderators and leads, and staff who keep networks."""
    in_charge = user.is_active and role_in(user, network) in IN_CHARGE
    return bool(in_charge) or can_keep_networks(user)


def can_lead_network(user: Any, network: Network) -> bool:
    """Who gives roles in it: its leads, and staff who keep networks."""
    leads = user.is_active and role_in(user, network) == Membership.Role.LEAD
    return bool(leads) or can_keep_networks(user)


def can_take_part(user: Any, network: Network) -> bool:
    """Who may write in it: its members with an active account."""
    return bool(user.is_authenticated and user.is_active and role_in(user, network))


def can_see_members(user: Any, network: Network) -> bool:
    """Members of the site; where only its members read, these alone."""
    return bool(user.is_active and can_read_network(user, network))


@dataclass(frozen=True)
class Standing:
    """How somebody stands to a network."""

    role: str = ""
    request: JoinRequest | None = None
    invitation: Invitation | None = None


def standing_of(user: Any, network: Network) -> Standing:
    """Three statements at most; none for visitors."""
    if not user.is_authenticated:
        return Standing()
    if role := role_in(user, network):
        return Standing(role)
    mine = {"user": user, "network": network}
    return Standing(
        request=JoinRequest.objects.open().filter(**mine).first(),
        invitation=Invitation.objects.filter(**mine).first(),
    )


def standings_of(user: Any, networks: Iterable[Network]) -> dict[int, Standing]:
    """The same for several, by their numbers; three statements whatever their number."""
    if not user.is_authenticated:
        return {one.pk: Standing() for one in networks}
    roles = roles_of(user)
    asked = {
        row.network_id: row for row in JoinRequest.objects.open().filter(user=user)
    }
    invited = {row.network_id: row for row in Invitation.objects.filter(user=user)}
    return {
        one.pk: Standing(roles[one.pk])
        if one.pk in roles
        else Standing("", asked.get(one.pk), invited.get(one.pk))
        for one in networks
    }


def abilities(user: Any, network: Network, standing: Standing) -> list[str]:
    """What this reader may do with a network, by the names of the API."""
    is_outside = bool(user.is_active and not standing.role)
    is_open = network.joining == Network.Joining.OPEN or bool(standing.invitation)
    asks = network.joining == Network.Joining.REQUEST and not is_open
    asked = {
        "join": is_outside and is_open,
        "ask": is_outside and asks and standing.request is None,
        "withdraw": standing.request is not None,
        "leave": bool(standing.role),
        "read": can_read_network(user, network),
        "members": can_see_members(user, network),
        "moderate": can_moderate_network(user, network),
        "lead": can_lead_network(user, network),
    }
    return [name for name, is_allowed in asked.items() if is_allowed]
