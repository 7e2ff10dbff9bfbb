"""Subjects: a small tree with a label in each language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel

from cms.core.languages import best, current
from cms.core.rows.refresh import together, touch
from cms.library.querysets import SubjectQuerySet


class Subject(ClusterableModel):
    code = models.SlugField(_("code"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("broader subject"),
        null=True,
        blank=True,
        related_name="children",
        on_delete=models.PROTECT,
    )

    objects = SubjectQuerySet.as_manager()

    panels = [
        FieldPanel("code"),
        FieldPanel("parent"),
        InlinePanel(
            "labels", label=_("Label"), min_num=1, max_num=len(settings.LANGUAGES)
        ),
    ]

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.label_in(current())

    def save(self, *args, **kwargs):
        with together():
            super().save(*args, **kwargs)
            touch(f"subject:{self.pk}", "version")  # the filter lists all of them

    def delete(self, *args, **kwargs):
        number = self.pk
        with together():
            deleted = super().delete(*args, **kwargs)
            touch(f"subject:{number}", "version")
        return deleted

    def label_in(self, code: str) -> str:
        """The label in this language or the nearest one; the code when there is none."""
        labels = {label.locale: label.text for label in self.labels.all()}
        locale = best(code, labels)
        return labels[locale] if locale else self.code


class SubjectLabel(models.Model):
    subject = ParentalKey(Subject, related_name="labels", on_delete=models.CASCADE)
    locale = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    text = models.CharField(_("label"), max_length=120)

    class Meta:
        verbose_name = _("subject label")
        verbose_name_plural = _("subject labels")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "locale"],
                name="one_label_per_subject_and_language",
                violation_error_message=_("There is a label in this language."),
            )
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs):
        with together():
            super().save(*args, **kwargs)
            touch(f"subject:{self.subject_id}", "version")
