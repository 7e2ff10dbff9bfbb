"""Networks, their members, and the pages that tell of them."""

from community.networks.models.networks import (
    LONGEST_REQUEST,
    Invitation,
    JoinRequest,
    Membership,
    Network,
)

__all__ = ["LONGEST_REQUEST", "Invitation", "JoinRequest", "Membership", "Network"]
