"""Named reads of blocks."""

from typing import Any

from django.db import models


class BlockQuerySet(models.QuerySet):
    """Pairs of members, the newest first."""

    def visible_to(self, user: Any) -> "BlockQuerySet":
        """Those that one has set. Who is blocked by somebody never reads it."""
        return self.filter(by=user.pk) if user.is_authenticated else self.none()
