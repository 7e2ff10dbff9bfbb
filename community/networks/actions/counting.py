"""The number of members that stands with a network, and counting it anew."""

from typing import Final

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from cms.core.rows.version import announce
from community.accounts.models import User
from community.networks.models import Membership, Network
from community.networks.permissions import forget_roles

_RECOUNT: Final = """
    WITH found AS (
        SELECT n.id, count(m.id) AS members FROM networks_network AS n
        LEFT JOIN networks_membership AS m ON m.network_id = n.id GROUP BY n.id
    )
    UPDATE networks_network AS n SET member_count = found.members
    FROM found WHERE found.id = n.id AND n.member_count <> found.members RETURNING n.id
"""


def locked(network: Network | int) -> Network:
    """The network, so that nobody else changes its memberships before this is done.

    The first step of every action that changes them: so none waits for another in a ring.
    """
    number = network.pk if isinstance(network, Network) else network
    found: Network = Network.objects.select_for_update(no_key=True).get(pk=number)
    return found


def add_member(network: Network, user: User, role: str = "member") -> Membership:
    """Within a transaction that holds the network. Being in it already changes nothing."""
    found, made = Membership.objects.get_or_create(
        network=network, user=user, defaults={"role": role}
    )
    if made:
        _count(network, 1)
    forget_roles(user)
    return found


def drop_member(membership: Membership) -> None:
    """Within a transaction that holds the network."""
    gone, _by_model = Membership.objects.filter(pk=membership.pk).delete()
    if gone:
        _count(membership.network, -1)
    forget_roles(membership.user)


def _count(network: Network, more: int) -> None:
    Network.objects.filter(pk=network.pk).update(
        member_count=Greatest(F("member_count") + more, 0)
    )
    # The number stands on pages that caches keep.
    transaction.on_commit(lambda: announce(0))


def recount() -> int:
    """Count all members anew; how many networks had a wrong number.

    Zero unless an action forgot to count (a test storms them).
    """
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT)
        return len(cursor.fetchall())
