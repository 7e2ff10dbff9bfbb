"""Named reads of what people ask of their data."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

# A job that has not moved for so long is dead.
DEAD_AFTER = timedelta(hours=1)


class DataRequestQuerySet(models.QuerySet):
    """Exports and erasures, the newest first."""

    def visible_to(self, user: Any) -> "DataRequestQuerySet":
        """One's own, and nobody else's."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def exports(self) -> "DataRequestQuerySet":
        return self.filter(kind="export")

    def erasures(self) -> "DataRequestQuerySet":
        return self.filter(kind="erasure")

    def open(self) -> "DataRequestQuerySet":
        """Waiting or under way."""
        return self.filter(state__in=("waiting", "running"))

    def due(self) -> "DataRequestQuerySet":
        """Open, and their time has come."""
        return self.open().filter(due_at__lte=timezone.now())

    def dead(self) -> "DataRequestQuerySet":
        """Due, and no worker has moved them for an hour."""
        return self.due().filter(moved_at__lt=timezone.now() - DEAD_AFTER)

    def outlived(self) -> "DataRequestQuerySet":
        """Exports whose file nobody may fetch any more."""
        return self.exports().filter(expires_at__lte=timezone.now()).exclude(file="")
