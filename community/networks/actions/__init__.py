"""Every write of the networks."""

from community.networks.actions.counting import recount
from community.networks.actions.forgetting import forget_member
from community.networks.actions.founding import network_changed
from community.networks.actions.inviting import (
    decline_invitation,
    invite_to_network,
    withdraw_invitation,
)
from community.networks.actions.joining import (
    ask_to_join,
    decide_request,
    join_network,
    leave_network,
    withdraw_request,
)
from community.networks.actions.refusals import (
    AlreadyMemberError,
    CannotInviteError,
    CannotJoinError,
    LastLeadError,
    RefusedError,
)
from community.networks.actions.roles import change_role, remove_member

__all__ = [
    "AlreadyMemberError",
    "CannotInviteError",
    "CannotJoinError",
    "LastLeadError",
    "RefusedError",
    "ask_to_join",
    "change_role",
    "decide_request",
    "decline_invitation",
    "forget_member",
    "invite_to_network",
    "join_network",
    "leave_network",
    "network_changed",
    "recount",
    "remove_member",
    "withdraw_invitation",
    "withdraw_request",
]
