"""Polls in posts."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from community.forums.models.posts import Post

MOST_OPTIONS = 12


class Poll(models.Model):
    """A question with options, below a post. Who voted for what is told to nobody."""

    post = models.OneToOneField(Post, related_name="poll", on_delete=models.CASCADE)
    question = models.CharField(_("question"), max_length=200)
    is_multiple = models.BooleanField(_("more than one answer"), default=False)
    closes_at = models.DateTimeField(_("open until"), null=True, blank=True)
    voter_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    poll = models.ForeignKey(
        Poll, related_name="options", on_delete=models.CASCADE, db_index=False
    )
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("answer"), max_length=120)
    vote_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("answer of a poll")
        verbose_name_plural = _("answers of a poll")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "position"], name="poll_option_place"
            )
        ]

    def __str__(self) -> str:
        return self.text


class PollVote(models.Model):
    option = models.ForeignKey(
        PollOption,
        related_name="votes",
        on_delete=models.CASCADE,
        db_index=False,
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, related_name="poll_votes", on_delete=models.CASCADE
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["option", "user"], name="vote_once")
        ]

    def __str__(self) -> str:
        return str(self.option_id)
