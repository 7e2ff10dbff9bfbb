"""What an erased member leaves behind in the networks, and no rule of a table can say."""

from django.db import transaction

from community.accounts.models import User
from community.networks.actions.counting import drop_member, locked
from community.networks.models import Membership


@transaction.atomic
def forget_member(user: User) -> None:
    """End all memberships with their counts. An erasure is never refused: a network
    whose only lead goes is kept by staff until there is another. Doing it twice changes
    nothing."""
    own = Membership.objects.filter(user=user).select_related("network", "user")
    for membership in own.order_by("network"):
        locked(membership.network)
        drop_member(membership)
