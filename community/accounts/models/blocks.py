"""Whom a member does not want to have to do with."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.accounts.querysets import BlockQuerySet


class Block(models.Model):
    """`by` is out of reach for `blocked`, who is not told.

    While logged in, the blocked member does not find the other one, cannot say anything
    about them and cannot write to them. What is shown to everyone stays shown to
    everyone: nothing holds off somebody who logs out.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="blocks", on_delete=models.CASCADE
    )
    blocked = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="blocked_by", on_delete=models.CASCADE
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "blocked"], name="one_block_a_pair"),
            models.CheckConstraint(
                condition=~Q(by=F("blocked")), name="nobody_blocks_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id}: {self.blocked_id}"
