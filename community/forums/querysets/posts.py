"""Named reads of posts and reactions."""

from typing import Any

from django.db import models
from django.db.models import Q

from community.forums.querysets.access import rooms_of


class PostQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "PostQuerySet":
        """Posts of topics that one sees; hidden and deleted ones for their author and
        for those who moderate there."""
        topics = self.model._meta.get_field("topic").related_model.objects
        rows = self.filter(topic__in=topics.visible_to(user))
        rooms = rooms_of(user)
        seen = Q(state="shown")
        if user.is_authenticated:
            seen |= Q(author=user.pk)
        if rooms.moderated:
            seen |= Q(topic__forum__in=sorted(rooms.moderated))
        return rows.filter(seen)

    def shown(self) -> "PostQuerySet":
        return self.filter(state="shown")

    def beyond(self, number: int, *, backwards: bool = False) -> "PostQuerySet":
        """Posts of a topic after (or before) a number, nearest first."""
        if backwards:
            return self.filter(number__lt=number).order_by("-number")
        return self.filter(number__gt=number).order_by("number")


class ReactionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ReactionQuerySet":
        """One's own: the numbers of all stand with the post."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()
