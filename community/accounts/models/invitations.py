"""Who is not written to, and what stays of members' invitations: HMACs and counts."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LeftAlone(models.Model):
    """An address that nobody here may write to by itself: an HMAC, and no more."""

    address_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("address to be left alone")
        verbose_name_plural = _("addresses to be left alone")
        default_permissions = ()

    def __str__(self) -> str:
        return self.address_hash[:8]


class InvitedAddress(models.Model):
    """An address that a member had written to, as an HMAC, without saying which member."""

    address_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("invited address")
        verbose_name_plural = _("invited addresses")
        default_permissions = ()

    def __str__(self) -> str:
        return self.address_hash[:8]


class InvitationCount(models.Model):
    """How many a member has invited in a month, and how many came; never whom."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="+", on_delete=models.CASCADE
    )
    month = models.DateField()  # its first day
    sent = models.PositiveSmallIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of invitations")
        verbose_name_plural = _("counts of invitations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "month"], name="one_count_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.month:%Y-%m}: {self.sent}"
