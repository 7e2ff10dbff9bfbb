"""Reads of occupations, skills and labels; suggestions in any language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Length

from cms.core.languages import chain
from community.profiles.labels import asked_words, spelling

OCCUPATION, SKILL = "occupation", "skill"
UNIT = 4  # the level of ISCO-08 that people are counted in
LONGEST_QUERY = 80
# A word of one or two letters is looked for at the beginning of labels alone: inside
# them it is everywhere, and three letters are the least that a trigram index knows.
_INSIDE = 3


@dataclass(frozen=True)
class Suggestion:
    """One thing that fits what was typed.

    `key` is the code of an occupation or the slug of a skill; `label` the one to show in
    `locale`; `matched` the label that was met, in `matched_locale`.
    """

    kind: str
    key: str
    label: str
    locale: str
    matched: str
    matched_locale: str


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

    def open_to_choice(self, kinds: Iterable[str]) -> "LabelQuerySet":
        """Labels of unit groups and approved skills: what a member may choose."""
        units = Q(occupation__level=UNIT) if OCCUPATION in kinds else Q(pk__in=[])
        skills = Q(skill__status="approved") if SKILL in kinds else Q(pk__in=[])
        return self.filter(units | skills)

    def suggested(
        self,
        text: str,
        language: str,
        limit: int = 10,
        kinds: Iterable[str] = (OCCUPATION, SKILL),
    ) -> list[Suggestion]:
        """Things that fit what somebody types, in whatever language they type it.

        First labels that are or begin with the whole text, then those of which words
        begin like the typed ones, and, only where these are fewer than `limit`, those
        that are written similarly. At most two queries.
        """
        words = asked_words(text[:LONGEST_QUERY])
        if not words:
            return []
        open_labels = self.open_to_choice(tuple(kinds))
        found = open_labels.filter(_begins_with_each(words))._best(
            _rank(" ".join(words)), language, limit
        )
        whole = " ".join(words)
        if len(found) < limit and len(whole) >= _INSIDE:
            known = {(one.kind, one.key) for one in found}
            close = open_labels.filter(folded__trigram_word_similar=whole)._best(
                _distance(whole), language, limit
            )
            found += [one for one in close if (one.kind, one.key) not in known]
        return found[:limit]

    def _best(self, rank: Any, language: str, limit: int) -> list[Suggestion]:
        """The best label of each thing, the best things first."""
        own = Case(
            When(language=language, then=0), default=1, output_field=IntegerField()
        )
        order = ("rank", "own", "length", "pk")
        ranked = self.annotate(rank=rank, own=own, length=Length("text"))
        things = ("occupation_id", "skill_id")
        one_each = ranked.order_by(*things, *order).distinct(*things)
        rows = (
            self.model._default_manager.filter(pk__in=one_each.values("pk"))
            .annotate(rank=rank, own=own, length=Length("text"))
            .order_by(*order)
            .values_list(
                "occupation__code",
                "skill__slug",
                "text",
                "language",
                self._shown("text", language),
                self._shown("language", language),
            )[:limit]
        )
        return [_suggestion(*row) for row in rows]

    def _shown(self, field: str, language: str) -> Subquery:
        """This field of the preferred label for a reader of the language."""
        turn = Case(
            *(When(language=c, then=Value(n)) for n, c in enumerate(chain(language))),
            default=Value(len(chain(language))),
        )
        same = Q(occupation=OuterRef("occupation_id")) | Q(skill=OuterRef("skill_id"))
        preferred = self.model._default_manager.filter(same, kind="preferred")
        return Subquery(preferred.order_by(turn).values(field)[:1])


def _suggestion(
    code: str | None,
    slug: str | None,
    text: str,
    language: str,
    label: str | None,
    locale: str | None,
) -> Suggestion:
    kind = OCCUPATION if code else SKILL
    key = code or slug or ""
    return Suggestion(kind, key, label or text, locale or language, text, language)


def _begins_with_each(words: list[str]) -> Q:
    """Condition: for each of these words the label has one that begins like it."""
    condition = Q()
    for word in words:
        begins = Q(folded__startswith=word)
        if len(word) >= _INSIDE or len(words) > 1:
            begins |= Q(folded__contains=f" {word}")
        condition &= begins
    return condition


def _rank(whole: str) -> Case:
    """0: the very label, 1: it begins so, 2: words of it do."""
    return Case(
        When(folded=whole, then=0),
        When(folded__startswith=whole, then=1),
        default=2,
        output_field=IntegerField(),
    )


def _distance(whole: str) -> Any:
    return Value(1.0) - TrigramWordSimilarity(whole, F("folded"))
