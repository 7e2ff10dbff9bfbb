"""Blocking a member, and letting them near again."""

from django.db import transaction
from django.utils.translation import gettext as _

from community.accounts.models import Block, User

MOST = 1_000


class CannotBlockError(Exception):
    """No block; the message says why, in words to show."""


@transaction.atomic
def block(by: User, blocked: User) -> Block:
    """Keep this member away; a second time changes nothing.

    Raises CannotBlockError for oneself, and beyond a thousand.
    """
    if by.pk == blocked.pk:
        raise CannotBlockError(_("You cannot block yourself."))
    User.objects.select_for_update().only("pk").get(pk=by.pk)
    known = Block.objects.filter(by=by, blocked=blocked).first()
    if known is not None:
        return known
    if Block.objects.filter(by=by).count() >= MOST:
        raise CannotBlockError(_("You have blocked as many people as is possible."))
    return Block.objects.create(by=by, blocked=blocked)


@transaction.atomic
def unblock(by: User, pk: int) -> bool:
    """Take back one of one's own blocks; False when there is none of this number."""
    gone, _by_model = Block.objects.filter(by=by, pk=pk).delete()
    return bool(gone)


def forget_blocks(user: User) -> None:
    """Of somebody who is erased: by them and of them."""
    Block.objects.filter(by=user).delete()
    Block.objects.filter(blocked=user).delete()
