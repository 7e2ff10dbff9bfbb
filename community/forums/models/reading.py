"""What each member has read, and how closely they follow."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.forums.models.forums import Forum
from community.forums.models.topics import Topic
from community.forums.querysets import ReadStateQuerySet


class Level(models.IntegerChoices):
    """How closely somebody follows a topic or a forum."""

    MUTE = 0, _("Muted: never in my lists")
    NORMAL = 1, _("Normal: told when I am named or answered")
    FOLLOW = 2, _("Following: new posts are counted as unread")
    WATCH = 3, _("Watching: told of every new post")


class TopicUser(models.Model):
    """How far a member has read a topic. None before the first visit.

    `last_read` is the highest number read. An empty `level` is that of the forum.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="+",
        on_delete=models.CASCADE,
        db_index=False,
    )
    topic = models.ForeignKey(Topic, related_name="readings", on_delete=models.CASCADE)
    last_read = models.PositiveIntegerField(default=0)
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True)
    # Somebody said "unread from here": that holds however old the topic is.
    is_kept_unread = models.BooleanField(db_default=False)
    posted_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("what was read")
        verbose_name_plural = _("what was read")
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="read_state_once")
        ]
        indexes = [
            models.Index(
                fields=["topic", "user"],
                condition=Q(level__gte=2),
                name="followers_of_topic",
            ),
            models.Index(
                fields=["user", "topic"],
                condition=Q(level__gte=2),
                name="topics_followed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.topic_id}: {self.last_read}"


class ForumUser(models.Model):
    """How closely a member follows a whole forum."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        related_name="+",
        on_delete=models.CASCADE,
        db_index=False,
    )
    forum = models.ForeignKey(Forum, related_name="+", on_delete=models.CASCADE)
    level = models.PositiveSmallIntegerField(
        choices=Level.choices, default=Level.NORMAL
    )

    class Meta:
        verbose_name = _("how a forum is followed")
        verbose_name_plural = _("how forums are followed")
        constraints = [
            models.UniqueConstraint(fields=["user", "forum"], name="forum_level_once")
        ]
        indexes = [
            models.Index(
                fields=["forum", "user"],
                condition=Q(level=3),
                name="watchers_of_forum",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.forum_id}: {self.level}"


class UserReadState(models.Model):
    """Nothing older than this is unread to a member: it bounds every such question."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        related_name="read_state",
        on_delete=models.CASCADE,
    )
    oldest_unread = models.DateTimeField(db_default=Now())

    objects = ReadStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("since when posts are unread")
        verbose_name_plural = _("since when posts are unread")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.oldest_unread:%Y-%m-%d}"
