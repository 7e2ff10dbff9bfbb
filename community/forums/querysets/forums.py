"""Named reads of forums."""

from typing import Any

from django.db import models

from community.forums.querysets.access import rooms_of


class ForumQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ForumQuerySet":
        """Forums of public networks and of one's own, with their network."""
        readable = list(rooms_of(user).readable)
        return self.filter(pk__in=readable).select_related("network")
