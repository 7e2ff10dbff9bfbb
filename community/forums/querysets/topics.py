"""Named reads of topics."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, FilteredRelation, Q, Value
from django.db.models.functions import Coalesce

from community.forums.querysets.access import blocked_by, rooms_of

FOLLOWED = 2  # the least level at which new posts are counted


class TopicQuerySet(models.QuerySet[Any]):
    """`Topic.objects.visible_to(user).shown().in_languages(["sq"])`."""

    def visible_to(self, user: Any) -> "TopicQuerySet":
        """Topics of forums that one reads. Hidden and deleted ones are seen by their
        author and by those who moderate there; merged ones lead on and are seen by
        nobody."""
        rooms = rooms_of(user)
        seen = Q(state="shown")
        if user.is_authenticated:
            seen |= Q(state__in=("hidden", "deleted"), author=user.pk)
        if rooms.moderated:
            seen |= Q(
                state__in=("hidden", "deleted"), forum__in=sorted(rooms.moderated)
            )
        return self.filter(seen, forum__in=list(rooms.readable))

    def listed_for(self, user: Any) -> "TopicQuerySet":
        """What lists show: topics shown to everybody, but for those of blocked members."""
        rows = self.filter(state="shown", forum__in=list(rooms_of(user).readable))
        blocked = blocked_by(user)
        return rows.exclude(author__in=blocked) if blocked else rows

    def not_muted_by(self, user: Any) -> "TopicQuerySet":
        """Without topics and forums that this member has muted; after
        `with_reading_of`."""
        muted = rooms_of(user).muted
        rows = self.exclude(mine__level=0)
        if not muted:
            return rows
        return rows.exclude(forum__in=muted, mine__level__isnull=True)

    def in_languages(self, languages: Sequence[str]) -> "TopicQuerySet":
        """Topics in one of these; those of a language that is not known belong to all."""
        return self.filter(language__in=[*languages, ""]) if languages else self

    def tagged(self, slug: str) -> "TopicQuerySet":
        """Topics with this word of the taxonomy."""
        tags = self.model._meta.get_field("tags").related_model.objects
        return self.filter(pk__in=tags.filter(skill__slug=slug).values("topic"))

    def with_reading_of(self, user: Any) -> "TopicQuerySet":
        """Each topic with `read_to` (0 before the first visit), `is_visited` and
        `own_level` (None where the forum's counts) of this member."""
        mine = FilteredRelation("readings", condition=Q(readings__user=user.pk))
        return self.alias(mine=mine).annotate(
            read_to=Coalesce(F("mine__last_read"), Value(0)),
            is_visited=Q(mine__isnull=False),
            own_level=F("mine__level"),
        )

    def unread_by(self, user: Any, since: Any) -> "TopicQuerySet":
        """Topics that this member follows and that have posts after the last one read."""
        forums = rooms_of(user).at_least(FOLLOWED)
        followed = Q(mine__level__gte=FOLLOWED)
        if forums:
            followed |= Q(mine__level__isnull=True, forum__in=forums)
        return (
            self.with_reading_of(user)
            .filter(Q(last_posted_at__gt=since) | Q(mine__is_kept_unread=True))
            .filter(mine__isnull=False, mine__last_read__lt=F("highest_number"))
            .filter(followed)
        )

    def new_to(self, user: Any, since: Any) -> "TopicQuerySet":
        """Topics begun since then that this member has not opened yet."""
        return self.with_reading_of(user).filter(
            created_at__gt=since, last_posted_at__gt=since, mine__isnull=True
        )


class TopicEventQuerySet(models.QuerySet[Any]):
    def of_topic(self, topic: Any, first: int, last: int) -> "TopicEventQuerySet":
        """What was done while the posts `first` to `last` were the newest."""
        return self.filter(topic=topic, number__range=(first, last))
