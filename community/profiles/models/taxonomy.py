"""Occupations (ISCO-08) and skills."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from cms.core.languages import best, current
from cms.core.rows.version import announce
from community.profiles.labels import LONGEST
from community.profiles.querysets import (
    OccupationQuerySet,
    SkillQuerySet,
)


class Labelled(ClusterableModel):
    """A thing with labels; a list reads them by `with_labels` beforehand."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label_in(current())

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        transaction.on_commit(announce_change)

    @property
    def names(self) -> dict[str, str]:
        """The preferred label in each language that has one."""
        return {
            label.language: label.text
            for label in self.labels.all()
            if label.kind == "preferred"
        }

    def label_in(self, code: str) -> str:
        """The label in this language or the nearest one; '' before there is any."""
        names = self.names
        locale = best(code, names)
        return names[locale] if locale else ""


def announce_change() -> None:
    """Answers that visitors were given before must not be given out again."""
    announce(0)


class Occupation(Labelled):
    """A group of ISCO-08, from major group (level 1) to unit group (level 4)."""

    code = models.CharField(
        _("ISCO-08 code"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{1,4}\Z")],
    )
    level = models.PositiveSmallIntegerField(_("level"))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("broader group"),
        null=True,
        blank=True,
        related_name="children",
        on_delete=models.PROTECT,
    )

    objects = OccupationQuerySet.as_manager()

    class Meta:
        verbose_name = _("occupation")
        verbose_name_plural = _("occupations")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__range=(1, 4)), name="occupation_level_is_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(level=1, parent=None)
                | Q(level__gt=1, parent__isnull=False),
                name="occupation_has_parent_below_level_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label_in(current())}"


class SkillGroup(models.Model):
    """A heading under which skills are listed; the file of groups keeps their labels."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label_sq = models.CharField(_("label in Albanian"), max_length=LONGEST)
    label_en = models.CharField(_("label in English"), max_length=LONGEST)
    label_de = models.CharField(_("label in German"), max_length=LONGEST)

    class Meta:
        verbose_name = _("group of skills")
        verbose_name_plural = _("groups of skills")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.label_in(current())

    def label_in(self, code: str) -> str:
        text: str = getattr(self, f"label_{code}", "")
        return text or self.label_en


class Skill(Labelled):
    """Something that members can do. Members propose, staff approve or merge."""

    class Status(models.TextChoices):
        APPROVED = "approved", _("Approved")
        PENDING = "pending", _("Proposed")
        MERGED = "merged", _("Merged")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    group = models.ForeignKey(
        SkillGroup,
        verbose_name=_("group"),
        null=True,
        blank=True,
        related_name="skills",
        on_delete=models.PROTECT,
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.APPROVED
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        related_name="merged_skills",
        on_delete=models.PROTECT,
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        null=True,
        blank=True,
        related_name="proposed_skills",
        on_delete=models.SET_NULL,
    )
    proposed_at = models.DateTimeField(_("proposed on"), null=True, blank=True)
    esco_uri = models.URLField(
        _("address in ESCO"), max_length=200, unique=True, null=True, blank=True
    )

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into=None)),
                name="merged_skill_says_into_which",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")), name="skill_not_merged_into_itself"
            ),
        ]
        indexes = [
            # The queue of proposals, and the few of one member.
            models.Index(
                fields=["proposed_by", "proposed_at"],
                condition=Q(status="pending"),
                name="profiles_pending_skills",
            )
        ]

    def clean(self) -> None:
        super().clean()
        self.esco_uri = self.esco_uri or None

    @property
    def group_name(self) -> str:
        return self.group.label_in(current()) if self.group else ""
