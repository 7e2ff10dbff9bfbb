"""Who may do what in networks."""

from typing import Any

from community.networks.models import Membership, Network
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
    user.__dict__.pop("_network_roles", None)


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
