"""Named reads of the log of privileged actions."""

from typing import Any

from django.db import models
from django.db.models import Q


class AuditQuerySet(models.QuerySet[Any]):
    def about(self, email: str) -> "AuditQuerySet":
        """What the account with this address did, and what was done to it."""
        address = email.strip().lower()
        return self.filter(Q(by__email=address) | Q(subject__email=address))
