"""Reads of occupations, skills and labels; suggestions in any language."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from community.profiles.labels import asked_words, spelling
from community.profiles.querysets.suggestions import (
    INSIDE,
    LONGEST_QUERY,
    OCCUPATION,
    SKILL,
    UNIT,
    Suggestion,
    suggestions,
)


class LabelledQuerySet(models.QuerySet):
    """What occupations and skills have in common."""

    thing = ""

    def with_labels(self) -> Any:
        """All labels, in one query."""
        return self.prefetch_related("labels")

    def with_names(self) -> Any:
        """Only the preferred labels, in one query: what a list shows."""
        labels: Any = self.model._meta.get_field("labels").related_model
        preferred = labels.objects.filter(kind="preferred")
        return self.prefetch_related(Prefetch("labels", queryset=preferred))

    def matching(self, text: str) -> Any:
        """Those of which one label, in any language, holds words that begin like these."""
        words = asked_words(text[:LONGEST_QUERY])
        if not words:
            return self
        labels: Any = self.model._meta.get_field("labels").related_model
        met = labels.objects.filter(_begins_with_each(words))
        return self.filter(Exists(met.filter(**{self.thing: OuterRef("pk")})))


class OccupationQuerySet(LabelledQuerySet):
    thing = OCCUPATION

    def descendants(self, code: str) -> "OccupationQuerySet":
        """All groups below the one with this code; a code is a prefix of those below."""
        return self.filter(code__startswith=code).exclude(code=code)

    def ancestors(self, code: str) -> "OccupationQuerySet":
        """The groups above, the broadest first."""
        above = [code[:length] for length in range(1, len(code))]
        return self.filter(code__in=above).order_by("level")

    def units(self) -> "OccupationQuerySet":
        return self.filter(level=UNIT)


class SkillQuerySet(LabelledQuerySet):
    thing = SKILL

    def approved(self) -> "SkillQuerySet":
        return self.filter(status="approved")

    def pending(self) -> "SkillQuerySet":
        """Proposals, the oldest first."""
        return self.filter(status="pending").order_by("proposed_at", "pk")

    def spelt(self, text: str) -> "SkillQuerySet":
        """Approved or proposed skills with a label that reads like this one."""
        labels: Any = self.model._meta.get_field("labels").related_model
        same = labels.objects.spelt(text).filter(skill=OuterRef("pk"))
        return self.filter(Exists(same)).exclude(status="merged")


class LabelQuerySet(models.QuerySet):
    def spelt(self, text: str) -> "LabelQuerySet":
        """Labels that read like this one: 'arzt' = 'ARZT', 'Ärztin' = 'Aerztin'."""
        folded = spelling(text)
        close = self.filter(Q(folded=folded) | Q(folded__startswith=f"{folded} "))
        pairs = close.values_list("pk", "text")
        return self.filter(pk__in=[pk for pk, own in pairs if spelling(own) == folded])

    def names_of(self, occupations: models.QuerySet) -> dict[int, dict[str, str]]:
        """Preferred labels by occupation and language: for long lists, without objects."""
        preferred = self.filter(kind="preferred", occupation__in=occupations.order_by())
        found: dict[int, dict[str, str]] = {}
        rows = preferred.values_list("occupation_id", "language", "text")
        for number, language, text in rows:
            found.setdefault(number, {})[language] = text
        return found

    def suggested(
        self,
        text: str,
        language: str,
        limit: int = 10,
        kinds: Iterable[str] = (OCCUPATION, SKILL),
    ) -> list[Suggestion]:
        """Things that fit what somebody types, in whatever language they type it.

        Unit groups of ISCO-08 and approved skills: what a member may choose. First those
        with a label that is or begins with the whole text, then those with words that
        begin like the typed ones, and, only where these are fewer than `limit`, those
        that are written similarly. At most two queries.
        """
        return suggestions(text, language, limit, kinds)


def _begins_with_each(words: list[str]) -> Q:
    """Condition: for each of these words the label has one that begins like it."""
    condition = Q()
    for word in words:
        begins = Q(folded__startswith=word)
        if len(word) >= INSIDE or len(words) > 1:
            begins |= Q(folded__contains=f" {word}")
        condition &= begins
    return condition
