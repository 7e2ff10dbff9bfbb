"""What one reader may read and moderate, known without asking the database again.

All forums are kept in memory under a counter that moves when a forum or a network
changes; what is a member's own (roles, blocks, since when posts are unread) is read once
in a request, in one statement.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps

from cms.core.rows.memo import PerVersion
from cms.core.rows.version import announce, seen
from cms.database.prepared import fetched
from community.networks.permissions import can_keep_networks
from community.networks.querysets import IN_CHARGE, KEEPS, ROLES, roles_told

_COUNTER = "forums"
_kept: PerVersion[dict[int, Any]] = PerVersion(2)
_OWN = f"""
    SELECT {ROLES},
        (SELECT array_agg(blocked_id) FROM accounts_block WHERE by_id = %(user)s),
        (SELECT oldest_unread FROM forums_userreadstate WHERE user_id = %(user)s),
        (SELECT array_agg(forum_id || ':' || level) FROM forums_forumuser
         WHERE user_id = %(user)s),
        {KEEPS}
"""  # noqa: S608


@dataclass(frozen=True)
class Rooms:
    """Numbers of the forums that one reader may read, and of those they moderate.

    `blocked`: members whom the reader does not want to read. `since`: nothing older is
    unread; None where the reader has never said so. `levels`: how closely whole forums
    are followed, where that was chosen.
    """

    readable: tuple[int, ...]
    moderated: frozenset[int]
    blocked: frozenset[int] = field(default=frozenset())
    since: datetime | None = None
    levels: dict[int, int] = field(default_factory=dict)

    def at_least(self, level: int) -> list[int]:
        """Forums that are followed so closely or closer."""
        return sorted(pk for pk, own in self.levels.items() if own >= level)

    @property
    def muted(self) -> list[int]:
        return sorted(pk for pk, own in self.levels.items() if own == 0)


def rooms_of(user: Any) -> Rooms:
    """For a member one statement in a request, for a visitor none."""
    known: Rooms | None = getattr(user, "_forum_rooms", None)
    if known is None:
        known = _rooms(user)
        user._forum_rooms = known
    return known


def blocked_by(user: Any) -> frozenset[int]:
    """Numbers of the members whom this reader does not want to read."""
    return rooms_of(user).blocked


def all_forums() -> dict[int, Any]:
    """Every forum with its network by its number, in their order; for names and rights.

    Kept in memory: their numbers of topics and posts are not those of today.
    """
    return _kept.get(seen(_COUNTER), "all", _read)


def forums_version() -> int:
    """Moves when `all_forums` or who reads them changes."""
    return seen(_COUNTER)


def announce_rooms() -> None:
    """After a forum or a network changed: on commit, in the action that changed it."""
    announce(0, _COUNTER)
    announce(0)


def _rooms(user: Any) -> Rooms:
    forums = all_forums().items()
    if not user.is_authenticated:
        public = (pk for pk, one in forums if one.network.is_public)
        return Rooms(tuple(public), frozenset())
    own = _own(user)
    roles, since = own.roles, own.since
    # The permissions of networks ask for the same.
    user._network_roles = roles
    user._keeps_networks = own.keeps or user.is_superuser
    if can_keep_networks(user):
        every = tuple(pk for pk, _one in forums)
        return Rooms(every, frozenset(every), own.blocked, since, own.levels)
    moderated = (pk for pk, one in forums if roles.get(one.network_id) in IN_CHARGE)
    return Rooms(
        tuple(
            pk for pk, one in forums if one.network.is_public or one.network_id in roles
        ),
        # As `can_moderate` says: nobody whose account is closed.
        frozenset(moderated if user.is_active else ()),
        own.blocked,
        since,
        own.levels,
    )


@dataclass(frozen=True)
class _Own:
    roles: dict[int, str]
    blocked: frozenset[int]
    since: datetime | None
    levels: dict[int, int]
    keeps: bool


def _own(user: Any) -> _Own:
    [(roles, blocked, since, levels, keeps)] = fetched(_OWN, {"user": user.pk})
    numbers = {pk: int(level) for pk, level in roles_told(levels).items()}
    return _Own(
        roles_told(roles), frozenset(blocked or ()), since, numbers, bool(keeps)
    )


def _read() -> dict[int, Any]:
    forums = apps.get_model("forums", "Forum").objects.select_related("network")
    return {one.pk: one for one in sorted(forums, key=_place)}


def _place(forum: Any) -> tuple[int, str, int, str]:
    return (forum.network.position, forum.network.code, forum.position, forum.code)
