"""Named reads of drafts and of pictures in posts."""

from typing import Any

from django.db import models
from django.db.models import Q


class DraftQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "DraftQuerySet":
        """One's own, and nobody else's."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()


class PostImageQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "PostImageQuerySet":
        """Pictures of posts that one sees, and one's own."""
        posts = self.model._meta.get_field("post").related_model.objects
        seen = Q(post__in=posts.visible_to(user))
        if user.is_authenticated:
            seen |= Q(by=user.pk)
        return self.filter(seen)
