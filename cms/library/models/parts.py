"""What belongs to a work: titles, abstracts, contributors, relations."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from cms.core.rows.refresh import thing, together, touch
from cms.library.models.fields import FoldedNameField, IdentifierField
from cms.library.models.works import Work


class WorkPart(models.Model):
    """Abstract. What is saved or deleted here changes what the work says."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with together():
            super().save(*args, **kwargs)
            touch(thing(self.work.uid))

    def delete(self, *args, **kwargs):
        with together():
            deleted = super().delete(*args, **kwargs)
            touch(thing(self.work.uid))
        return deleted


class WorkText(WorkPart):
    """Abstract. A text about a work in one language."""

    locale = models.CharField(
        _("language"),
        max_length=8,
        validators=[RegexValidator(r"^[a-z]{2,3}$")],
        help_text=_("Code of ISO 639: sq, en, de, fr."),
    )

    class Meta(WorkPart.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.text[:80]


class WorkTitle(WorkText):
    work = ParentalKey(Work, related_name="titles", on_delete=models.CASCADE)
    text = models.CharField(_("title"), max_length=500)

    class Meta:
        verbose_name = _("title of a work")
        verbose_name_plural = _("titles of works")
        constraints = [
            models.UniqueConstraint(
                fields=["work", "locale"],
                name="one_title_per_work_and_language",
                violation_error_message=_("There is a title in this language."),
            )
        ]


class WorkAbstract(WorkText):
    work = ParentalKey(Work, related_name="abstracts", on_delete=models.CASCADE)
    text = models.TextField(_("abstract"))

    class Meta:
        verbose_name = _("abstract of a work")
        verbose_name_plural = _("abstracts of works")
        constraints = [
            models.UniqueConstraint(
                fields=["work", "locale"],
                name="one_abstract_per_work_and_language",
                violation_error_message=_("There is an abstract in this language."),
            )
        ]


class WorkContributor(WorkPart):
    class Role(models.TextChoices):
        AUTHOR = "author", _("Author")
        EDITOR = "editor", _("Editor")
        TRANSLATOR = "translator", _("Translator")

    work = ParentalKey(Work, related_name="contributors", on_delete=models.CASCADE)
    sort_order = models.IntegerField(null=True, blank=True, editable=False)
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR
    )
    given = models.CharField(_("given names"), max_length=120, blank=True)
    family = models.CharField(_("family name"), max_length=120, blank=True)
    literal = models.CharField(
        _("organisation"),
        max_length=255,
        blank=True,
        help_text=_("Instead of the two names."),
    )
    orcid = IdentifierField("ORCID", notation="orcid", max_length=19, blank=True)
    folded = FoldedNameField()

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering: ClassVar[list[str]] = ["sort_order"]
        indexes = [
            GinIndex(
                fields=["folded"],
                opclasses=["gin_trgm_ops"],
                name="library_folded_names",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(family="") ^ ~Q(literal=""),
                name="contributor_is_person_or_organisation",
                violation_error_message=_(
                    "Give either a family name or an organisation."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.literal or " ".join(filter(None, [self.given, self.family]))


class WorkRelation(WorkPart):
    class Kind(models.TextChoices):
        TRANSLATION_OF = "translation_of", _("is a translation of")
        VERSION_OF = "version_of", _("is a version of")
        PART_OF = "part_of", _("is part of")
        CITES = "cites", _("cites")

    work = ParentalKey(Work, related_name="relations", on_delete=models.CASCADE)
    kind = models.CharField(_("relation"), max_length=20, choices=Kind.choices)
    other = models.ForeignKey(
        Work,
        verbose_name=_("other work"),
        related_name="related_from",
        on_delete=models.CASCADE,
    )

    class Meta:
        verbose_name = _("relation between works")
        verbose_name_plural = _("relations between works")
        constraints = [
            models.UniqueConstraint(
                fields=["work", "kind", "other"], name="relation_once"
            ),
            models.CheckConstraint(
                condition=~Q(work=models.F("other")),
                name="relation_to_another_work",
                violation_error_message=_("A work cannot be related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.get_kind_display()} {self.other}"
