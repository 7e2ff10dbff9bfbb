"""Images and documents, kept under names that nobody can guess."""

import secrets
from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from cms.core.rows.refresh import together, touch


def random_name(folder: str, filename: str) -> str:
    """`folder/` and 32 hex digits; only the extension of the uploaded name is kept."""
    suffix = PurePath(filename).suffix.lower()[:10]
    return f"{folder}/{secrets.token_hex(16)}{suffix}"


def document_name(instance: models.Model, filename: str) -> str:
    return random_name("documents", filename)


class SiteImage(AbstractImage):
    """An image; its original is private, only the renditions are public."""

    source = models.CharField(
        _("source"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture and under which licence it is used."),
    )

    admin_form_fields = (*Image.admin_form_fields, "source")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def get_upload_to(self, filename: str) -> str:
        return random_name("originals", filename)

    def save(self, *args: Any, **kwargs: Any) -> None:
        with together():
            super().save(*args, **kwargs)
            touch(f"image:{self.pk}")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        number = self.pk
        with together():
            deleted = super().delete(*args, **kwargs)
            touch(f"image:{number}")
        return deleted


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(
        SiteImage, related_name="renditions", on_delete=models.CASCADE
    )

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="rendition_once_per_filter",
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        return random_name("images", filename)


class SiteDocument(AbstractDocument):
    """A document, served by the permission-checked view alone."""

    file = models.FileField(_("file"), upload_to=document_name)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def save(self, *args: Any, **kwargs: Any) -> None:
        with together():
            super().save(*args, **kwargs)
            touch(f"document:{self.pk}")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        number = self.pk
        with together():
            deleted = super().delete(*args, **kwargs)
            touch(f"document:{number}")
        return deleted
