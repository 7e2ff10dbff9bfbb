"""Reads of questions and answers."""

from django.db.models import Q
from wagtail.query import PageQuerySet

from cms.core.querysets import ContentQuerySet


class FaqEntryQuerySet(ContentQuerySet):
    def below(self, topics: PageQuerySet) -> "FaqEntryQuerySet":
        """Entries below any of these topics (few rows: the editions of a topic)."""
        inside = Q(pk__in=[])
        for path in topics.values_list("path", flat=True):
            inside |= Q(path__startswith=path)
        return self.filter(inside)

    def with_any_edition_matching(self, text: str) -> "FaqEntryQuerySet":
        """Entries that hold the words in one of their languages, which need not be ours."""
        keys = self.matching(text).values("translation_key")
        return self.filter(translation_key__in=keys)
