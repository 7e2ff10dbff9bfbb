"""Who looks after a space."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.accounts.models import User
from community.spaces.models import Space, SpaceRole
from community.spaces.permissions import forget_roles


def give_role(user: User, space: Space, role: str) -> SpaceRole:
    """In place of the one that they had. Raises ValidationError on 'role'."""
    if role not in SpaceRole.Role.values:
        raise ValidationError({"role": _("There is no such role.")})
    found, _made = SpaceRole.objects.update_or_create(
        user=user, space=space, defaults={"role": role}
    )
    forget_roles(user)
    return found


def take_role(user: User, space: Space) -> None:
    """Doing it twice changes nothing."""
    SpaceRole.objects.filter(user=user, space=space).delete()
    forget_roles(user)
