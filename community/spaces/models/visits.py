"""Days in Kosovo with a place to work, and calendars read from elsewhere."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.spaces.models.spaces import ZONE, Space, validate_zone
from community.spaces.querysets import FeedTokenQuerySet, VisitQuerySet

LONGEST_NOTE = 500  # characters


class Visit(models.Model):
    """A stay of some days whose bookings belong together."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="space_visits",
        on_delete=models.SET_NULL,
    )
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    opens = models.TimeField(_("each day from"))
    closes = models.TimeField(_("each day until"))
    zone = models.CharField(max_length=40, default=ZONE, validators=[validate_zone])
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True)
    idempotency_key = models.CharField(max_length=80, blank=True, editable=False)
    # Of the request that the key came with: the same key with another is refused.
    request_hash = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-first", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="space_visit_ends_after_it_begins",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.UniqueConstraint(
                fields=["member", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="space_visit_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"


class FeedToken(models.Model):
    """The secret in the address of a calendar feed; only its hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="space_feeds",
        on_delete=models.CASCADE,
    )
    # With a space: what happens in it, for those who look after it.
    space = models.ForeignKey(
        Space,
        null=True,
        blank=True,
        related_name="feed_tokens",
        on_delete=models.CASCADE,
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of a calendar feed")
        verbose_name_plural = _("addresses of calendar feeds")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.space_id}"
