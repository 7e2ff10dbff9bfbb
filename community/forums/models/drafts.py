"""What members are writing: texts that are kept while they type, and pictures."""

import secrets
import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.models.fields import PictureField
from community.forums.models.posts import Post
from community.forums.querysets import DraftQuerySet, PostImageQuerySet

MOST_DRAFTS = 50  # of a member


class Draft(models.Model):
    """A text that is not posted yet. `key` says what it will be: 'forum:3' a new topic, 'topic:17' a reply, 'post:80' an edit."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="drafts",
        on_delete=models.CASCADE,
        db_index=False,
    )
    key = models.CharField(max_length=30)
    title = models.CharField(max_length=150, blank=True)
    raw = models.TextField(max_length=30_000, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="draft_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"


def image_name(instance: "PostImage", filename: str) -> str:
    return f"posts/{secrets.token_hex(16)}{PurePath(filename).suffix}"


class PostImage(models.Model):
    """A picture in a post; without a post it is seen by its owner alone, for a week."""

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="post_images",
        on_delete=models.SET_NULL,
    )
    post = models.ForeignKey(
        Post, null=True, related_name="images", on_delete=models.SET_NULL
    )
    file = PictureField(
        upload_to=image_name, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PostImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture in a post")
        verbose_name_plural = _("pictures in posts")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.uid)
