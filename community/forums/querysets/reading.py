"""Since when posts can be unread to somebody."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from community.forums.querysets.access import rooms_of

# What was there before a member came is not new to them but for the last days.
BEFORE_JOINING = timedelta(days=7)


class ReadStateQuerySet(models.QuerySet[Any]):
    def since(self, user: Any) -> datetime:
        """Nothing older is unread to this member; a week before they came at first."""
        begun: datetime = rooms_of(user).since or user.date_joined - BEFORE_JOINING
        return min(begun, timezone.now())
