"""What happened in a network, and to whom it matters. Always on commit.

As in `community.forums.notify`: each function hands a `NetworkHappening` to those who have
said that they listen (`settings.HAPPENINGS`); bell and mails are theirs.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from community.accounts.models import Block, User
from community.networks.models import Invitation, JoinRequest, Membership


@dataclass(frozen=True)
class NetworkHappening:
    """`kind`: 'asked-to-join', 'accepted', 'declined', 'invited'. `to`: numbers of
    members, never the actor, nobody who blocked the actor."""

    kind: str
    actor: int | None
    network: int
    to: frozenset[int]


def asked(request: JoinRequest) -> None:
    """Somebody wants to join: those in charge."""
    transaction.on_commit(
        lambda: _tell("asked-to-join", request.user, request.network_id, None)
    )


def accepted(request: JoinRequest, by: User) -> None:
    _decided("accepted", request, by)


def declined(request: JoinRequest, by: User) -> None:
    _decided("declined", request, by)


def invited(invitation: Invitation) -> None:
    by, network, to = invitation.by, invitation.network_id, {invitation.user_id}
    transaction.on_commit(lambda: _tell("invited", by, network, to))


def _decided(kind: str, request: JoinRequest, by: User) -> None:
    to = {request.user_id}
    transaction.on_commit(lambda: _tell(kind, by, request.network_id, to))


def _tell(kind: str, by: User | None, network: int, members: set[int] | None) -> None:
    if not _listeners():
        return
    actor = by.pk if by else None
    wanted = {one for one in members or _in_charge(network) if one != actor}
    if actor:
        blocks = Block.objects.filter(blocked=actor, by__in=wanted)
        wanted -= set(blocks.values_list("by", flat=True))
    if not wanted:
        return
    happening = NetworkHappening(kind, actor, network, frozenset(wanted))
    for listen in _listeners():
        listen(happening)


def _in_charge(network: int) -> set[int]:
    rows = Membership.objects.filter(network=network).in_charge()
    return set(rows.values_list("user", flat=True))


@cache
def _listeners() -> tuple[Any, ...]:
    return tuple(import_string(path) for path in settings.HAPPENINGS)
