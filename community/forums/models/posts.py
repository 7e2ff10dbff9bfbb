"""Posts, their earlier versions, and reactions to them."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.forums.models.topics import Topic
from community.forums.querysets import PostQuerySet, ReactionQuerySet

LONGEST_POST = 30_000  # characters


class Post(models.Model):
    """Something that somebody said in a topic; `number` is its place there.

    Numbers are given once and never again. `raw` is Markdown in which people and posts
    are named by their numbers (`community.forums.markup`); `html` is made from it.
    """

    class State(models.TextChoices):
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Hidden by a moderator")
        DELETED = "deleted", _("Deleted by its author")

    topic = models.ForeignKey(
        Topic, related_name="posts", on_delete=models.CASCADE, db_index=False
    )
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="posts",
        on_delete=models.SET_NULL,
        db_index=False,
    )
    raw = models.TextField(_("text"), max_length=LONGEST_POST)
    html = models.TextField(editable=False)
    # Which version of the renderer made the HTML.
    rendered_by = models.PositiveSmallIntegerField(default=0, editable=False)
    language = models.CharField(max_length=5, blank=True, editable=False)
    # Numbers of the members who are named in it, and of the posts that it quotes.
    refs = models.JSONField(default=dict, blank=True, editable=False)
    # The post that this one answers, in the same topic.
    reply_to = models.PositiveIntegerField(null=True, editable=False)
    state = models.CharField(
        max_length=7, choices=State.choices, default=State.SHOWN, editable=False
    )
    state_at = models.DateTimeField(null=True, editable=False)
    is_wiki = models.BooleanField(_("everybody may edit it"), default=False)
    # How many of each kind.
    reactions = models.JSONField(default=dict, blank=True, editable=False)
    edit_count = models.PositiveIntegerField(default=0, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    # Chosen by the author's browser or program: the same thing is not posted twice.
    client_id = models.UUIDField(null=True, editable=False)
    # Folded words, those of the title of the topic with the first post (weight A).
    words = SearchVectorField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    # Said by the actions: this very sending came before.
    was_sent = False

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["topic", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "number"], name="post_number_once"
            ),
            models.UniqueConstraint(
                fields=["author", "client_id"], name="post_sent_once"
            ),
        ]
        indexes = [
            # (kB of posts that are not in it yet, which every search looks through)
            GinIndex(fields=["words"], name="posts_words", gin_pending_list_limit=64),
            models.Index(fields=["author", "-id"], name="posts_of_author"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}/{self.number}"


class PostRevision(models.Model):
    """The text of a post before an edit, and who made that edit."""

    post = models.ForeignKey(
        Post, related_name="revisions", on_delete=models.CASCADE, db_index=False
    )
    number = models.PositiveIntegerField()
    raw = models.TextField(max_length=LONGEST_POST)
    title = models.CharField(max_length=150, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="revision_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id}#{self.number}"


class Reaction(models.Model):
    """What somebody thinks of a post; one of each kind."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thank you")
        AGREE = "agree", _("I agree")
        INSIGHT = "insight", _("I learned something")
        CELEBRATE = "celebrate", _("Congratulations")

    post = models.ForeignKey(
        Post, related_name="+", on_delete=models.CASCADE, db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="reactions", on_delete=models.CASCADE
    )
    kind = models.CharField(max_length=9, choices=Kind.choices)
    created_at = models.DateTimeField(db_default=Now())

    objects = ReactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "user", "kind"], name="reaction_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["thanks", "agree", "insight", "celebrate"]),
                name="reaction_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.kind}"
