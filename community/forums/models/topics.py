"""Topics, and what was done to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.forums.models.forums import Forum
from community.forums.querysets import TopicEventQuerySet, TopicQuerySet

LONGEST_TITLE = 150  # characters
SLOWEST = 7 * 24 * 3600  # seconds between two posts of a member


class Topic(models.Model):
    """A conversation. Its first post has the number 1."""

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("Discussion")
        QUESTION = "question", _("Question")
        ANNOUNCEMENT = "announcement", _("Announcement")

    class State(models.TextChoices):
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Hidden by a moderator")
        DELETED = "deleted", _("Deleted")
        MERGED = "merged", _("Merged into another topic")

    forum = models.ForeignKey(Forum, related_name="topics", on_delete=models.PROTECT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="topics",
        on_delete=models.SET_NULL,
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.DISCUSSION
    )
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    # (never looked up: the number before it in the address is)
    slug = models.SlugField(max_length=80, blank=True, editable=False, db_index=False)
    # Of its first post: a code of the site's languages, 'other', or '' before it is known.
    language = models.CharField(max_length=5, blank=True, editable=False)
    state = models.CharField(
        max_length=7, choices=State.choices, default=State.SHOWN, editable=False
    )
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_closed = models.BooleanField(_("closed"), default=False)
    # Seconds that a member waits between two posts here; 0 is no waiting.
    slow_seconds = models.PositiveIntegerField(_("slow mode"), default=0)
    solution = models.ForeignKey(
        "forums.Post", null=True, related_name="+", on_delete=models.SET_NULL
    )
    merged_into = models.ForeignKey(
        "self", null=True, related_name="merged_from", on_delete=models.SET_NULL
    )
    # The number of the newest post, whatever became of it; the next post has one more.
    highest_number = models.PositiveIntegerField(default=0)
    # Posts that everybody sees, the first one included.
    post_count = models.PositiveIntegerField(default=0)
    reaction_count = models.PositiveIntegerField(default=0)
    last_posted_at = models.DateTimeField(db_default=Now())
    last_post_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    # The beginning of the first post, without markup.
    excerpt = models.CharField(max_length=240, blank=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    # Said by the actions: this very sending came before.
    was_sent = False

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-last_posted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slow_seconds__lte=SLOWEST), name="topic_is_not_too_slow"
            ),
            models.CheckConstraint(
                condition=Q(post_count__lte=F("highest_number")),
                name="topic_has_no_more_posts_than_numbers",
            ),
            models.CheckConstraint(
                condition=Q(state="merged") | Q(merged_into=None),
                name="only_merged_topics_lead_on",
            ),
        ]
        indexes = [
            models.Index(
                fields=["forum", "-last_posted_at", "-id"],
                condition=Q(state="shown"),
                name="topics_of_forum",
            ),
            models.Index(
                fields=["-last_posted_at", "-id"],
                condition=Q(state="shown"),
                name="topics_everywhere",
            ),
            models.Index(
                fields=["forum", "-last_posted_at"],
                condition=Q(state="shown", is_pinned=True),
                name="pinned_topics",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TopicTag(models.Model):
    """A word of the taxonomy on a topic."""

    topic = models.ForeignKey(
        Topic, related_name="tags", on_delete=models.CASCADE, db_index=False
    )
    skill = models.ForeignKey(
        "profiles.Skill", related_name="+", on_delete=models.CASCADE
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "skill"], name="tag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.skill_id}"


class TopicEvent(models.Model):
    """What was done to a topic or to one of its posts, and by whom. Only ever added to.

    Readers see it as a line between the posts; `number` is the highest post then.
    """

    class Kind(models.TextChoices):
        CLOSED = "closed", _("Closed")
        OPENED = "opened", _("Opened")
        PINNED = "pinned", _("Pinned")
        UNPINNED = "unpinned", _("Unpinned")
        SLOWED = "slowed", _("Slow mode")
        MOVED = "moved", _("Moved")
        SPLIT = "split", _("Split")
        MERGED = "merged", _("Merged")
        HIDDEN = "hidden", _("Hidden")
        DELETED = "deleted", _("Deleted")
        RESTORED = "restored", _("Restored")
        RENAMED = "renamed", _("Renamed")
        SOLVED = "solved", _("Answer accepted")
        UNSOLVED = "unsolved", _("Answer no longer accepted")

    topic = models.ForeignKey(Topic, related_name="events", on_delete=models.CASCADE)
    post = models.ForeignKey(
        "forums.Post", null=True, related_name="events", on_delete=models.SET_NULL
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    number = models.PositiveIntegerField(default=0)
    # Where from and where to: numbers of forums and topics, seconds, an old title.
    detail = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = TopicEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("what was done")
        verbose_name_plural = _("what was done")
        ordering = ["number", "id"]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.kind}"
