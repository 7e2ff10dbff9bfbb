"""Which forums a reader may read and moderate, known without asking the database again.

All forums are kept in memory under a counter that moves when a forum or a network
changes; a member's roles are read once in a request.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from cms.core.rows.memo import PerVersion
from cms.core.rows.version import announce, seen
from community.networks.permissions import can_keep_networks, roles_of
from community.networks.querysets import IN_CHARGE

_COUNTER = "forums"
_kept: PerVersion[list[tuple[int, int, bool]]] = PerVersion(2)


@dataclass(frozen=True)
class Rooms:
    """Numbers of the forums that one reader may read, and of those they moderate."""

    readable: tuple[int, ...]
    moderated: frozenset[int]


def rooms_of(user: Any) -> Rooms:
    """For a member one statement in a request, for a visitor none."""
    known: Rooms | None = getattr(user, "_forum_rooms", None)
    if known is None:
        known = _rooms(user)
        user._forum_rooms = known
    return known


def announce_rooms() -> None:
    """After a forum or a network changed: on commit, in the action that changed it."""
    announce(0, _COUNTER)
    announce(0)


def blocked_by(user: Any) -> frozenset[int]:
    """Numbers of the members whom this reader does not want to read; one statement in a
    request, none for visitors."""
    if not user.is_authenticated:
        return frozenset()
    known: frozenset[int] | None = getattr(user, "_blocked_members", None)
    if known is None:
        blocks = apps.get_model("accounts", "Block").objects.filter(by=user)
        known = frozenset(blocks.values_list("blocked", flat=True))
        user._blocked_members = known
    return known


def _rooms(user: Any) -> Rooms:
    forums = _kept.get(seen(_COUNTER), "all", _read)
    if user.is_authenticated and can_keep_networks(user):
        every = tuple(forum for forum, _network, _public in forums)
        return Rooms(every, frozenset(every))
    roles = roles_of(user)
    return Rooms(
        tuple(forum for forum, net, public in forums if public or net in roles),
        frozenset(f for f, net, _public in forums if roles.get(net) in IN_CHARGE),
    )


def _read() -> list[tuple[int, int, bool]]:
    rows = apps.get_model("forums", "Forum").objects.order_by("pk")
    return list(rows.values_list("pk", "network", "network__is_public"))
