"""Reads of questions and answers."""

from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import (
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Window,
)
from django.db.models.functions import RowNumber
from wagtail.query import PageQuerySet
from wagtail_localize.models import TranslationSource

from cms.core.querysets import ContentQuerySet


class FaqEntryQuerySet(ContentQuerySet):
    def below(self, topics: PageQuerySet) -> "FaqEntryQuerySet":
        """Entries below any of these topics (few rows: the editions of a topic)."""
        inside = Q(pk__in=[])
        for path in topics.values_list("path", flat=True):
            inside |= Q(path__startswith=path)
        return self.filter(inside)

    def live_sources(self) -> "FaqEntryQuerySet":
        """One published page for each entry: the source language's, where it is known."""
        is_source = Exists(
            TranslationSource.objects.filter(
                object_id=OuterRef("translation_key"), locale_id=OuterRef("locale_id")
            )
        )
        chosen = (
            self.live()
            .filter(alias_of=None)
            .annotate(is_source=is_source)
            .order_by("translation_key", "-is_source", "pk")
            .distinct("translation_key")
        )
        return self.model._default_manager.filter(pk__in=chosen.values("pk"))

    def overdue(self, today: date) -> "FaqEntryQuerySet":
        """Published entries that nobody has ever reviewed, or not for too long.

        An entry is due on the day `last_reviewed` + `review_every` days; those who were
        never reviewed come first, then the longest overdue.
        """
        due = ExpressionWrapper(
            F("last_reviewed") + F("review_every"), output_field=DateField()
        )
        return (
            self.live()
            .filter(alias_of=None)
            .annotate(due=due)
            .filter(Q(last_reviewed=None) | Q(due__lte=today))
            .order_by(F("due").asc(nulls_first=True), "path")
        )


class FeedbackQuerySet(models.QuerySet):
    """Readers' answers: `FaqFeedback.objects.in_languages(["sq"]).counted()`."""

    def in_languages(self, codes: list[str]) -> "FeedbackQuerySet":
        return self.filter(locale__in=codes)

    def since(self, moment: datetime) -> "FeedbackQuerySet":
        return self.filter(created_at__gte=moment)

    def with_comment(self) -> "FeedbackQuerySet":
        return self.exclude(comment="")

    def counted(self) -> dict[tuple[UUID, str], tuple[int, int]]:
        """(helpful, not helpful) by key and language of the text."""
        rows = (
            self.order_by()
            .values_list("key", "locale")
            .annotate(
                yes=Count("pk", Q(helpful=True)), no=Count("pk", Q(helpful=False))
            )
        )
        return {(key, locale): (yes, no) for key, locale, yes, no in rows}

    def latest_comments(self, number: int) -> "FeedbackQuerySet":
        """The newest comments on each text, at most `number` of each."""
        place = Window(
            RowNumber(),
            partition_by=[F("key"), F("locale")],
            order_by=F("created_at").desc(),
        )
        return (
            self.with_comment()
            .annotate(place=place)
            .filter(place__lte=number)
            .order_by("-created_at", "-pk")
        )
