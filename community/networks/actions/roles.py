"""Who does what in a network, and who has to go."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.rows.version import announce
from community.networks.actions.counting import drop_member, locked
from community.networks.actions.joining import refuse_last_lead
from community.networks.models import Membership
from community.networks.permissions import forget_roles


@transaction.atomic
def change_role(membership: Membership, role: str) -> Membership:
    """Raises LastLeadError when nobody would lead any more, ValidationError on 'role'."""
    if role not in Membership.Role.values:
        raise ValidationError({"role": _("There is no such role.")})
    found = _under_lock(membership)
    if role != Membership.Role.LEAD:
        refuse_last_lead(found)
    if found.role != role:
        found.role = role
        found.save(update_fields=["role"])
        forget_roles(found.user)
        # Who is in charge stands on pages that caches keep.
        transaction.on_commit(lambda: announce(0))
    return found


@transaction.atomic
def remove_member(membership: Membership) -> None:
    """They may join again. Raises LastLeadError for the only lead."""
    found = _under_lock(membership)
    refuse_last_lead(found)
    drop_member(found)


def _under_lock(membership: Membership) -> Membership:
    locked(membership.network_id)
    rows = Membership.objects.select_related("network", "user")
    found: Membership = rows.get(pk=membership.pk)
    return found
