"""The files of a work, and what was read from them."""

import secrets
from functools import partial
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from cms.library.models.parts import WorkPart
from cms.library.models.works import Work
from cms.library.querysets import WorkFileQuerySet

MAX_TRIES = 3


class WorkFileManager(models.Manager.from_queryset(WorkFileQuerySet)):
    """Leaves the text in the database, a whole book, until somebody asks for it."""

    def get_queryset(self) -> WorkFileQuerySet:
        return super().get_queryset().defer("text")


def cover_name(instance: models.Model, filename: str) -> str:
    return f"covers/{secrets.token_hex(16)}.webp"


class WorkFile(WorkPart):
    class TextState(models.TextChoices):
        NONE = "none", _("not read: only PDFs are")
        PENDING = "pending", _("waits to be read")
        DONE = "done", _("is found by its text")
        FAILED = "failed", _("has no text to be found by")

    class Problem(models.TextChoices):
        LOCKED = "locked", _("It has a password. Upload it without one.")
        DAMAGED = "damaged", _("It is damaged. Print it into a new PDF.")
        EMPTY = "empty", _("It holds pictures of text only. Run text recognition.")
        TOO_HEAVY = "too_heavy", _("It takes too long to read. Split or simplify it.")

    work = ParentalKey(Work, related_name="files", on_delete=models.CASCADE)
    document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        verbose_name=_("document"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    locale = models.CharField(_("language"), max_length=8, blank=True)
    # That of the document when it was read; another one now: it is to be read again.
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveIntegerField(
        _("number of pages"), null=True, blank=True, editable=False
    )
    text = models.TextField(blank=True, editable=False)
    text_state = models.CharField(
        _("text"),
        max_length=10,
        choices=TextState.choices,
        default=TextState.NONE,
        editable=False,
    )
    text_problem = models.CharField(
        _("problem"), max_length=10, choices=Problem.choices, blank=True, editable=False
    )
    text_tries = models.PositiveSmallIntegerField(default=0, editable=False)
    extracted_at = models.DateTimeField(null=True, blank=True, editable=False)
    cover = models.FileField(upload_to=cover_name, blank=True, editable=False)
    cover_width = models.PositiveSmallIntegerField(default=0, editable=False)
    cover_height = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = WorkFileManager()

    class Meta:
        verbose_name = _("file of a work")
        verbose_name_plural = _("files of works")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"], condition=Q(text_state="pending"), name="file_to_read"
            )
        ]

    def __str__(self) -> str:
        return self.document.title

    def delete(self, *args, **kwargs):
        name, storage = self.cover.name, self.cover.storage
        done = super().delete(*args, **kwargs)
        if name:
            transaction.on_commit(partial(storage.delete, name))
        return done

    @property
    def reading(self) -> str:
        """For editors: how far the text is, and what stands in its way."""
        said = [self.get_text_state_display(), self.get_text_problem_display()]
        return ". ".join(str(part).rstrip(".") for part in said if part) + "."
