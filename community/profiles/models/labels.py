"""The labels by which any language finds occupations and skills."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from community.profiles.labels import LONGEST, has_letter, searchable, tidy
from community.profiles.models.taxonomy import Occupation, Skill, announce_change
from community.profiles.querysets import LabelQuerySet


class Label(models.Model):
    """One word or phrase for an occupation or a skill in one language."""

    class Kind(models.TextChoices):
        PREFERRED = "preferred", _("Preferred")
        ALTERNATIVE = "alternative", _("Alternative")

    class Source(models.TextChoices):
        FILE = "file", _("Files of this version")
        STAFF = "staff", _("Staff")
        MEMBER = "member", _("Member")
        ESCO = "esco", _("ESCO")

    occupation = ParentalKey(
        Occupation,
        verbose_name=_("occupation"),
        null=True,
        blank=True,
        related_name="labels",
        on_delete=models.CASCADE,
    )
    skill = ParentalKey(
        Skill,
        verbose_name=_("skill"),
        null=True,
        blank=True,
        related_name="labels",
        on_delete=models.CASCADE,
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    text = models.CharField(_("label"), max_length=LONGEST)
    kind = models.CharField(
        _("kind"), max_length=11, choices=Kind.choices, default=Kind.ALTERNATIVE
    )
    source = models.CharField(
        _("source"),
        max_length=6,
        choices=Source.choices,
        default=Source.STAFF,
        editable=False,
    )
    folded = models.CharField(max_length=4 * LONGEST, editable=False)

    objects = LabelQuerySet.as_manager()

    _stored: str  # the text that the database has

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [
            models.CheckConstraint(
                condition=Q(occupation=None) ^ Q(skill=None),
                name="label_of_occupation_or_skill",
            ),
            *(
                models.UniqueConstraint(
                    fields=[thing, "language"],
                    condition=Q(kind="preferred"),
                    name=f"one_preferred_label_per_{thing}",
                    violation_error_message=_(
                        "There is a preferred label in this language."
                    ),
                )
                for thing in ("occupation", "skill")
            ),
            *(
                models.UniqueConstraint(
                    fields=[thing, "language", "folded"],
                    # (A total one is taken by formsets for one of the language alone.)
                    condition=Q(**{f"{thing}__isnull": False}),
                    name=f"one_spelling_per_{thing}",
                    violation_error_message=_("There is such a label already."),
                )
                for thing in ("occupation", "skill")
            ),
        ]
        indexes = [
            GinIndex(
                fields=["folded"],
                opclasses=["gin_trgm_ops"],
                # Read at each key that is typed and hardly written: nothing may wait
                # in a list that every search would go through.
                fastupdate=False,
                name="profiles_label_words",
            ),
            models.Index(
                OpClass(F("folded"), name="varchar_pattern_ops"),
                name="profiles_label_beginnings",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = searchable(self.text)
        if self.pk and getattr(self, "_stored", self.text) != self.text:
            # What a person has reworded is theirs; the files do not undo it.
            self.source = self.Source.STAFF
        super().save(*args, **kwargs)
        transaction.on_commit(announce_change)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "Label":
        label = super().from_db(*args, **kwargs)
        label._stored = label.__dict__.get("text", "")
        return label

    def clean(self) -> None:
        super().clean()
        self.text = tidy(self.text)
        # Set here too: the unique constraints are checked before `save`.
        self.folded = searchable(self.text)
        if not has_letter(self.text) or not self.folded:
            raise ValidationError({"text": _("A label has at least one letter.")})


class LoadedTaxonomy(models.Model):
    """Which edition of the files the database has: one row, or none before the first."""

    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("loaded taxonomy")
        verbose_name_plural = _("loaded taxonomies")

    def __str__(self) -> str:
        return self.digest[:12]
