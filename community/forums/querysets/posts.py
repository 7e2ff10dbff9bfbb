"""Named reads of posts and reactions."""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import F, Q

from cms.core.folding import query_words
from community.forums.querysets.access import rooms_of

RANKED = 500  # of the newest matches, so that a common word costs what a rare one does


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

    def matching(self, text: str) -> "PostQuerySet":
        """Posts with words that begin as each word of the text does, of the newest
        `RANKED` the best first, as `rank`. None without a word."""
        words = query_words(text)
        if not words:
            return self.none()
        query = SearchQuery(
            " & ".join(f"{word}:*" for word in words),
            search_type="raw",
            config="simple",
        )
        # (who may read them is asked of these few, not of all that match)
        rows = self.model.objects.filter(words=query, state="shown")
        newest = rows.order_by("-pk").values("pk")[:RANKED]
        return (
            self.filter(pk__in=newest)
            .annotate(rank=SearchRank(F("words"), query))
            .order_by("-rank", "-pk")
        )


class ReactionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ReactionQuerySet":
        """One's own: the numbers of all stand with the post."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()
