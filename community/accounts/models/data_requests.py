"""What people ask of their data: a copy of it, and its erasure."""

import secrets
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.accounts.querysets import DataRequestQuerySet

# A member reads and thinks it over; GDPR Article 12(3) leaves a month.
COOLING_OFF = timedelta(days=7)
KEPT_FOR = timedelta(days=3)


def export_name(request: "DataRequest", filename: str) -> str:
    return f"exports/{secrets.token_hex(16)}.zip"


class DataRequest(models.Model):
    """A copy that is being made, or an erasure that waits and then happens.

    An export goes waiting, running, ready, and then done (fetched) or expired. An
    erasure waits until `due_at`, runs, and is done; until it runs it can be cancelled.
    """

    class Kind(models.TextChoices):
        EXPORT = "export", _("copy of my data")
        ERASURE = "erasure", _("erasure of my account")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Under way")
        READY = "ready", _("Ready")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")
        FAILED = "failed", _("Failed")

    OPEN: ClassVar[tuple[str, ...]] = ("waiting", "running")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="data_requests", on_delete=models.CASCADE
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default="waiting")
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    moved_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=export_name, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    # Staff who act for the member say on whose word.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state__in=("waiting", "running")),
                name="one_open_request_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="request_progress_is_a_percentage"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=("waiting", "running", "ready")),
                name="requests_to_look_after",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_ready(self) -> bool:
        """Whether its file can be fetched now."""
        ready = self.state == self.State.READY
        return (
            ready and self.expires_at is not None and self.expires_at > timezone.now()
        )


class Tombstone(models.Model):
    """That an account was erased, without telling whose it was.

    Keyed hashes of the account's uuid and of its address in lower case. After a backup
    was restored they find the account, which is then erased once more.
    """

    uuid_hash = models.CharField(max_length=64, unique=True)
    email_hash = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")

    def __str__(self) -> str:
        return f"{self.uuid_hash[:8]} {self.created_at:%Y-%m-%d}"


class InactivityNotice(models.Model):
    """A member who has not been here for long was told what will happen.

    `stage` counts what was done: 1 reminded, 2 reminded again, 3 unlisted. 0: by the
    link of a mail the member has said to stay, at the time of `first_at`. The row goes
    when the member logs in.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, related_name="inactivity", on_delete=models.CASCADE
    )
    stage = models.PositiveSmallIntegerField(default=1)
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("notice of inactivity")
        verbose_name_plural = _("notices of inactivity")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__lte=3), name="inactivity_stage_is_0_to_3"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.stage}"
