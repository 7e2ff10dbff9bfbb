"""Networks, their members, and the pages that tell of them."""

from community.networks.models.networks import (
    LONGEST_REQUEST,
    Invitation,
    JoinRequest,
    Membership,
    Network,
)
from community.networks.models.pages import NetworkIndexPage, NetworkPage

__all__ = [
    "LONGEST_REQUEST",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Network",
    "NetworkIndexPage",
    "NetworkPage",
]
